import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ShapeError } from '@goal-driven/core/arrays';
import { table, vector } from './_fixtures';
import { columnCorrelations, correlation, pearson } from './pearson';
import { spearmanBrown } from './spearmanBrown';

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

  it('is symmetric and bounded', () => {
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

  it('is indifferent to gain and offset, but for the sign of the gain', () => {
    const whole = fc.integer({ min: -1000, max: 1000 });
    fc.assert(
      fc.property(fc.array(fc.tuple(whole, whole), { minLength: 3, maxLength: 20 }), (pairs) => {
        const [x, y] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
        const r = pearson(vector(...x), vector(...y));
        if (Number.isNaN(r)) return;
        expect(pearson(vector(...x.map((value) => 3 * value + 7)), vector(...y))).toBeCloseTo(r, 12);
        expect(pearson(vector(...x), vector(...y.map((value) => 5 - value / 3)))).toBeCloseTo(-r, 12);
      }),
      { seed: 1 },
    );
  });

  it('is 1 of a variable and itself, never more by rounding, and -1 of its negative', () => {
    for (let n = 2; n < 60; n++) {
      const x = Float64Array.from({ length: n }, (_, at) => Math.sin(at * at + 0.1));
      expect(correlation(x, x)).toBeLessThanOrEqual(1);
      expect(correlation(x, x)).toBeCloseTo(1, 14);
      const negative = x.map((value) => -3 * value);
      expect(correlation(x, negative)).toBeGreaterThanOrEqual(-1);
      expect(correlation(x, negative)).toBeCloseTo(-1, 14);
    }
  });

  it('is of two values at least, and undefined where one of them is', () => {
    expect(pearson(vector(1, 2), vector(5, 3))).toBe(-1);
    expect(() => pearson(vector(1), vector(1))).toThrow(/one length of at least 2, got 1 and 1/);
    expect(correlation(Float64Array.of(1, NaN, 2), Float64Array.of(1, 2, 3))).toBeNaN();
    expect(correlation(Float64Array.of(1, 2, 3), Float64Array.of(5, 5, 5))).toBeNaN();
  });

  it('names what does not fit', () => {
    expect(() => pearson(vector(1, 2), vector(1, 2, 3))).toThrow(/got 2 and 3/);
    expect(() => pearson(vector(1, 2), vector(1, 2, 3))).toThrow(ShapeError);
    expect(() => pearson(vector(1, NaN), vector(1, 2))).toThrow(
      /pearson: x must be finite, got NaN at flat index 1/,
    );
    expect(() => pearson(vector(1, 2), vector(Infinity, 2))).toThrow(
      /pearson: y must be finite, got Infinity at flat index 0/,
    );
    expect(() => pearson(table([[1, 2]]), vector(1, 2))).toThrow(/pearson: x must have 1 axes/);
    expect(() => pearson(vector(1, 2), table([[1, 2]]))).toThrow(/pearson: y must have 1 axes/);
  });
});

describe('columnCorrelations', () => {
  it('correlates each column with its like, without a value for one that is constant', () => {
    const a = table([
      [1, 1, 0, 2],
      [2, 2, 0, 2],
      [3, 4, 0, 2],
    ]);
    const b = table([
      [2, 3, 1, 1],
      [4, 2, 5, 2],
      [6, 1, 6, 5],
    ]);
    const { values, shape } = columnCorrelations(a, b);
    expect(shape).toEqual([4]);
    // (1, 2, 4) and (3, 2, 1): deviations (-4, -1, 5) / 3 and (1, 0, -1).
    expect([...values]).toEqual([1, expect.closeTo(-3 / Math.sqrt((42 / 9) * 2), 14), NaN, NaN]);
  });

  it('names what does not fit', () => {
    const of = (rows: number, columns: number) =>
      table(Array.from({ length: rows }, () => Array<number>(columns).fill(1)));
    expect(() => columnCorrelations(of(3, 2), of(2, 2))).toThrow(
      /columnCorrelations: b must have the 3 rows of a, got 2/,
    );
    expect(() => columnCorrelations(of(3, 2), of(3, 1))).toThrow(
      /columnCorrelations: b must have the 2 columns of a, got 1/,
    );
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
