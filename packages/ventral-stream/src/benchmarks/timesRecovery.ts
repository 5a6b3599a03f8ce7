import type { Figure, Score } from '@goal-driven/core';
import { ndArray, type NdArray, type Rng } from '@goal-driven/core/arrays';
import { solutionTimeConsistency } from '@goal-driven/metrics';
import { z } from 'zod';
import { alignedAt } from './alignToBins';
import { brainScoreSolutionTimes } from './brainScoreSolutionTimes';
import { challengeDelay, challengeFigure, challengeImages, challengeScores } from './challengeImages';
import { recurrentCourse, type FeatureCourse } from './FeatureCourse';
import { gradedCourse, uniformCourse } from './gradedCourse';
import { imageBehaviour } from './imageBehaviour';
import { takeAreas } from './NeuralRecording';
import { neuralSolutionTimes, type NeuralDecoding } from './neuralSolutionTimes';
import type { PredictivityConfig } from './PredictivityConfig';
import { solutionTimes, type SolutionTimesConfig } from './solutionTimes';
import { solutionTimeScores } from './solutionTimesReport';
import { stepOfLayer } from './syntheticModel';
import type { Observed } from './syntheticObserver';
import { regularBins, type TimeBin } from './TimeBin';
import { activityOf } from './TimedModel';

export const BrainScoreRecovery = z
  .strictObject({
    learningRate: z.number().positive().default(0.02).meta({
      description: 'Of the softmax regression; the published 1e-4 needs more units and images to learn',
    }),
    maxEpochs: z.int().positive().default(15).meta({ description: 'Epochs of it, at most', unit: '1' }),
  })
  .meta({ title: "How Brain-Score's procedure is fitted to few units" });
export type BrainScoreRecovery = z.output<typeof BrainScoreRecovery>;

/** How solution times are asked for: those parts of `ModelRecovery`. */
export type TimesRecovery = {
  readonly predictivity: PredictivityConfig;
  readonly decoding: NeuralDecoding;
  readonly solutionTimes: SolutionTimesConfig;
  readonly brainScore: BrainScoreRecovery;
};

/** What decoders found of one source, beside the times put in. */
type Source = { readonly name: string; readonly times: Float64Array };

/**
 * Whether solution times come out in the order put in: from the synthetic sites; from the recurrent model, by the
 * published procedure and by Brain-Score's; and from a feed-forward model that is the recurrent one unrolled, its layers
 * spread over time evenly and graded by the sites, which must find at which time each layer speaks. And whether images
 * that a first sweep fails come late.
 *
 * @throws what the benchmarks throw
 */
export async function timesRecovery(
  observed: Observed,
  config: TimesRecovery,
  rng: Rng,
): Promise<{ readonly scores: readonly Score[]; readonly figures: readonly Figure[] }> {
  const { recording, behaviour, model, times } = observed;
  const images = times.length;
  const bins = regularBins({ from: 70, count: recording.bins.at(-1)!.end / 10 - 7 });
  const it = takeAreas(recording, ['cIT', 'aIT']);
  const neural = neuralSolutionTimes(it, behaviour.i1, config.decoding, { rng: rng.child('sites') });
  const course = await recurrentCourse(model.recurrent, ['high'], { images, bins });
  const own = solutionTimes(course, behaviour, config.solutionTimes, rng.child('model'));
  const asked = { layers: ['high'], behaviour };
  const scored = await brainScoreSolutionTimes(
    model.recurrent,
    asked,
    rng.child('brainScore'),
    config.brainScore,
  );
  const schedules = await schedulesOf(observed, config, bins);
  const spread = Object.entries(schedules).map(([features, shown]) => {
    const found = solutionTimes(shown, behaviour, config.solutionTimes, rng.child(features));
    return { features, found };
  });
  const sources: Source[] = [
    { name: 'synthetic sites', times: neural.times },
    { name: 'recurrent model', times: own.times },
    { name: "recurrent model, Brain-Score's procedure", times: scored.times },
    ...spread.map(({ features, found }) => ({ name: `unrolled model, ${features}`, times: found.times })),
  ];
  const sets = challengeImages(behaviour.i1.values, await sweepPerformance(observed, config, bins[0]!, rng));
  const delay = challengeDelay(neural.times, sets, behaviour.i1.values);
  const shown = [{ name: 'put in', times }, ...sources.slice(0, 2)];
  return {
    scores: [
      ...sources.map((source) => recoveredOrder(source, times)),
      ...solutionTimeScores(own, behaviour, { model: model.recurrent.name }),
      ...solutionTimeScores(scored, behaviour, { model: model.recurrent.name, procedure: 'Brain-Score' }),
      ...spread.flatMap(({ features, found }) => [
        ...solutionTimeScores(found, behaviour, { model: model.unrolled.name, features }),
      ]),
      ...Object.entries(schedules).map(([name, { sources: layers }]) => scheduleError(name, layers, bins)),
      ...challengeScores(delay, { source: 'synthetic sites' }),
    ],
    figures: [
      timesFigure(sources, times),
      schedulesFigure(schedules, bins),
      challengeFigure(shown, sets, behaviour),
    ],
  };
}

