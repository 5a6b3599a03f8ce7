import {
  defineStudy,
  disposeTree,
  Interrupted,
  type Rng,
  type Score,
  type StudyEvent,
} from '@goal-driven/core';
import { assignLayers, assignmentFigure, assignmentScores } from '../benchmarks/assignLayers';
import {
  behaviourFigures,
  behaviourOverTime,
  behaviourOverTimeScores,
} from '../benchmarks/behaviourOverTime';
import { takeImages } from '../benchmarks/BehaviourData';
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
import type { SolutionTimes } from '../benchmarks/summariseSolutionTimes';
import { regularBins } from '../benchmarks/TimeBin';
import { ofImages, type TimedModel } from '../benchmarks/TimedModel';
import { kar2019, kubilius2019, nayebi2022 } from '../sources';
import { BehaviourConfig, behaviourPresets } from './BehaviourConfig';
import { chosenNetwork } from './chosenNetwork';
import { distinctImages } from './distinctImages';
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
const sourceLabels = ({ observer, config }: Held, images: number): Score['labels'] => ({
  times: config.times,
  sites: observer.sites.synthetic ? 'synthetic' : 'recorded',
  images,
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
    const about = sourceLabels(held, behaviour.objects.length);
    const labels = { ...timesLabels(model, features, config.solutionTimes), ...about };
    for (const score of solutionTimeScores(found, behaviour, labels)) yield { kind: 'score', score };
    drawn.push({ name: features, found });
  }
  if (config.brainScore) {
    const found = yield* reportBrainScore(held, rng.child('brainScore'));
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

/** The way of Brain-Score, whose images differ by content. */
async function* reportBrainScore(held: Held, rng: Rng): AsyncGenerator<StudyEvent, SolutionTimes> {
  const { model, observer, config, shown } = held;
  const all = observer.behaviour;
  // Rendered ones differ by their seeds.
  const kept = config.recordings === undefined ? [...all.objects.keys()] : distinctImages(shown.source);
  const [behaviour, seen] = [takeImages(all, kept), ofImages(model, kept)];
  const found = await brainScoreSolutionTimes(seen, { layers: model.layers, behaviour }, rng);
  const labels = { model: model.name, layers: model.layers.join(' + '), features: 'brainScore' };
  const about = sourceLabels(held, kept.length);
  for (const score of solutionTimeScores(found, behaviour, { ...labels, ...about }))
    yield { kind: 'score', score };
  // At the places of all images, as the other figures have them.
  const times = new Float64Array(all.objects.length).fill(NaN);
  kept.forEach((image, row) => (times[image] = found.times[row]!));
  return { ...found, times };
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
