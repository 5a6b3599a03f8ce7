import {
  EigenvalueDecomposition,
  Matrix as MlMatrix,
  QrDecomposition,
  SingularValueDecomposition,
} from 'ml-matrix';
import { ndArray } from '@goal-driven/core/arrays';
import { columnsOf, rowsOf, transpose, type Matrix } from './_matrix';

export type SingularValues = {
  /** [rows, k], k = min(rows, columns) */
  readonly left: Matrix;
  /** Descending. */
  readonly values: Float64Array;
  /** [columns, k] */
  readonly right: Matrix;
};

/** `matrix = left diag(values) right^T`. */
export function svd(matrix: Matrix): SingularValues {
  if (rowsOf(matrix) < columnsOf(matrix)) {
    const { left, values, right } = svd(transpose(matrix));
    return { left: right, values, right: left };
  }
  const k = columnsOf(matrix);
  const result = new SingularValueDecomposition(toMl(matrix));
  return {
    left: fromMl(result.leftSingularVectors, k),
    values: Float64Array.from(result.diagonal).slice(0, k),
    right: fromMl(result.rightSingularVectors, k),
  };
}

export type Eigen = {
  /** Descending. */
  readonly values: Float64Array;
  /** [size, size], one eigenvector per column. */
  readonly vectors: Matrix;
};

/** Of a symmetric matrix. */
export function symmetricEigen(matrix: Matrix): Eigen {
  const size = rowsOf(matrix);
  const result = new EigenvalueDecomposition(toMl(matrix), { assumeSymmetric: true });
  const ascending = fromMl(result.eigenvectorMatrix, size);
  const values = Float64Array.from(result.realEigenvalues).reverse();
  const vectors = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let c = 0; c < size; c++) vectors[row * size + c] = ascending.values[row * size + size - 1 - c]!;
  }
  return { values, vectors: ndArray(vectors, [size, size]) };
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