/** The layers of the unrolled model over the bins, graded by the synthetic sites of aIT and spread evenly. */
async function schedulesOf(
  { recording, model: { unrolled }, times }: Observed,
  { predictivity }: TimesRecovery,
  bins: readonly TimeBin[],
): Promise<{ readonly [name: string]: FeatureCourse }> {
  const asked = { layers: unrolled.layers, images: times.length, bins };
  // A schedule is by raw scores, which need no reliability.
  const config = { ...predictivity, halves: 1 };
  const graded = { reference: unrolled, recording, areas: ['aIT'] as const, config };
  return {
    graded: await gradedCourse(unrolled, asked, graded),
    uniform: await uniformCourse(unrolled, asked),
  };
}

/** How well a first sweep tells each image: [images], I1. */
async function sweepPerformance(
  { model, times }: Observed,
  { decoding }: TimesRecovery,
  bin: TimeBin,
  rng: Rng,
): Promise<Float64Array> {
  const sweep = await activityOf(model.feedForward, 'high', times.length);
  const features = alignedAt(sweep, model.feedForward.timesteps, bin);
  const { i1 } = imageBehaviour(features, model.objects, decoding, rng.child('sweep'));
  return i1[decoding.variant];
}

/** Rank correlation of times that a benchmark found with those put in. */
function recoveredOrder({ name: source, times: found }: Source, times: Float64Array): Score {
  const { raw, n } = solutionTimeConsistency(vector(found), vector(times));
  const row = { metric: 'recoveredSolutionTimes', version: 1, labels: { source }, unit: '1' };
  return { ...row, value: raw, ceiling: NaN, ceiled: NaN, n };
}

/** How far the layers that a schedule shows are from the time of their bins: mean over bins, ms. */
function scheduleError(schedule: string, layers: readonly string[], bins: readonly TimeBin[]): Score {
  const sum = bins.reduce((all, { start }, bin) => all + Math.abs(timeOfLayer(layers[bin]!) - start), 0);
  const row = { metric: 'scheduleError', version: 1, labels: { schedule }, unit: 'ms' };
  return { ...row, value: sum / bins.length, ceiling: NaN, ceiled: NaN, n: bins.length };
}

const timeOfLayer = (layer: string): number => 10 * stepOfLayer(layer);

/** Times found against times put in. */
function timesFigure(sources: readonly Source[], truth: Float64Array): Figure {
  return {
    kind: 'scatter',
    name: 'recovered-solution-times',
    title: 'Solution times recovered from a synthetic observer',
    caption:
      'Each dot an image of a synthetic observer whose solution times are known. The unrolled model is feed-forward; ' +
      'its layers are the highest one of the recurrent model at some of its steps.',
    axes: { x: 'time put in (ms)', y: 'time recovered (ms)' },
    groups: sources.map(({ name, times }) => {
      const both = [...times.keys()].filter(
        (image) => !Number.isNaN(times[image]!) && !Number.isNaN(truth[image]!),
      );
      return {
        label: name,
        x: both.map((image) => truth[image]!),
        y: both.map((image) => times[image]!),
      };
    }),
  };
}

/** The time of which each schedule shows the unrolled model in each bin; the truth is the bin's own. */
function schedulesFigure(
  schedules: { readonly [name: string]: FeatureCourse },
  bins: readonly TimeBin[],
): Figure {
  const x = bins.map(({ start }) => start);
  return {
    kind: 'lines',
    name: 'recovered-schedules',
    title: 'At which time each layer of an unrolled model speaks',
    caption:
      'Layers of a feed-forward model that is a known recurrent one unrolled, as schedules spread them over time: graded ' +
      'by synthetic sites that hear the recurrent model, and evenly. What was put in is that a layer speaks at its own time.',
    axes: { x: 'bin (ms)', y: 'time of the layer that is shown (ms)' },
    lines: [
      { label: 'put in', x, y: x },
      ...Object.entries(schedules).map(([label, { sources }]) => ({ label, x, y: sources.map(timeOfLayer) })),
    ],
  };
}

const vector = (values: Float64Array): NdArray => ndArray(values, [values.length]);
