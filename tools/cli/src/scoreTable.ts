import type { Score } from '@goal-driven/core';
import { aggregateScores, formatNumber, isAlike, labelsOf, sharedLabels } from '@goal-driven/report';
import { formatTable } from './formatTable';

/** The scores of a whole model, one line each, and below them the medians of those of single units, cells or seeds. */
export function scoreTable(scores: readonly Score[]): string {
  const shared = sharedLabels(scores);
  const whole = scores.filter((score) => !isAlike(score));
  const single = aggregateScores(scores.filter(isAlike), shared);
  const wholeRows = whole.map((score) => [
    score.metric,
    formatNumber(score.value),
    unitOf(score.unit),
    labelsOf(score, shared),
  ]);
  const singleRows = single.map(({ metric, median, unit, labels, of, count, undefinedCount }) => [
    metric,
    formatNumber(median),
    unitOf(unit),
    [
      `median of ${count} ${of}`,
      ...(undefinedCount > 0 ? [`${undefinedCount} undefined`] : []),
      ...(labels === '' ? [] : [labels]),
    ].join(', '),
  ]);
  const all = labelsOf({ labels: shared });
  const head = all === '' ? '' : `${all}\n`;
  return `${head}${formatTable([...wholeRows, ...singleRows], { right: [1] })}`;
}

/** A plain ratio has the unit 1, which nobody says. */
const unitOf = (unit: string): string => (unit === '1' ? '' : unit);
