import { describe, expect, it } from 'vitest';
import { ndArray } from '@goal-driven/core/arrays';
import { largestDifference, parkMiller, regressionExample, table } from './_fixtures';
import { ridge } from './ridge';

// Reference values: scikit-learn 1.2.1, Ridge, on the data of _fixtures.
describe('ridge', () => {
  const { A, B, xt } = regressionExample();

  it('shrinks one feature by hand: x = -1, 0, 1 and y = x with alpha 2 gives a slope of one half', () => {
    const { coefficients, intercept } = ridge(table([[-1], [0], [1]]), table([[4], [5], [6]]), { alpha: 2 });
    expect(coefficients.values[0]).toBeCloseTo(0.5, 14);
    expect(intercept[0]).toBeCloseTo(5, 14);
  });

  it('agrees with scikit-learn where samples outnumber features', () => {
    const map = ridge(A, B, { alpha: 1 });
    expect(largestDifference(map.intercept, [0.451370355992, 0.166301640963])).toBeLessThan(1e-11);
    const predictions = [0.468975569204, 0.361589039577, 0.818796706025, 0.00608444900874];
    expect(largestDifference(map.predict(xt).values, predictions)).toBeLessThan(1e-11);
  });

  it('agrees with scikit-learn where features outnumber samples', () => {
    const map = ridge(parkMiller(31, [6, 20]), parkMiller(32, [6, 2]), { alpha: 1 });
    const predictions = [0.160072733726, 0.371029748258, 0.432857109995, 0.749450858378];
    expect(largestDifference(map.predict(parkMiller(33, [2, 20])).values, predictions)).toBeLessThan(1e-11);
  });

  it('leaves the prediction alone when a constant feature is added', () => {
    const wider = ndArray(
      Float64Array.from({ length: 12 * 6 }, (_, at) =>
        at % 6 === 5 ? 7 : A.values[Math.floor(at / 6) * 5 + (at % 6)]!,
      ),
      [12, 6],
    );
    const rows = table([[...xt.values.slice(0, 5), 7]]);
    expect(ridge(wider, B, { alpha: 1 }).predict(rows).values[0]).toBeCloseTo(
      ridge(A, B, { alpha: 1 }).predict(xt).values[0]!,
      12,
    );
  });

  it('names what does not fit', () => {
    expect(() => ridge(A, table([[1]]), { alpha: 1 })).toThrow(
      /ridge: target must have the 12 rows of source, got 1/,
    );
    expect(() => ridge(A, B, { alpha: 0 })).toThrow(/alpha must be greater than 0, got 0/);
    expect(() => ridge(table([[NaN]]), table([[1]]), { alpha: 1 })).toThrow(
      /source must be finite, got NaN at flat index 0/,
    );
  });
});
