import type { Figure, Score } from '@goal-driven/core';
import type { BehaviourData } from './BehaviourData';
import type { SolutionTimes } from './summariseSolutionTimes';

/** Consistency and share of images solved, labelled. */
export function* solutionTimeScores(
  { raw, ceiling, ceiled, fractionSolved, n }: SolutionTimes,
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
  yield { metric: 'fractionSolved', value: fractionSolved, ceiling: NaN, ceiled: NaN, ...row };
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
