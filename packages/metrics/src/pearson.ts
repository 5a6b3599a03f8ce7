import { ndArray, ShapeError, type NdArray } from '@goal-driven/core/arrays';
import { column, columnsOf, requireFinite, requireSameRows, type Matrix } from './_matrix';

/**
 * Pearson's correlation of two variables, computed from centred values (two passes).
 *
 * @param x [n]
 * @param y [n]
 * @returns in [-1, 1]; NaN when x or y is constant (its maximum equals its minimum; the computed
 *   deviation of equal values need not be 0)
 * @throws ShapeError for different lengths or n < 2; DataError for an entry that is not finite
 */
export function pearson(x: NdArray, y: NdArray): number {
  requireFinite('pearson', 'x', x, 1);
  requireFinite('pearson', 'y', y, 1);
  if (x.values.length !== y.values.length || x.values.length < 2) {
    throw new ShapeError(
      `pearson: x and y must have one length of at least 2, got ${x.values.length} and ${y.values.length}`,
    );
  }
  return correlation(x.values, y.values);
}

/**
 * Pearson's correlation of each column with the column of the same index.
 *
 * @param a [n, columns]
 * @param b [n, columns]
 * @returns [columns]; NaN where either column is constant
 * @throws ShapeError when the shapes differ or n < 2
 */
export function columnCorrelations(a: Matrix, b: Matrix): NdArray {
  requireSameRows('columnCorrelations', ['a', a], ['b', b]);
  if (columnsOf(a) !== columnsOf(b)) {
    throw new ShapeError(
      `columnCorrelations: b must have the ${columnsOf(a)} columns of a, got ${columnsOf(b)}`,
    );
  }
  const values = Float64Array.from({ length: columnsOf(a) }, (_, c) =>
    correlation(column(a, c), column(b, c)),
  );
  return ndArray(values, [values.length]);
}

/** Pearson's correlation without checks; a constant vector gives NaN, and so does any NaN. */
export function correlation(x: Float64Array, y: Float64Array): number {
  if (isConstant(x) || isConstant(y)) return NaN;
  const [meanX, meanY] = [mean(x), mean(y)];
  let [xy, xx, yy] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    const [dx, dy] = [x[i]! - meanX, y[i]! - meanY];
    xy += dx * dy;
    xx += dx * dx;
    yy += dy * dy;
  }
  return Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
}

const isConstant = (values: Float64Array): boolean => values.every((value) => value === values[0]);

const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
