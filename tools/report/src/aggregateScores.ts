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

/** Labels that every score has with the same value; `unit` is never one of them. */
export function sharedLabels(scores: readonly Score[]): Score['labels'] {
  const [first, ...others] = scores;
  const kept = Object.entries(first?.labels ?? {}).filter(
    ([name, value]) => name !== 'unit' && others.every(({ labels }) => labels[name] === value),
  );
  return Object.fromEntries(kept);
}

/**
 * Scores grouped by metric and by every label but `unit`, in the order of their first appearance.
 * `shared` are labels that need no mention, because all scores have them.
 */
export function aggregateScores(scores: readonly Score[], shared: Score['labels'] = {}): Aggregate[] {
  const labelText = (score: Score) => labelsOf(score, shared);
  const groups = new Map<string, Score[]>();
  for (const score of scores) {
    const key = JSON.stringify([score.metric, labelText(score), score.unit]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [score]);
    else group.push(score);
  }
  return [...groups.values()].map((group) => aggregate(group, labelText(group[0]!)));
}

function aggregate(group: readonly Score[], labels: string): Aggregate {
  const first = group[0]!; // a group is made by its first score
  const values = group.map(({ value }) => value).filter((value) => !Number.isNaN(value));
  return {
    metric: first.metric,
    labels,
    unit: first.unit,
    count: values.length,
    undefinedCount: group.length - values.length,
    median: median(values),
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
  };
}

/** Labels as one text, `arena: square, split: held-out`, without `unit` and without those of `shared`. */
export const labelsOf = ({ labels }: Pick<Score, 'labels'>, shared: Score['labels'] = {}): string =>
  Object.keys(labels)
    .filter((name) => name !== 'unit' && !Object.hasOwn(shared, name))
    .sort()
    .map((name) => `${name}: ${labels[name]}`)
    .join(', ');

function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length / 2;
  if (sorted.length === 0) return NaN;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
