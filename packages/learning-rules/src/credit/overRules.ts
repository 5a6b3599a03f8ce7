import { overConditions, type OfCondition, type Rng, type Session, type StudyEvent } from '@goal-driven/core';
import type { LinesFigure, Figure } from '@goal-driven/core';
import type { CreditBase } from './CreditConfig';
import { trainByRule, type Credited, type Outcome } from './trainByRule';

export type Measured = OfCondition<Outcome>;

/** Trains every condition from every seed. Yields the scores. */
export const overRules = (
  conditions: readonly Credited[],
  experiment: { readonly config: CreditBase; readonly rng: Rng; readonly session: Session },
): AsyncGenerator<StudyEvent, Measured[]> =>
  overConditions(
    conditions,
    { seeds: experiment.config.seeds, session: experiment.session },
    (condition, seed) => trainByRule(condition, seed, experiment),
  );

/** Mean over seeds of a value of a condition; NaN where one has none. */
export function meanOf(measured: readonly Measured[], name: string, value: (of: Measured) => number): number {
  const own = measured.filter(({ condition }) => condition === name).map(value);
  return own.reduce((sum, one) => sum + one, 0) / own.length;
}

type ByDepth = {
  readonly conditions: readonly Credited[];
  readonly value: 'accuracy' | 'angle';
  readonly classes: number;
};

/** Accuracy, or the angle of weights, by depth: a line for each rule, the mean over seeds. */
export function byDepthFigure(
  measured: readonly Measured[],
  { conditions, value, classes }: ByDepth,
): Figure {
  const rules = [...new Set(conditions.map(({ rule }) => rule.name))];
  const lines = rules.flatMap((label) => {
    const points = conditions
      .filter(({ rule }) => rule.name === label)
      .map(({ name, depth }) => ({ depth, y: meanOf(measured, name, (one) => one[value]) }))
      .filter(({ y }) => !Number.isNaN(y));
    return points.length === 0
      ? []
      : [{ label, x: points.map(({ depth }) => depth), y: points.map(({ y }) => y) }];
  });
  const common = { kind: 'lines', lines } satisfies Partial<LinesFigure>;
  return value === 'accuracy'
    ? {
        ...common,
        name: 'accuracy-by-depth',
        title: 'Accuracy by depth',
        caption: 'Share of held-out images named right, mean over seeds; a network that diverged has 0.',
        axes: { x: 'hidden layers', y: 'accuracy' },
        references: [{ label: 'chance', y: 1 / classes }],
      }
    : {
        ...common,
        name: 'angle-by-depth',
        title: 'Alignment by depth',
        caption:
          'Angle of the feedback kernels to the transposes of the forward kernels at the end, mean over layers and seeds.',
        axes: { x: 'hidden layers', y: 'angle (degrees)' },
      };
}
