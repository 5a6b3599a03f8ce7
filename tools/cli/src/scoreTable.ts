import type { Score } from '@goal-driven/core';
import { aggregateScores, formatNumber } from '@goal-driven/report';
import { formatTable } from './formatTable';

/** The scores of a whole model, one line each, and below them the medians of those of single units. */
export function scoreTable(scores: readonly Score[]): string {
  const whole = scores.filter(({ labels }) => !Object.hasOwn(labels, 'unit'));
  const single = aggregateScores(scores.filter(({ labels }) => Object.hasOwn(labels, 'unit')));
  const wholeRows = whole.map((score) => [
    score.metric,
    formatNumber(score.value),
    unitOf(score.unit),
    labelsOf(score),
  ]);
  const singleRows = single.map(({ metric, median, unit, labels, count, undefinedCount }) => [
    metric,
    formatNumber(median),
    unitOf(unit),
    [`median of ${count} units`, ...(undefinedCount > 0 ? [`${undefinedCount} undefined`] : []), labels].join(
      ', ',
    ),
  ]);
  return formatTable([...wholeRows, ...singleRows], { right: [1] });
}

const labelsOf = ({ labels }: Score): string =>
  Object.entries(labels)
    .map(([name, value]) => `${name}: ${value}`)
    .join(', ');

/** A plain ratio has the unit 1, which nobody says. */
const unitOf = (unit: string): string => (unit === '1' ? '' : unit);
