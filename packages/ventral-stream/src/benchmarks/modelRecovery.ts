import type { Figure, Score } from '@goal-driven/core';
import { ndArray, type NdArray, type Rng } from '@goal-driven/core/arrays';
import { solutionTimeConsistency } from '@goal-driven/metrics';
import { z } from 'zod';
import { alignedAt } from './alignToBins';
import { assignLayers, assignmentFigure, assignmentScores } from './assignLayers';
import { BehaviourRecovery, behaviourRecovery } from './behaviourRecovery';
import { challengeDelay, challengeFigure, challengeImages, challengeScores } from './challengeImages';
import { recurrentCourse } from './FeatureCourse';
import { imageBehaviour } from './imageBehaviour';
import { takeAreas } from './NeuralRecording';
import { fitArea, predictivityFigure, predictivityScores, type AreaFit } from './neuralPredictivity';
import { NeuralDecoding, neuralSolutionTimes } from './neuralSolutionTimes';
import { PredictivityConfig } from './PredictivityConfig';
import { SolutionTimesConfig, solutionTimes } from './solutionTimes';
import { solutionTimeScores } from './solutionTimesReport';
import { SyntheticObserver, syntheticObserver, type Observed } from './syntheticObserver';
import { regularBins } from './TimeBin';
import { activityOf } from './TimedModel';

const decoder = { cost: 0.1, gain: 2 };

export const ModelRecovery = z
  .strictObject({
    observer: SyntheticObserver.prefault({}),
    predictivity: PredictivityConfig.prefault({ splits: { kind: 'withinCategory', splits: 3 } }),
    decoding: NeuralDecoding.prefault({ decoder, folds: 5 }),
    behaviour: BehaviourRecovery.prefault({}),
    solutionTimes: SolutionTimesConfig.prefault({ decoder, testFraction: 0.25 }),
  })
  .meta({ title: 'Whether the benchmarks recover what was put into a synthetic observer' });
export type ModelRecovery = z.output<typeof ModelRecovery>;

/** What the benchmarks say of a model that is known, beside what is true of it. */
export type Recovered = { readonly scores: readonly Score[]; readonly figures: readonly Figure[] };

/**
 * Every benchmark held against an observer whose dynamics are known: whether layers go to the areas whose sites hear
 * them, the true dynamics are predicted to the ceiling and those of a first sweep fall behind, image-level behaviour tells when
 * an observer reads, solution times come out in the order put in, and challenge images late.
 *
 * @throws what the benchmarks throw
 */
export async function modelRecovery(config: ModelRecovery, rng: Rng): Promise<Recovered> {
  const observed = await syntheticObserver(config.observer, rng.child('observer'));
  const parts = [
    await recoveredLayers(observed, config),
    await recoveredCourses(observed, config),
    await recoveredBehaviour(observed, config, rng),
    await recoveredTimes(observed, config, rng),
  ];
  return { scores: parts.flatMap(({ scores }) => scores), figures: parts.flatMap(({ figures }) => figures) };
}

async function recoveredLayers({ recording, model }: Observed, config: ModelRecovery): Promise<Recovered> {
  const assignment = await assignLayers(model.recurrent, recording, config.predictivity);
  return {
    scores: [...assignmentScores(assignment, recording)],
    figures: [assignmentFigure(assignment, { model: model.recurrent, recording })],
  };
}

async function recoveredCourses(
  { recording, truth, model }: Observed,
  config: ModelRecovery,
): Promise<Recovered> {
  const areas = ['V4', 'aIT'] as const;
  const fits: AreaFit[] = [];
  for (const area of areas) {
    const { layer } = truth.find((site) => site.area === area)!;
    for (const held of [model.recurrent, model.feedForward]) {
      fits.push(await fitArea(held, { layer, area, recording }, config.predictivity));
    }
  }
  return {
    scores: fits.flatMap((fit) => [...predictivityScores(fit, recording)]),
    figures: areas.map((area) => predictivityFigure(fits, { area, recording })),
  };
}

async function recoveredBehaviour(
  { model }: Observed,
  { behaviour, decoding }: ModelRecovery,
  rng: Rng,
): Promise<Recovered> {
  const own = { decoding, rng: rng.child('behaviour') };
  const { scores, figure } = await behaviourRecovery(model, behaviour, own);
  return { scores, figures: [figure] };
}

async function recoveredTimes(observed: Observed, config: ModelRecovery, rng: Rng): Promise<Recovered> {
  const { recording, behaviour, model, times } = observed;
  const images = times.length;
  const bins = regularBins({ from: 70, count: recording.bins.at(-1)!.end / 10 - 7 });
  const it = takeAreas(recording, ['cIT', 'aIT']);
  const neural = neuralSolutionTimes(it, behaviour.i1, config.decoding, { rng: rng.child('sites') });
  const course = await recurrentCourse(model.recurrent, ['high'], { images, bins });
  const own = solutionTimes(course, behaviour, config.solutionTimes, rng.child('model'));
  const sweep = await activityOf(model.feedForward, 'high', images);
  const features = alignedAt(sweep, model.feedForward.timesteps, bins[0]!);
  const { i1 } = imageBehaviour(features, model.objects, config.decoding, rng.child('sweep'));
  const sets = challengeImages(behaviour.i1.values, i1[config.decoding.variant]);
  const delay = challengeDelay(neural.times, sets, behaviour.i1.values);
  const sources = [
    { name: 'put in', times },
    { name: 'synthetic sites', times: neural.times },
    { name: 'recurrent model', times: own.times },
  ];
  return {
    scores: [
      recoveredOrder('synthetic sites', neural.times, times),
      recoveredOrder('recurrent model', own.times, times),
      ...solutionTimeScores(own, behaviour, { model: model.recurrent.name }),
      ...challengeScores(delay, { source: 'synthetic sites' }),
    ],
    figures: [timesFigure(sources), challengeFigure(sources, sets, behaviour)],
  };
}

/** Rank correlation of times that a benchmark found with those put in. */
function recoveredOrder(source: string, found: Float64Array, times: Float64Array): Score {
  const { raw, n } = solutionTimeConsistency(vector(found), vector(times));
  const row = { metric: 'recoveredSolutionTimes', version: 1, labels: { source }, unit: '1' };
  return { ...row, value: raw, ceiling: NaN, ceiled: NaN, n };
}

/** Times found against times put in; the first source is the truth. */
function timesFigure(sources: readonly { readonly name: string; readonly times: Float64Array }[]): Figure {
  const [truth, ...found] = sources;
  return {
    kind: 'scatter',
    name: 'recovered-solution-times',
    title: 'Solution times recovered from a synthetic observer',
    caption: 'Each dot an image of a synthetic observer whose solution times are known.',
    axes: { x: 'time put in (ms)', y: 'time recovered (ms)' },
    groups: found.map(({ name, times }) => {
      const both = [...times.keys()].filter(
        (image) => !Number.isNaN(times[image]!) && !Number.isNaN(truth!.times[image]!),
      );
      return {
        label: name,
        x: both.map((image) => truth!.times[image]!),
        y: both.map((image) => times[image]!),
      };
    }),
  };
}

const vector = (values: Float64Array): NdArray => ndArray(values, [values.length]);
