import { describe, expect, it } from 'vitest';
import { judge, judgeCriterion, type Criterion } from './Claim';
import type { Finding } from './Finding';

const finding = (statistic: string, low: number, high: number): Finding => ({
  statistic,
  value: (low + high) / 2,
  interval: [low, high],
  level: 0.95,
  method: 'by hand',
  n: 3,
  seeds: [0, 1, 2],
});
const above: Criterion = { statistic: 'gap', meaning: 'a gap', unit: '1', above: 0.5 };
const below: Criterion = { statistic: 'ratio', meaning: 'a ratio', unit: '1', below: 1 };

describe('a criterion', () => {
  it.each([
    [0.6, 0.9, 'holds'],
    [0.5, 0.9, 'cannot be told'],
    [0.1, 0.9, 'cannot be told'],
    [0.1, 0.5, 'does not hold'],
    [0.1, 0.4, 'does not hold'],
    [NaN, NaN, 'cannot be told'],
  ])('above 0.5, for an interval from %d to %d: %s', (low, high, verdict) => {
    expect(judgeCriterion(above, finding('gap', low, high))).toBe(verdict);
  });

  it.each([
    [0.2, 0.9, 'holds'],
    [0.2, 1, 'cannot be told'],
    [1, 1.5, 'does not hold'],
    [-Infinity, Infinity, 'cannot be told'],
  ])('below 1, for an interval from %d to %d: %s', (low, high, verdict) => {
    expect(judgeCriterion(below, finding('ratio', low, high))).toBe(verdict);
  });
});

describe('a claim', () => {
  it('holds where all criteria are met, fails with one, and else cannot be told', () => {
    const [met, open, missed] = [finding('gap', 1, 2), finding('gap', 0, 2), finding('gap', 0, 0.1)];
    const good = finding('ratio', 0, 0.5);
    expect(judge([above, below], [met, good])).toBe('holds');
    expect(judge([above, below], [open, good])).toBe('cannot be told');
    expect(judge([above, below], [missed, good])).toBe('does not hold');
    expect(judge([above, below], [missed, finding('ratio', 0, 2)])).toBe('does not hold');
  });

  it('names a criterion without a finding, or with two', () => {
    expect(() => judge([above], [])).toThrow('judge: gap must be found once, got 0');
    const twice = [finding('gap', 1, 2), finding('gap', 1, 2)];
    expect(() => judge([above], twice)).toThrow('gap must be found once, got 2');
  });
});
