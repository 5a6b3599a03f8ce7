import type { NdArray } from '@goal-driven/core/arrays';
import { requirePair, squaredDeviations } from './_vectors';

/**
 * Share of the variance that a prediction accounts for, `1 - SSE / SST`: at most 1, negative for one worse than the
 * mean. Not the squared correlation, which forgives gain and offset and which Brain-Score calls explained variance.
 *
 * @param actual [n]
 * @param predicted [n]
 * @returns NaN where `actual` is constant
 * @throws ShapeError for different lengths, DataError for an entry that is not finite
 * @differs scikit-learn's r2_score gives 1 or 0 for constant `actual`
 */
export function rSquared(actual: NdArray, predicted: NdArray): number {
  requirePair('rSquared', ['actual', actual], ['predicted', predicted], 1);
  const total = squaredDeviations(actual.values);
  return total === 0 ? NaN : 1 - squaredErrors(actual.values, predicted.values) / total;
}

/**
 * Mean squared difference of prediction and value, in the square of their unit.
 *
 * @param actual [n]
 * @param predicted [n]
 * @throws ShapeError for different lengths, DataError for an entry that is not finite
 */
export function meanSquaredError(actual: NdArray, predicted: NdArray): number {
  requirePair('meanSquaredError', ['actual', actual], ['predicted', predicted], 1);
  return squaredErrors(actual.values, predicted.values) / actual.values.length;
}

const squaredErrors = (a: Float64Array, b: Float64Array): number =>
  a.reduce((sum, value, at) => sum + (value - b[at]!) ** 2, 0);
