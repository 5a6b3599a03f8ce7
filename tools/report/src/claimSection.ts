import { judgeCriterion, type ClaimResult, type Criterion, type Finding } from '@goal-driven/core';
import { formatNumber } from './formatNumber';
import { safe, type Html } from './Html';
import type { ReportRun } from './ReportRun';

/** What each run that tested a claim says of it: verdict, protocol, and every criterion with what was found. */
export const claimSection = (runs: readonly ReportRun[]): readonly Html[] =>
  runs.flatMap(({ claim, name }) =>
    claim === undefined
      ? []
      : safe`<section class="claim">
          <h2>Verdict: ${claim.verdict ?? 'none yet'}${runs.length > 1 ? `: ${name}` : ''}</h2>
          <p class="statement">${claim.statement}</p>
          <p>${claim.protocol}</p>
          ${criteria(claim)}
        </section>`,
  );

const heading = ['what decides', 'asked', 'found', 'interval', 'n', 'verdict'];

function criteria({ criteria: all, findings }: ClaimResult): Html {
  return safe`<div class="scroll">
    <table>
      <thead>
        <tr>
          ${heading.map((name) => safe`<th scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${all.map((criterion) => row(criterion, findings))}
      </tbody>
    </table>
  </div>`;
}

function row(criterion: Criterion, findings: readonly Finding[]): Html {
  const finding = findings.find(({ statistic }) => statistic === criterion.statistic);
  const unit = criterion.unit === '1' ? '' : ` ${criterion.unit}`;
  const cells = [
    criterion.meaning,
    'above' in criterion ? `above ${criterion.above}${unit}` : `below ${criterion.below}${unit}`,
    ...(finding === undefined ? ['', '', '', 'not found yet'] : foundCells(finding, criterion, unit)),
  ];
  return safe`<tr>
    ${cells.map((cell) => safe`<td>${cell}</td>`)}
  </tr>`;
}

function foundCells(finding: Finding, criterion: Criterion, unit: string): string[] {
  const { value, interval, level, method, n, seeds, against } = finding;
  return [
    `${formatNumber(value)}${unit}${against === undefined ? '' : `, against ${against}`}`,
    `${interval.map(formatNumber).join(' to ')} (${100 * level} %, ${method})`,
    `${n}; seeds ${seeds.join(', ')}`,
    judgeCriterion(criterion, finding),
  ];
}
