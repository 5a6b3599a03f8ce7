import { ndArray, ShapeError, DataError, type NdArray } from '@goal-driven/core/arrays';

/** A table of doubles, rows are samples. */
export type Matrix = NdArray;

export const rowsOf = (matrix: Matrix): number => matrix.shape[0]!;
export const columnsOf = (matrix: Matrix): number => matrix.shape[1]!;

/**
 * Checks at a public boundary: two axes, at least one row, every entry finite.
 *
 * @throws ShapeError for other axes, DataError naming the first entry that is not finite
 */
export function requireFinite(who: string, name: string, array: NdArray, axes: number): void {
  if (array.shape.length !== axes || array.shape.some((size) => size < 1)) {
    throw new ShapeError(`${who}: ${name} must have ${axes} axes of at least 1, got [${array.shape}]`);
  }
  const index = array.values.findIndex((value) => !Number.isFinite(value));
  if (index >= 0) {
    throw new DataError(`${who}: ${name} must be finite, got ${array.values[index]} at flat index ${index}`);
  }
}

/** @throws ShapeError when two tables differ in their number of rows */
export function requireSameRows(
  who: string,
  a: readonly [string, Matrix],
  b: readonly [string, Matrix],
): void {
  if (rowsOf(a[1]) !== rowsOf(b[1])) {
    throw new ShapeError(
      `${who}: ${b[0]} must have the ${rowsOf(a[1])} rows of ${a[0]}, got ${rowsOf(b[1])}`,
    );
  }
}

export const zeros = (rows: number, columns: number): Matrix =>
  ndArray(new Float64Array(rows * columns), [rows, columns]);

/** The rows of these indices, in this order. */
export function takeRows(matrix: Matrix, indices: ArrayLike<number>): Matrix {
  const columns = columnsOf(matrix);
  const taken = new Float64Array(indices.length * columns);
  for (let row = 0; row < indices.length; row++) {
    const start = indices[row]! * columns;
    taken.set(matrix.values.subarray(start, start + columns), row * columns);
  }
  return ndArray(taken, [indices.length, columns]);
}

export function column(matrix: Matrix, index: number): Float64Array {
  const columns = columnsOf(matrix);
  return Float64Array.from({ length: rowsOf(matrix) }, (_, row) => matrix.values[row * columns + index]!);
}

export function columnMeans(matrix: Matrix): Float64Array {
  const [rows, columns] = [rowsOf(matrix), columnsOf(matrix)];
  const means = new Float64Array(columns);
  for (let row = 0, at = 0; row < rows; row++) {
    for (let c = 0; c < columns; c++) means[c]! += matrix.values[at++]!;
  }
  return means.map((sum) => sum / rows);
}

/** Every row minus the same row of offsets. */
export function minusRow(matrix: Matrix, offsets: Float64Array): Matrix {
  const columns = columnsOf(matrix);
  const values = new Float64Array(matrix.values.length);
  for (let start = 0; start < values.length; start += columns) {
    for (let c = 0; c < columns; c++) values[start + c] = matrix.values[start + c]! - offsets[c]!;
  }
  return { values, shape: matrix.shape };
}

export function transpose(matrix: Matrix): Matrix {
  const [rows, columns] = [rowsOf(matrix), columnsOf(matrix)];
  const values = new Float64Array(rows * columns);
  for (let row = 0, at = 0; row < rows; row++) {
    for (let c = 0; c < columns; c++) values[c * rows + row] = matrix.values[at++]!;
  }
  return ndArray(values, [columns, rows]);
}

/** `a` [m, k] times `b` [k, n]: row by row, so that the inner loop walks both in memory order. */
export function multiply(a: Matrix, b: Matrix): Matrix {
  const [rows, inner, columns] = [rowsOf(a), columnsOf(a), columnsOf(b)];
  const product = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    const out = product.subarray(i * columns, (i + 1) * columns);
    for (let k = 0; k < inner; k++) {
      const factor = a.values[i * inner + k]!;
      if (factor === 0) continue;
      const start = k * columns;
      for (let j = 0; j < columns; j++) out[j]! += factor * b.values[start + j]!;
    }
  }
  return ndArray(product, [rows, columns]);
}

/** `a` [m, k] times the transpose of `b` [n, k]. */
export function multiplyTransposed(a: Matrix, b: Matrix): Matrix {
  const [rows, inner, columns] = [rowsOf(a), columnsOf(a), rowsOf(b)];
  const product = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++)
      product[i * columns + j] = dotAt(a.values, i * inner, b.values, j * inner, inner);
  }
  return ndArray(product, [rows, columns]);
}

/** Four running sums: quicker, and rounding grows slower than in one. */
export function dotAt(
  a: Float64Array,
  aStart: number,
  b: Float64Array,
  bStart: number,
  count: number,
): number {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  const whole = count - (count % 4);
  for (let k = 0; k < whole; k += 4) {
    s0 += a[aStart + k]! * b[bStart + k]!;
    s1 += a[aStart + k + 1]! * b[bStart + k + 1]!;
    s2 += a[aStart + k + 2]! * b[bStart + k + 2]!;
    s3 += a[aStart + k + 3]! * b[bStart + k + 3]!;
  }
  for (let k = whole; k < count; k++) s0 += a[aStart + k]! * b[bStart + k]!;
  return s0 + s1 + (s2 + s3);
}

export const dot = (a: Float64Array, b: Float64Array): number => dotAt(a, 0, b, 0, a.length);
