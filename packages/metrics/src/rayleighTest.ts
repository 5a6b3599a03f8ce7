import { DataError, ShapeError, type NdArray } from '@goal-driven/core/arrays';
import { requireSample, total } from './_vectors';

export type RayleighTest = {
  /** Length of the mean vector, 0 .. 1. */
  readonly length: number;
  /** `n length^2`. */
  readonly z: number;
  /** Of a uniform distribution, 0 .. 1. */
  readonly pValue: number;
  /** Number of angles, or the sum of their weights. */
  readonly n: number;
};

/**
 * Rayleigh's test that angles are spread evenly over the circle, against one preferred direction.
 *
 * `p = exp(sqrt(1 + 4 n + 4 (n^2 - R^2)) - (1 + 2 n))` with `R = n length`.
 *
 * @param angles  [n], rad; of spikes, say, or the centres of bins
 * @param weights [n], how often each was met, such as the spikes in each bin; 1 by default. Their sum counts as the
 *   number of observations: rates are no weights
 * @throws ShapeError for other axes, DataError for weights that are negative or all 0
 * @source Zar 1999, Biostatistical Analysis, equation 27.4; as in CircStat and opexebo
 */
export function rayleighTest(angles: NdArray, weights?: NdArray): RayleighTest {
  requireSample('rayleighTest', ['angles', angles], 1);
  if (weights !== undefined) {
    requireSample('rayleighTest', ['weights', weights], 1);
    if (weights.values.length !== angles.values.length) {
      throw new ShapeError(
        `rayleighTest: weights must be [${angles.values.length}] like angles, got [${weights.shape}]`,
      );
    }
    if (weights.values.some((weight) => weight < 0) || total(weights.values) === 0) {
      throw new DataError('rayleighTest: weights must not be negative, and one must be positive, got others');
    }
  }
  const weightOf = (index: number): number => weights?.values[index] ?? 1;
  let [x, y, n] = [0, 0, 0];
  angles.values.forEach((angle, index) => {
    x += weightOf(index) * Math.cos(angle);
    y += weightOf(index) * Math.sin(angle);
    n += weightOf(index);
  });
  const length = Math.min(1, Math.hypot(x, y) / n); // above 1 it is rounding
  const pValue = Math.exp(Math.sqrt(1 + 4 * n + 4 * n * n * (1 - length * length)) - (1 + 2 * n));
  return { length, z: n * length * length, pValue, n };
}
