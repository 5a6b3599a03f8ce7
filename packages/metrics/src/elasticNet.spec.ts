import { describe, expect, it } from 'vitest';
import { elasticNet, largestUsefulAlpha, lasso } from './elasticNet';
import { largestDifference, regressionExample, table } from './_fixtures';
import { ridge } from './ridge';

// Reference values: scikit-learn 1.2.1, Lasso and ElasticNet, on the data of _fixtures.
describe('elasticNet', () => {
  const { A, B, xt } = regressionExample();

  it('soft-thresholds one feature by hand: slope (1 - alpha n / sum x^2) of an exact line', () => {
    const { coefficients } = lasso(table([[-1], [0], [1]]), table([[-3], [0], [3]]), { alpha: 1 });
    expect(coefficients.values[0]).toBeCloseTo((6 - 3) / 2, 14);
  });

  it("stops in the sweep in which scikit-learn stops, with scikit-learn's coefficients", () => {
    const sparse = lasso(A, B, { alpha: 0.05 });
    expect(sparse.sweeps).toEqual([17, 17]);
    const byTarget = [
      0.878472288172, -0.51030025941, 1.4231228126, 0, -0.596394364413, 0.618363547854, 0, 0, 0, 0,
    ];
    expect(largestDifference(sparse.coefficients.values, byTarget)).toBeLessThan(1e-11);
    const mixed = elasticNet(A, B, { alpha: 0.05, l1Ratio: 0.5 });
    expect(mixed.sweeps).toEqual([9, 9]);
    expect(mixed.coefficients.values[0]).toBeCloseTo(0.857196881803, 11);
  });

  it('reaches the optimum when asked to', () => {
    const map = elasticNet(A, B, { alpha: 0.05, l1Ratio: 0.5, tolerance: 1e-14 });
    const predictions = [0.340437634961, 0.396748660474, 0.750343594931, 0.0438825035558];
    expect(largestDifference(map.predict(xt).values, predictions)).toBeLessThan(1e-9);
    expect(largestDifference(map.intercept, [0.212781485688, 0.218060879621])).toBeLessThan(1e-9);
  });

  it('is ridge where the absolute penalty vanishes', () => {
    const map = elasticNet(A, B, { alpha: 1 / 12, l1Ratio: 0, tolerance: 1e-15, maxSweeps: 100_000 });
    expect(
      largestDifference(map.predict(xt).values, [...ridge(A, B, { alpha: 1 }).predict(xt).values]),
    ).toBeLessThan(1e-7);
  });

  it('is all zeros from the largest useful alpha on, and not below', () => {
    const alphas = largestUsefulAlpha(A, B);
    expect(largestDifference(alphas, [0.181900497888, 0.123436296313])).toBeLessThan(1e-11);
    const [larger] = alphas;
    expect(lasso(A, B, { alpha: larger! }).coefficients.values.every((value) => value === 0)).toBe(true);
    expect(lasso(A, B, { alpha: larger! * 0.99 }).coefficients.values.some((value) => value !== 0)).toBe(
      true,
    );
  });

  it('says when it has not converged', () => {
    expect(() => lasso(A, B, { alpha: 1e-6, maxSweeps: 2 })).toThrow(
      /target 0 must converge within 2 sweeps/,
    );
    expect(() => elasticNet(A, B, { alpha: 1, l1Ratio: 2 })).toThrow(/l1Ratio must be in 0 \.\. 1, got 2/);
  });
});
