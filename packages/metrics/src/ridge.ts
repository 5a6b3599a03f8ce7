import { CholeskyDecomposition, Matrix as MlMatrix } from 'ml-matrix';
import { ConfigError, ndArray } from '@goal-driven/core/arrays';
import {
  columnMeans,
  columnsOf,
  minusRow,
  multiply,
  multiplyTransposed,
  requireFinite,
  requireSameRows,
  rowsOf,
  transpose,
  type Matrix,
} from './_matrix';
import type { LinearMap } from './LinearMap';

export type RidgeOptions = {
  /** Penalty on the squared coefficients, > 0. The loss is a sum over samples, so it does not scale with n. */
  readonly alpha: number;
};

/**
 * Ridge regression with an unpenalised intercept: minimises `||Yc - Xc W||^2 + alpha ||W||^2` after
 * centring by the training means. Solved in the dual where features outnumber samples.
 *
 * @param source X [samples, p]
 * @param target Y [samples, q]
 * @throws ShapeError for different numbers of samples, DataError for entries that are not finite,
 *   ConfigError unless alpha > 0
 * @source Hoerl & Kennard 1970; agrees with scikit-learn's Ridge
 */
export function ridge(source: Matrix, target: Matrix, { alpha }: RidgeOptions): LinearMap {
  requireFinite('ridge', 'source', source, 2);
  requireFinite('ridge', 'target', target, 2);
  requireSameRows('ridge', ['source', source], ['target', target]);
  if (!(alpha > 0)) throw new ConfigError(`ridge: alpha must be greater than 0, got ${alpha}`);
  const sourceMeans = columnMeans(source);
  const targetMeans = columnMeans(target);
  const x = minusRow(source, sourceMeans);
  const y = minusRow(target, targetMeans);
  const coefficients = columnsOf(x) <= rowsOf(x) ? primal(x, y, alpha) : dual(x, y, alpha);
  return linearMap(coefficients, sourceMeans, targetMeans);
}

/** The map with these coefficients that takes the source's mean to the target's. */
export function linearMap(
  coefficients: Matrix,
  sourceMeans: Float64Array,
  targetMeans: Float64Array,
): LinearMap {
  const shift = multiply(ndArray(sourceMeans, [1, sourceMeans.length]), coefficients).values;
  const intercept = targetMeans.map((mean, target) => mean - shift[target]!);
  const predict = (source: Matrix): Matrix => {
    const product = multiply(source, coefficients);
    for (let index = 0; index < product.values.length; index++)
      product.values[index]! += intercept[index % intercept.length]!;
    return product;
  };
  return { coefficients, intercept, predict };
}

function primal(x: Matrix, y: Matrix, alpha: number): Matrix {
  const transposed = transpose(x);
  return solve(multiplyTransposed(transposed, transposed), multiply(transposed, y), alpha);
}

function dual(x: Matrix, y: Matrix, alpha: number): Matrix {
  return multiply(transpose(x), solve(multiplyTransposed(x, x), y, alpha));
}

/** The solution of `(gram + alpha I) w = right`. */
function solve(gram: Matrix, right: Matrix, alpha: number): Matrix {
  const size = rowsOf(gram);
  const system = MlMatrix.from1DArray(size, size, gram.values);
  for (let index = 0; index < size; index++) system.set(index, index, system.get(index, index) + alpha);
  const solution = new CholeskyDecomposition(system).solve(
    MlMatrix.from1DArray(size, columnsOf(right), right.values),
  );
  return ndArray(Float64Array.from(solution.to1DArray()), [size, columnsOf(right)]);
}
