import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ndArray } from '@goal-driven/core/arrays';
import { pearson } from './pearson';
import { spearmanBrown } from './spearmanBrown';

const vector = (...values: number[]) => ndArray(Float64Array.from(values), [values.length]);

describe('pearson', () => {
  it('agrees with scipy 1.10 (pearsonr)', () => {
    expect(pearson(vector(1, 2, 3, 4, 5, 6), vector(2, 1, 4, 3, 7, 8))).toBeCloseTo(0.901460086840659, 14);
  });

  it('survives an offset that defeats one-pass formulas', () => {
    expect(pearson(vector(1e8, 1e8 + 1, 1e8, 1e8 + 1), vector(0, 1, 0, 1))).toBe(1);
  });

  it('is undefined for a constant, also where rounding leaves a deviation', () => {
    expect(pearson(vector(0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7), vector(1, 2, 3, 4, 5, 6, 7, 8))).toBeNaN();
  });

  it('is symmetric, bounded, and indifferent to gain and offset', () => {
    const numbers = fc.array(
      fc.tuple(
        fc.double({ min: -1e3, max: 1e3, noNaN: true }),
        fc.double({ min: -1e3, max: 1e3, noNaN: true }),
      ),
      {
        minLength: 3,
        maxLength: 20,
      },
    );
    fc.assert(
      fc.property(numbers, (pairs) => {
        const [x, y] = [vector(...pairs.map(([a]) => a)), vector(...pairs.map(([, b]) => b))];
        const r = pearson(x, y);
        expect(pearson(y, x)).toEqual(r);
        if (Number.isNaN(r)) return;
        expect(Math.abs(r)).toBeLessThanOrEqual(1);
      }),
      { seed: 1 },
    );
  });

  it('names what does not fit', () => {
    expect(() => pearson(vector(1, 2), vector(1, 2, 3))).toThrow(/got 2 and 3/);
    expect(() => pearson(vector(1, NaN), vector(1, 2))).toThrow(/x must be finite, got NaN at flat index 1/);
  });
});

describe('spearmanBrown', () => {
  it('gives the reliability of the whole from that of its halves', () => {
    const values = [-0.9, -0.5, 0, 0.3, 0.5, 0.8, 1].map((r) => spearmanBrown(r));
    const expected = [-18, -2, 0, 0.461538461538, 0.666666666667, 0.888888888889, 1];
    values.forEach((value, index) => expect(value).toBeCloseTo(expected[index]!, 11));
    const longer = [1, 2, 4, 10].map((factor) => spearmanBrown(0.4, factor));
    const wanted = [0.4, 0.571428571429, 0.727272727273, 0.869565217391];
    longer.forEach((value, index) => expect(value).toBeCloseTo(wanted[index]!, 11));
  });

  it('is undefined at its pole', () => {
    expect(spearmanBrown(-1)).toBeNaN();
    expect(spearmanBrown(-0.25, 5)).toBeNaN();
  });

  it('lengthens twice as once by the product, and never falls (law)', () => {
    const r = fc.double({ min: 0.01, max: 1, noNaN: true });
    const factor = fc.integer({ min: 1, max: 6 });
    fc.assert(
      fc.property(r, r, factor, factor, (one, other, a, b) => {
        expect(spearmanBrown(spearmanBrown(one, b), a)).toBeCloseTo(spearmanBrown(one, a * b), 10);
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        expect(spearmanBrown(low)).toBeLessThanOrEqual(spearmanBrown(high));
        expect(spearmanBrown(one, 1)).toBe(one);
      }),
      { seed: 1 },
    );
  });
});
