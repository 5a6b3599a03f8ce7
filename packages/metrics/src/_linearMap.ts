import { ndArray } from '@goal-driven/core/arrays';
import type { LinearMap } from './LinearMap';
import { centredFirstTransposed, productsOfRows, uncentred, type CentredTable } from './_centredTable';
import { columnsOf, multiply, rowsOf, type Matrix } from './_matrix';

/** The map with these coefficients that takes the source's mean to the target's. */
export function linearMap(
  coefficients: Matrix,
  sourceMeans: Float64Array,
  targetMeans: Float64Array,
): LinearMap {
  const shift = multiply(ndArray(sourceMeans, [1, sourceMeans.length]), coefficients).values;
  const intercept = targetMeans.map((mean, target) => mean - shift[target]!);
  const predict = (source: Matrix): Matrix => plusRow(multiply(source, coefficients), intercept);
  return { coefficients, intercept, predict };
}

/**
 * The same from factors: its coefficients are `left^T right`, [p, q], a table far larger than either, which is made when
 * it is asked for, or when so many samples are to be predicted that it pays.
 *
 * @param left  [k, p], which must stay as it is
 * @param right [k, q]
 */
export function factoredMap(
  left: CentredTable,
  right: Matrix,
  [sourceMeans, targetMeans]: readonly [Float64Array, Float64Array],
): LinearMap {
  const means = ndArray(sourceMeans, [1, sourceMeans.length]);
  const shift = multiply(productsOfRows(uncentred(means), left), right).values;
  const intercept = targetMeans.map((mean, target) => mean - shift[target]!);
  let known: Matrix | undefined;
  const coefficients = () => (known ??= centredFirstTransposed(left, right));
  const [k, p, q] = [rowsOf(left.table), columnsOf(left.table), columnsOf(right)];
  return {
    get coefficients() {
      return coefficients();
    },
    intercept,
    predict: (source) => {
      const samples = rowsOf(source);
      if (known !== undefined || samples * k * (p + q) > p * q * (k + samples))
        return plusRow(multiply(source, coefficients()), intercept);
      return plusRow(
        multiply(productsOfRows({ table: source, means: sourceMeans }, left), right),
        targetMeans,
      );
    },
  };
}

/** A map with more to it; not by spreading, which would compute the coefficients. */
export const withMap = <More extends object>(map: LinearMap, more: More): LinearMap & More =>
  Object.defineProperties({ ...more }, Object.getOwnPropertyDescriptors(map)) as LinearMap & More;

function plusRow(matrix: Matrix, offsets: Float64Array): Matrix {
  const columns = offsets.length;
  for (let start = 0; start < matrix.values.length; start += columns) {
    for (let c = 0; c < columns; c++) matrix.values[start + c]! += offsets[c]!;
  }
  return matrix;
}
