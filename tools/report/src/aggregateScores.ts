import type { Score } from '@goal-driven/core';

/** Labels of what there are many of alike: the table tells them apart by their median, figures and data one by one. */
const ALIKE = ['unit', 'cell', 'seed'];

/** Scores of one metric that differ only in their unit, cell or seed, together. */
export type Aggregate = {
  readonly metric: string;
  /** All labels but those three, as `arena: square, split: held-out`; empty where there are none. */
  readonly labels: string;
  readonly unit: string;
  /** What it is many of: `units`, `cells` or `seeds`; absent for a score that is the only one of its kind. */
  readonly of?: string | undefined;
  /** Scores that are numbers. */
  readonly count: number;
  /** Scores that mathematics leaves undefined. */
  readonly undefinedCount: number;
  /** Median and mean of the scores that are numbers; NaN where there are none. */
  readonly median: number;
  readonly mean: number;
};

/** Labels that every score has with the same value; unit, cell and seed are never among them. */
export function sharedLabels(scores: readonly Score[]): Score['labels'] {
  const [first, ...others] = scores;
  const kept = Object.entries(first?.labels ?? {}).filter(
    ([name, value]) => !ALIKE.includes(name) && others.every(({ labels }) => labels[name] === value),
  );
  return Object.fromEntries(kept);
}

/**
 * Scores grouped by metric and by every label but unit, cell and seed, in the order of their first appearance.
 * `shared` are labels that need no mention, because all scores have them.
 */
export function aggregateScores(scores: readonly Score[], shared: Score['labels'] = {}): Aggregate[] {
  const labelText = (score: Score) => labelsOf(score, shared);
  const groups = new Map<string, Score[]>();
  for (const score of scores) {
    const key = JSON.stringify([score.metric, labelText(score), score.unit, alikeOf(score)]);
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
    ...(isAlike(first) && { of: `${alikeOf(first)[0]}s` }),
    count: values.length,
    undefinedCount: group.length - values.length,
    median: median(values),
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
  };
}

/** Labels as one text, `arena: square, split: held-out`, without unit, cell and seed, and without those of `shared`. */
export const labelsOf = ({ labels }: Pick<Score, 'labels'>, shared: Score['labels'] = {}): string =>
  Object.keys(labels)
    .filter((name) => !ALIKE.includes(name) && !Object.hasOwn(shared, name))
    .sort()
    .map((name) => `${name}: ${labels[name]}`)
    .join(', ');

/** Whether there are many of a score alike: of each unit, cell or seed. */
export const isAlike = (score: Pick<Score, 'labels'>): boolean => alikeOf(score).length > 0;

const alikeOf = ({ labels }: Pick<Score, 'labels'>): string[] =>
  ALIKE.filter((name) => Object.hasOwn(labels, name));

function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length / 2;
  if (sorted.length === 0) return NaN;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
