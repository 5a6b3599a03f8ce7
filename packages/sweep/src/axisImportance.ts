import type { Json } from '@goal-driven/core';
import { canonicalJson } from './_canonicalJson';
import { axisName, isRange, type Axis } from './Axis';
import type { TrialRow } from './TrialRow';

export type AxisImportance = {
  /** Its name. */
  readonly axis: string;
  /** Share of the objective's variance, at most 1, around 0 or little below for an axis that does not matter. */
  readonly share: number;
  /** Trials with a value. */
  readonly n: number;
  /** Groups of trials that were told apart: values, or bins of a range. */
  readonly groups: number;
};

/**
 * First-order shares of variance: how much of the objective's variance over trials the value of each axis
 * explains alone. With independent draws (a grid, random search) this estimates Sobol's first-order index
 * `Var(E[y | axis]) / Var(y)`, the main effect of a functional analysis of variance; what is missing to 1 is
 * interaction, seeds and noise. Searches that learn draw where it is good, and their axes depend on each
 * other: the shares then describe the trials that there were, not the space.
 *
 * The estimate is the correlation ratio over groups of trials, corrected for the bias that many groups bring (epsilon
 * squared): `(SSB - (k - 1) SSW / (n - k)) / SST`. A group is a value of a choice, one of at most ten bins of a range
 * with equally many trials, or the absence of a conditional axis. Trials at several budgets make the
 * budget an axis of its own.
 *
 * @param place of the objective, the first by default; trials without a finite value are left out
 * @returns NaN where all trials have one value, or are too few for the groups; in the order of the axes
 * @source Kelley 1935, Proceedings of the National Academy of Sciences 21 (epsilon squared); Hutter, Hoos and
 *   Leyton-Brown 2014, ICML (importance of hyperparameters as shares of variance)
 * @differs Hutter et al. read main effects off a random forest, which also gives pairs
 */
export function axisImportance(
  rows: readonly TrialRow[],
  axes: readonly Axis[],
  { place = 0 }: { readonly place?: number } = {},
): AxisImportance[] {
  const used = rows.filter(
    ({ state, objectives }) => state === 'finished' && Number.isFinite(objectives[place]),
  );
  const values = used.map(({ objectives }) => objectives[place]!);
  const importance = (axis: string, groups: readonly number[]): AxisImportance => ({
    axis,
    share: explained(values, groups),
    n: used.length,
    groups: new Set(groups).size,
  });
  const result = axes.map((axis) => {
    const column = used.map(({ point }) => point[axisName(axis)]);
    return importance(
      axisName(axis),
      isRange(axis) ? binned(column as (number | undefined)[]) : numbered(column),
    );
  });
  const budgets = numbered(used.map(({ budget }) => budget));
  return new Set(budgets).size > 1 ? [...result, importance('budget', budgets)] : result;
}

/** Epsilon squared of values in groups. */
function explained(values: readonly number[], groups: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const sums = new Map<number, { sum: number; count: number }>();
  values.forEach((value, at) => {
    const { sum, count } = sums.get(groups[at]!) ?? { sum: 0, count: 0 };
    sums.set(groups[at]!, { sum: sum + (value - mean), count: count + 1 });
  });
  const total = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const between = [...sums.values()].reduce((sum, group) => sum + group.sum ** 2 / group.count, 0);
  const free = values.length - sums.size;
  return free > 0 && total > 0 ? (between - ((sums.size - 1) * (total - between)) / free) / total : NaN;
}

/** A number for each different value. */
function numbered(column: readonly (Json | undefined)[]): number[] {
  const numbers = new Map<string, number>();
  return column.map((value) => {
    const key = value === undefined ? '' : canonicalJson(value);
    if (!numbers.has(key)) numbers.set(key, numbers.size);
    return numbers.get(key)!;
  });
}

/** Bins with equally many values, as many as the root of their number, at most ten; equal values share one. */
function binned(column: readonly (number | undefined)[]): number[] {
  const sorted = column.filter((value) => value !== undefined).sort((a, b) => a - b);
  const count = Math.min(10, Math.floor(Math.sqrt(sorted.length)));
  const first = new Map<number, number>();
  sorted.forEach((value, rank) => {
    if (!first.has(value)) first.set(value, Math.floor((rank * count) / sorted.length));
  });
  return column.map((value) => (value === undefined ? -1 : first.get(value)!));
}
