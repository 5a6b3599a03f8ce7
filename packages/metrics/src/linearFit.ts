import type { NdArray } from '@goal-driven/core/arrays';
import { meanOf, requireLevel, requirePair, squaredDeviations } from './_vectors';
import { studentT, symmetricPValue } from './distributions';

/** A number with its standard error and two-sided interval. */
export type Estimate = {
  readonly value: number;
  readonly standardError: number;
  readonly interval: readonly [low: number, high: number];
};

export type LinearFit = {
  /** In the unit of y per unit of x. */
  readonly slope: Estimate;
  /** The line at x = 0, in the unit of y. */
  readonly intercept: Estimate;
  /** Of the slope against 0, two-sided. */
  readonly pValue: number;
  /** Share of the variance of y accounted for; NaN where y does not vary. */
  readonly rSquared: number;
  /** Deviation of the residuals, n - 2 degrees of freedom. */
  readonly residualDeviation: number;
  /** Pairs. */
  readonly n: number;
  /** The line at x with the interval of the mean of y there. */
  readonly at: (x: number) => Estimate;
};

/**
 * Least-squares line `y = intercept + slope x` with intervals by Student's t: performance against the logarithm of a
 * model's size, of its training images.
 *
 * @param x [n], not constant
 * @param y [n], n >= 3
 * @returns slope and all else NaN for constant x
 * @source agrees with scipy.stats.linregress
 */
export function linearFit(
  x: NdArray,
  y: NdArray,
  { level = 0.95 }: { readonly level?: number } = {},
): LinearFit {
  requirePair('linearFit', ['x', x], ['y', y], 3);
  requireLevel('linearFit', level);
  const n = x.values.length;
  const [meanX, meanY] = [meanOf(x.values), meanOf(y.values)];
  const [sxx, syy] = [squaredDeviations(x.values) || NaN, squaredDeviations(y.values)];
  const sxy = x.values.reduce((sum, value, i) => sum + (value - meanX) * (y.values[i]! - meanY), 0);
  const slope = sxy / sxx;
  const residuals = y.values.reduce(
    (sum, value, i) => sum + (value - meanY - slope * (x.values[i]! - meanX)) ** 2,
    0,
  );
  const residualDeviation = Math.sqrt(residuals / (n - 2));
  const law = studentT(n - 2);
  const reach = law.quantile((1 + level) / 2);
  const estimate = (value: number, standardError: number): Estimate => ({
    value,
    standardError,
    interval: [value - reach * standardError, value + reach * standardError],
  });
  const at = (where: number): Estimate =>
    estimate(
      meanY + slope * (where - meanX),
      residualDeviation * Math.sqrt(1 / n + (where - meanX) ** 2 / sxx),
    );
  const slopeEstimate = estimate(slope, residualDeviation / Math.sqrt(sxx));
  return {
    slope: slopeEstimate,
    intercept: at(0),
    pValue: symmetricPValue(law, slope / slopeEstimate.standardError, 'twoSided'),
    rSquared: syy === 0 ? NaN : 1 - residuals / syy,
    residualDeviation,
    n,
    at,
  };
}
