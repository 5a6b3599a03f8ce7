import { judgeCriterion, type ClaimResult, type Criterion, type Finding } from '@goal-driven/core';
import { formatNumber } from '@goal-driven/report';
import { formatTable } from './formatTable';

/** What came of a claim, for people: the verdict, and each criterion with what was found. */
export function verdictText({
  statement,
  criteria,
  findings,
  verdict = 'cannot be told',
}: ClaimResult): string {
  const rows = criteria.map((criterion) => {
    const found = findings.find(({ statistic }) => statistic === criterion.statistic)!; // `judge` saw to it
    return [
      criterion.meaning,
      foundText(found, criterion),
      boundText(criterion),
      judgeCriterion(criterion, found),
    ];
  });
  return `${statement}\n${verdict.toUpperCase()}\n${formatTable(rows)}`;
}

const boundText = (criterion: Criterion): string =>
  'above' in criterion ? `asked: above ${criterion.above}` : `asked: below ${criterion.below}`;

const foundText = ({ value, interval, level, n, against }: Finding, { unit }: Criterion): string =>
  `${formatNumber(value)}${unit === '1' ? '' : ` ${unit}`}, ${100 * level} % interval ${interval
    .map(formatNumber)
    .join(' to ')}, n ${n}${against === undefined ? '' : `, against ${against}`}`;
