import type { Score } from '@goal-driven/core';

/** Scores of one metric that differ only in their unit, together. */
export type Aggregate = {
  readonly metric: string;
  /** All labels but `unit`, as `arena: square, split: held-out`; empty where there are none. */
  readonly labels: string;
  readonly unit: string;
  /** Scores that are numbers. */
  readonly count: number;
  /** Scores that mathematics leaves undefined. */
  readonly undefinedCount: number;
  /** Median and mean of the scores that are numbers; NaN where there are none. */
  readonly median: number;
  readonly mean: number;
};

/** Scores grouped by metric and by every label but `unit`, in the order of their first appearance. */
export function aggregateScores(scores: readonly Score[]): Aggregate[] {
  const groups = new Map<string, Score[]>();
  for (const score of scores) {
    const key = JSON.stringify([score.metric, labelText(score), score.unit]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [score]);
    else group.push(score);
  }
  return [...groups.values()].map(aggregate);
}

function aggregate(group: readonly Score[]): Aggregate {
  const first = group[0]!; // a group is made by its first score
  const values = group.map(({ value }) => value).filter((value) => !Number.isNaN(value));
  return {
    metric: first.metric,
    labels: labelText(first),
    unit: first.unit,
    count: values.length,
    undefinedCount: group.length - values.length,
    median: median(values),
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
  };
}

const labelText = ({ labels }: Score): string =>
  Object.keys(labels)
    .filter((name) => name !== 'unit')
    .sort()
    .map((name) => `${name}: ${labels[name]}`)
    .join(', ');

function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length / 2;
  if (sorted.length === 0) return NaN;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
