import { describe, expect, it } from 'vitest';
import { countTests, failures, summaryLine } from './testResults.mjs';

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

describe('failures', () => {
  it('names each failed test with the first lines of why, and a file that could not be run', () => {
    const tests = [
      { status: 'passed', fullName: 'a sum is a sum' },
      {
        status: 'failed',
        fullName: 'a sum is associative',
        failureMessages: [Array.from({ length: 20 }, (_, line) => `line ${line}`).join('\n')],
      },
    ];
    const [failed, broken, ...more] = failures([
      { testResults: [{ name: 'sum.spec.ts', status: 'failed', assertionResults: tests }] },
      {
        testResults: [
          { name: 'own.spec.ts', status: 'failed', message: 'no such module', assertionResults: [] },
        ],
      },
      { testResults: [{ name: 'good.spec.ts', ...file('passed', 'passed') }] },
    ]);
    expect(failed).toMatch(/^sum\.spec\.ts > a sum is associative\n {4}line 0\n[^]* {4}line 11$/);
    expect(broken).toBe('own.spec.ts\n    no such module');
    expect(more).toEqual([]);
  });
});

describe('summaryLine', () => {
  it('names skipped tests only where there are some', () => {
    expect(summaryLine({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed');
    expect(summaryLine({ passed: 3, failed: 1, skipped: 2 })).toBe('3 passed, 1 failed, 2 skipped');
  });
});
