import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wilsonInterval } from './wilsonInterval';

describe('wilsonInterval', () => {
  it.each([
    // By hand, z^2 = 3.841459: of 0 the interval is 0 .. z^2 / (n + z^2).
    [0, 10, 0, 3.8414588206941254 / 13.8414588206941254],
    // scipy 1.17.1, binomtest(count, n).proportion_ci(method='wilson')
    [10, 10, 0.7224672001371109, 1],
    [5, 10, 0.236593090512564, 0.7634069094874361],
    [37, 200, 0.13730192800616045, 0.24457062761151752],
  ])('of %d of %d is %d .. %d', (count, n, low, high) => {
    const interval = wilsonInterval(count, n);
    expect(interval[0]).toBeCloseTo(low, 14);
    expect(interval[1]).toBeCloseTo(high, 14);
  });

  it('has ends from which the share is 1.96 standard errors away', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 500 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, part) => {
        const count = Math.min(n - 1, Math.max(1, Math.round(part * n)));
        for (const end of wilsonInterval(count, n)) {
          expect(end > 0 && end < 1).toBe(true);
          expect(Math.abs(count / n - end) / Math.sqrt((end * (1 - end)) / n)).toBeCloseTo(
            1.959963984540054,
            8,
          );
        }
        const [low, high] = wilsonInterval(count, n);
        const mirrored = wilsonInterval(n - count, n);
        expect(low).toBeCloseTo(1 - mirrored[1], 12);
        expect(high).toBeCloseTo(1 - mirrored[0], 12);
      }),
    );
  });

  it('is undefined for none of none, and refuses what is no count', () => {
    expect(wilsonInterval(0, 0)).toEqual([NaN, NaN]);
    for (const [count, n] of [
      [3, 2],
      [-1, 2],
      [0.5, 2],
      [1, NaN],
    ] as const)
      expect(() => wilsonInterval(count, n)).toThrow(/count must be a whole number in 0 \.\. n/);
  });
});
