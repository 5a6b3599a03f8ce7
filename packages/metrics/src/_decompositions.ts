import { Matrix as MlMatrix, QrDecomposition, SingularValueDecomposition } from 'ml-matrix';
import { ndArray } from '@goal-driven/core/arrays';
import { columnsOf, multiply, multiplyFirstTransposed, rowsOf, transpose, type Matrix } from './_matrix';
import { symmetricEigen } from './_symmetricEigen';

export { symmetricEigen } from './_symmetricEigen';

export type SingularValues = {
  /** [rows, k], k = min(rows, columns) */
  readonly left: Matrix;
  /** Descending. */
  readonly values: Float64Array;
  /** [columns, k] */
  readonly right: Matrix;
};

/** Below this share of the largest, a singular value from squares has lost more than its last six digits. */
const SQUARABLE = 1e-3;

/**
 * The leading `count` singular values and vectors, all by default: `matrix = left diag(values) right^T`.
 *
 * Where those asked for are within 1e-3 of the largest, they come from the eigenvectors of the smaller table of
 * products, which is many times quicker and exact to 1e-10; else from the matrix itself.
 */
export function svd(matrix: Matrix, count = Math.min(rowsOf(matrix), columnsOf(matrix))): SingularValues {
  if (rowsOf(matrix) < columnsOf(matrix)) {
    const { left, values, right } = svd(transpose(matrix), count);
    return { left: right, values, right: left };
  }
  return fromProducts(matrix, count) ?? fromMatrix(matrix, count);
}

function fromProducts(matrix: Matrix, count: number): SingularValues | undefined {
  const { values: squares, vectors } = symmetricEigen(multiplyFirstTransposed(matrix, matrix));
  const values = squares.slice(0, count).map((square) => Math.sqrt(Math.max(square, 0)));
  if (!(values[count - 1]! > SQUARABLE * values[0]!)) return undefined;
  const right = leadingColumns(vectors, count);
  const left = multiply(matrix, right);
  left.values.forEach((value, at) => (left.values[at] = value / values[at % count]!));
  return { left, values, right };
}

function fromMatrix(matrix: Matrix, count: number): SingularValues {
  const result = new SingularValueDecomposition(toMl(matrix));
  return {
    left: fromMl(result.leftSingularVectors, count),
    values: Float64Array.from(result.diagonal).slice(0, count),
    right: fromMl(result.rightSingularVectors, count),
  };
}

/** The triangular factor of a matrix with at least as many rows as columns. */
export const triangularFactor = (matrix: Matrix): Matrix =>
  fromMl(new QrDecomposition(toMl(matrix)).upperTriangularMatrix, columnsOf(matrix));

/** The sum of singular values. */
export const nuclearNorm = (matrix: Matrix): number =>
  svd(matrix).values.reduce((sum, value) => sum + value, 0);

/** An orthonormal basis [rows, rank] of the columns' span; directions below 1e-10 of the largest are dropped. */
export function columnBasis(matrix: Matrix): Matrix {
  const { left, values } = svd(matrix);
  const rank = values.filter((value) => value > 1e-10 * values[0]!).length;
  return leadingColumns(left, rank);
}

export function leadingColumns(matrix: Matrix, count: number): Matrix {
  const [rows, columns] = [rowsOf(matrix), columnsOf(matrix)];
  const taken = new Float64Array(rows * count);
  for (let row = 0; row < rows; row++)
    taken.set(matrix.values.subarray(row * columns, row * columns + count), row * count);
  return ndArray(taken, [rows, count]);
}

const toMl = (matrix: Matrix): MlMatrix =>
  MlMatrix.from1DArray(rowsOf(matrix), columnsOf(matrix), matrix.values);

function fromMl(matrix: MlMatrix, columns: number): Matrix {
  const values = new Float64Array(matrix.rows * columns);
  for (let row = 0; row < matrix.rows; row++) {
    for (let c = 0; c < columns; c++) values[row * columns + c] = matrix.get(row, c);
  }
  return ndArray(values, [matrix.rows, columns]);
}
