import type { Figure, Score } from '@goal-driven/core';
import type { BehaviourData } from './BehaviourData';
import type { SolutionTimes } from './summariseSolutionTimes';

/**
 * Consistency (mean over splits), its standard error over splits, and the share of images solved, labelled. The error is
 * that of the raw consistency; its `n` is the number of splits in which there is one.
 */
export function* solutionTimeScores(
  { correlations, raw, error, ceiling, ceiled, fractionSolved, n }: SolutionTimes,
  behaviour: BehaviourData,
  labels: Score['labels'],
): Generator<Score> {
  const own = {
    ...labels,
    behaviour: behaviour.name,
    observer: behaviour.synthetic ? 'synthetic' : 'recorded',
  };
  const row = { version: 1, labels: own, n, unit: '1' };
  yield { metric: 'solutionTimeConsistency', value: raw, ceiling, ceiled, ...row };
  const splits = correlations.filter((value) => !Number.isNaN(value)).length;
  const none = { ceiling: NaN, ceiled: NaN };
  yield { ...row, metric: 'solutionTimeConsistencyError', value: error, ...none, n: splits };
  yield { metric: 'fractionSolved', value: fractionSolved, ...none, ...row };
}

/**
 * Times of a model against those of the brain, a dot for each image that both solve.
 *
 * @param models by name, `times` [images], ms, NaN for an image never solved
 */
export function solutionTimesFigure(
  models: readonly { readonly name: string; readonly times: Float64Array }[],
  { name, synthetic, ost }: BehaviourData,
): Figure {
  return {
    kind: 'scatter',
    name: 'solution-times',
    title: 'Object solution times of model and brain',
    caption: `Each dot an image of ${name}${synthetic ? ' (a synthetic observer)' : ''} that both solve; times of a model are means over the splits that tested it.`,
    axes: { x: 'solution time of the brain (ms)', y: 'solution time of the model (ms)' },
    groups: models.map(({ name: label, times }) => {
      const both = [...times.keys()].filter(
        (image) => !Number.isNaN(times[image]!) && !Number.isNaN(ost?.values[image] ?? NaN),
      );
      return { label, x: both.map((image) => ost!.values[image]!), y: both.map((image) => times[image]!) };
    }),
  };
}

/** Models by name with what came of their times. */
export type NamedTimes = { readonly name: string; readonly found: SolutionTimes };

/**
 * How the times of each model agree with those of the brain: a bar for each, the mean over splits, whose interval is one
 * standard error over splits to either side.
 */
export const consistencyFigure = (
  models: readonly NamedTimes[],
  { name, synthetic }: BehaviourData,
): Figure => ({
  kind: 'bars',
  name: 'solution-time-consistency',
  title: 'Which times of models agree with those of the brain',
  caption:
    `Spearman's correlation of object solution times with those of ${name}${synthetic ? ' (a synthetic observer)' : ''} ` +
    'over test images that both solve: mean and standard error over splits, not corrected by the ceiling.',
  axes: { x: 'consistency of solution times', y: 'model' },
  bars: models.map(({ name: label, found: { raw, error } }) => ({
    ...{ label, value: raw },
    ...(Number.isFinite(error) && { interval: [raw - error, raw + error] as const }),
  })),
});

/** Consistency of times against the share of the images solved by the brain that a model solves, a dot for each. */
export const solvedFigure = (models: readonly NamedTimes[], { name, synthetic }: BehaviourData): Figure => ({
  kind: 'scatter',
  name: 'solution-times-and-solved',
  title: 'Agreement of times against images solved',
  caption: `Each dot a model, held against ${name}${synthetic ? ' (a synthetic observer)' : ''}; means over splits. The upper right is the brain's.`,
  axes: { x: 'share of the images solved by the brain', y: 'consistency of solution times' },
  groups: models.map(({ name: label, found }) => ({ label, x: [found.fractionSolved], y: [found.raw] })),
});
