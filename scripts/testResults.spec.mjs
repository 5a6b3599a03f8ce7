import { describe, expect, it } from 'vitest';
import { countTests, summaryLine } from './testResults.mjs';

const file = (status, ...statuses) => ({
  status,
  assertionResults: statuses.map((each) => ({ status: each })),
});

describe('countTests', () => {
  it('sums over files and packages', () => {
    const reports = [
      { testResults: [file('passed', 'passed', 'passed'), file('failed', 'passed', 'failed')] },
      { testResults: [file('passed', 'passed', 'skipped', 'todo')] },
    ];
    expect(countTests(reports)).toEqual({ passed: 4, failed: 1, skipped: 2 });
  });

  it('counts a file that could not be run as one failure', () => {
    expect(countTests([{ testResults: [file('failed')] }])).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
});

describe('summaryLine', () => {
  it('names skipped tests only where there are some', () => {
    expect(summaryLine({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed');
    expect(summaryLine({ passed: 3, failed: 1, skipped: 2 })).toBe('3 passed, 1 failed, 2 skipped');
  });
});
