import type { Score } from '@goal-driven/core';
import { DataError } from '@goal-driven/core/arrays';
import type { Objective } from './SweepFile';

/**
 * The number that scores are reduced to: of those with the objective's metric and labels, the mean, median, least or
 * greatest. A score may have more labels than asked for. Labels are compared as text, so 3 and '3' are one.
 *
 * @returns as measured, in the score's own direction; NaN where one of the scores is
 * @throws DataError where no score fits, with the metrics, or the labels of the metric, that there were
 */
export function objectiveValue(scores: readonly Score[], objective: Objective): number {
  const { metric, labels, of, statistic } = objective;
  const named = scores.filter((score) => score.metric === metric);
  if (named.length === 0) {
    const known = [...new Set(scores.map((score) => score.metric))].sort().join(', ') || 'no scores';
    throw new DataError(`objectiveValue: there must be a score ${metric}, got ${known}`);
  }
  const fitting = named.filter((score) => fits(score, labels));
  if (fitting.length === 0) {
    const known = [...new Set(named.map((score) => described(score.labels)))].sort().join('; ');
    throw new DataError(`objectiveValue: a score ${metric} must have ${described(labels)}, got ${known}`);
  }
  const values = fitting.map((score) => score[of]);
  return values.some(Number.isNaN) ? NaN : statistics[statistic](values);
}

/** The sign under which every objective is to be minimised: -1 for those to be maximised. */
export const minimizedSign = ({ direction }: Pick<Objective, 'direction'>): 1 | -1 =>
  direction === 'minimize' ? 1 : -1;

/** What an objective is called in tables and figures: its metric, and the labels that it asks for. */
export function objectiveName({ metric, labels, of, statistic }: Objective): string {
  const asked = Object.entries(labels).map(([label, value]) => `${label}=${value}`);
  const name = asked.length === 0 ? metric : `${metric}[${asked.join(',')}]`;
  return `${statistic === 'mean' ? '' : `${statistic} `}${of === 'ceiled' ? 'ceiled ' : ''}${name}`;
}

const fits = (score: Score, labels: Objective['labels']): boolean =>
  Object.entries(labels).every(
    ([label, value]) => Object.hasOwn(score.labels, label) && String(score.labels[label]) === String(value),
  );

const described = (labels: Score['labels']): string =>
  Object.entries(labels)
    .map(([label, value]) => `${label}=${value}`)
    .join(',') || 'no labels';

const statistics = {
  mean: (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length,
  median: (values: readonly number[]) => {
    const sorted = [...values].sort((a, b) => a - b);
    const half = sorted.length / 2;
    return (sorted[Math.ceil(half) - 1]! + sorted[Math.floor(half)]!) / 2;
  },
  min: (values: readonly number[]) => Math.min(...values),
  max: (values: readonly number[]) => Math.max(...values),
};
