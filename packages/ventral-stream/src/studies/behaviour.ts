import { defineStudy, disposeTree, Interrupted, type Score, type StudyEvent } from '@goal-driven/core';
import { assignLayers, assignmentFigure, assignmentScores } from '../benchmarks/assignLayers';
import {
  behaviourFigures,
  behaviourOverTime,
  behaviourOverTimeScores,
} from '../benchmarks/behaviourOverTime';
import { brainScoreSolutionTimes } from '../benchmarks/brainScoreSolutionTimes';
import { courseTimes } from '../benchmarks/courseTimes';
import { areasOf } from '../benchmarks/NeuralRecording';
import { preferredLayers } from '../benchmarks/preferredLayers';
import { timesLabels } from '../benchmarks/solutionTimeBenchmark';
import {
  consistencyFigure,
  solutionTimesFigure,
  solutionTimeScores,
  solvedFigure,
  type NamedTimes,
} from '../benchmarks/solutionTimesReport';
import { regularBins } from '../benchmarks/TimeBin';
import type { TimedModel } from '../benchmarks/TimedModel';
import { kar2019, kubilius2019, nayebi2022 } from '../sources';
import { BehaviourConfig, behaviourPresets } from './BehaviourConfig';
import { chosenNetwork } from './chosenNetwork';
import { observedBy, type Observer } from './observedBy';
import { overTime, shownImages, type ShownImages } from './shownImages';

export default defineStudy({
  name: 'ventral-stream/behaviour',
  question:
    'Does a network tell the images that an observer tells, and does it take its time for those that take a brain its time?',
  sources: [nayebi2022, kar2019, kubilius2019],
  config: BehaviourConfig,
  presets: behaviourPresets,
  async *run({ config, rng, session }) {
    const chosen = await chosenNetwork(config, rng);
    try {
      const { recordings: recorded, layers, units } = config;
      const shown = shownImages(chosen, { recorded, layers, units, rng, session });
      const observer = await observedBy(config, chosen, shown);
      const all = await overTime(chosen.network, shown);
      const assignment = await assignLayers(all, observer.sites, config.predictivity);
      for (const score of assignmentScores(assignment, observer.sites)) yield { kind: 'score', score };
      yield {
        kind: 'figure',
        figure: assignmentFigure(assignment, { model: all, recording: observer.sites }),
      };
      const model = { ...all, layers: preferredLayers(assignment, all.layers, config.preferred) };
      const held = { model, observer, config, shown };
      const parts = [reportTimes, reportBehaviour];
      for (const [index, part] of parts.entries()) {
        session.progress('benchmarks', index, parts.length);
        for await (const found of part(held)) {
          if (session.signal.aborted) throw new Interrupted('behaviour: interrupted', index);
          yield found;
        }
      }
    } finally {
      disposeTree({ params: chosen.network.params, state: chosen.network.state });
    }
  },
});

type Held = {
  /** Its layers are those that IT prefers. */
  readonly model: TimedModel;
  readonly observer: Observer;
  readonly config: BehaviourConfig;
  readonly shown: ShownImages;
};

/** What all rows say of the reference. */
const sourceLabels = ({ observer, config }: Held): Score['labels'] => ({
  times: config.times,
  sites: observer.sites.synthetic ? 'synthetic' : 'recorded',
});

/** Object solution times, for every way in which layers can be shown over time, and the way of Brain-Score. */
async function* reportTimes(held: Held): AsyncGenerator<StudyEvent> {
  const { model, observer, config, shown } = held;
  const { behaviour, sites } = observer;
  const rng = shown.rng.child('solutionTimes');
  const graded = { recording: sites, areas: areasOf(sites), config: config.predictivity };
  const options = { shift: config.lag, rng };
  const drawn: NamedTimes[] = [];
  const dataset = { behaviour, graded };
  for await (const { features, found } of courseTimes(model, dataset, config.solutionTimes, options)) {
    const labels = { ...timesLabels(model, features, config.solutionTimes), ...sourceLabels(held) };
    for (const score of solutionTimeScores(found, behaviour, labels)) yield { kind: 'score', score };
    drawn.push({ name: features, found });
  }
  if (config.brainScore) {
    const asked = { layers: model.layers, behaviour };
    const found = await brainScoreSolutionTimes(model, asked, rng.child('brainScore'));
    const labels = { model: model.name, layers: model.layers.join(' + '), features: 'brainScore' };
    for (const score of solutionTimeScores(found, behaviour, { ...labels, ...sourceLabels(held) }))
      yield { kind: 'score', score };
    drawn.push({ name: "as Brain-Score's", found });
  }
  const named = drawn.map(({ name, found: { times } }) => ({ name, times }));
  for (const figure of [
    solutionTimesFigure(named, behaviour),
    consistencyFigure(drawn, behaviour),
    solvedFigure(drawn, behaviour),
  ])
    yield { kind: 'figure', figure };
}

/** Image-level behaviour, read at some times. */
async function* reportBehaviour({ model, observer, config, shown }: Held): AsyncGenerator<StudyEvent> {
  const { behaviour } = observer;
  const bins = config.readAt.flatMap((from) => regularBins({ from, count: 1 }));
  const rng = shown.rng.child('behaviour');
  const read = await behaviourOverTime(model, behaviour.objects, { bins, decoding: config.decoding, rng });
  const { cost, loss, gain, components = 'all' } = config.decoding.decoder;
  const labels = {
    ...{ model: model.name, layers: model.layers.join(' + '), folds: config.decoding.folds },
    ...{ cost, loss, gain, components },
  };
  const scores = [...behaviourOverTimeScores(read, behaviour, labels)];
  for (const score of scores) yield { kind: 'score', score };
  for (const figure of behaviourFigures(read, scores, behaviour)) yield { kind: 'figure', figure };
}
