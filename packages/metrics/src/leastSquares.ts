import { constantColumns, withConstants } from './_columns';
import { leadingColumns, svd } from './_decompositions';
import {
  columnMeans,
  columnsOf,
  minusRow,
  multiply,
  requireFinite,
  requireSameRows,
  rowsOf,
  transpose,
  type Matrix,
} from './_matrix';
import type { LinearMap } from './LinearMap';
import { linearMap } from './_linearMap';

export type LeastSquares = LinearMap & {
  /** Directions of the centred source that count. */
  readonly rank: number;
};

/**
 * Ordinary least squares with an intercept: of all maps with the smallest squared error on the centred samples, the one
 * with the smallest coefficients. With more features than samples it goes through every sample.
 *
 * @param source X [samples, p]
 * @param target Y [samples, q]
 * @throws ShapeError for different numbers of samples, DataError for entries that are not finite
 * @source agrees with scikit-learn's LinearRegression
 * @differs singular values below `max(samples, p) eps` of the largest are dropped, as NumPy's `lstsq` does;
 *   scikit-learn keeps those above `eps`, among them what rounding leaves of a direction that is not there
 */
export function leastSquares(source: Matrix, target: Matrix): LeastSquares {
  requireFinite('leastSquares', 'source', source, 2);
  requireFinite('leastSquares', 'target', target, 2);
  requireSameRows('leastSquares', ['source', source], ['target', target]);
  const sourceMeans = columnMeans(source);
  const targetMeans = columnMeans(target);
  // The mean of equal numbers is off by its last bit; what that leaves is no direction.
  const silent = constantColumns(source).map((column) => ({ column, value: 0 }));
  const { left, values, right } = svd(withConstants(minusRow(source, sourceMeans), silent));
  const smallest = Math.max(rowsOf(source), columnsOf(source)) * Number.EPSILON * values[0]!;
  const rank = values.filter((value) => value > smallest).length;
  const scores = multiply(transpose(leadingColumns(left, rank)), minusRow(target, targetMeans));
  const targets = columnsOf(target);
  scores.values.forEach((score, at) => (scores.values[at] = score / values[Math.floor(at / targets)]!));
  const coefficients = multiply(leadingColumns(right, rank), scores);
  return { ...linearMap(coefficients, sourceMeans, targetMeans), rank };
}
