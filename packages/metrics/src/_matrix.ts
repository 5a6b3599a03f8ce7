import { ndArray, ShapeError, DataError, type NdArray } from '@goal-driven/core/arrays';
import type { Operand, ProductSize } from './_operands';
import { isLargeProduct, multiplyInto } from './_products';

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
  let index = 0;
  while (index < array.values.length && Number.isFinite(array.values[index])) index++;
  if (index < array.values.length) {
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

/** Checks source and target of a map. */
export function requireTables(who: string, source: Matrix, target: Matrix): void {
  requireFinite(who, 'source', source, 2);
  requireFinite(who, 'target', target, 2);
  requireSameRows(who, ['source', source], ['target', target]);
}

export const zeros = (rows: number, columns: number): Matrix =>
  ndArray(new Float64Array(rows * columns), [rows, columns]);

/** The rows of these indices, in this order: [samples, columns] -> [indices, columns]. */
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
  const { values } = matrix;
  for (let row = 0, at = 0; row < rows; row++) for (let c = 0; c < columns; c++) means[c]! += values[at++]!;
  return means.map((sum) => sum / rows);
}

/** Every row minus the same row of offsets. */
export function minusRow(matrix: Matrix, offsets: Float64Array): Matrix {
  const copy = { values: matrix.values.slice(), shape: matrix.shape };
  subtractRow(copy, offsets);
  return copy;
}

/** The same in place. */
export function subtractRow({ values }: Matrix, offsets: Float64Array): void {
  const columns = offsets.length;
  for (let start = 0; start < values.length; start += columns)
    for (let c = 0; c < columns; c++) values[start + c]! -= offsets[c]!;
}

export function transpose(matrix: Matrix): Matrix {
  const [rows, columns] = [rowsOf(matrix), columnsOf(matrix)];
  const values = new Float64Array(rows * columns);
  for (let row = 0, at = 0; row < rows; row++) {
    for (let c = 0; c < columns; c++) values[c * rows + row] = matrix.values[at++]!;
  }
  return ndArray(values, [columns, rows]);
}

/** `a` [m, k] times `b` [k, n]. */
export function multiply(a: Matrix, b: Matrix): Matrix {
  const size = { rows: rowsOf(a), columns: columnsOf(b), depth: columnsOf(a) };
  if (isLargeProduct(size)) return compiled(plain(a), plain(b), size);
  // Row by row, so that the inner loop walks both in memory order.
  const product = new Float64Array(size.rows * size.columns);
  for (let i = 0; i < size.rows; i++) {
    for (let k = 0; k < size.depth; k++)
      addRow(product, i * size.columns, a.values[i * size.depth + k]!, b, k);
  }
  return ndArray(product, [size.rows, size.columns]);
}

/** The transpose of `a` [k, m] times `b` [k, n], without a copy of either. */
export function multiplyFirstTransposed(a: Matrix, b: Matrix): Matrix {
  const size = { rows: columnsOf(a), columns: columnsOf(b), depth: rowsOf(a) };
  if (isLargeProduct(size))
    return a === b ? compiledSymmetric(across(a), plain(a), size) : compiled(across(a), plain(b), size);
  const product = new Float64Array(size.rows * size.columns);
  for (let k = 0; k < size.depth; k++) {
    for (let i = 0; i < size.rows; i++) addRow(product, i * size.columns, a.values[k * size.rows + i]!, b, k);
  }
  return ndArray(product, [size.rows, size.columns]);
}

/** `a` [m, k] times the transpose of `b` [n, k]. */
export function multiplyTransposed(a: Matrix, b: Matrix): Matrix {
  const size = { rows: rowsOf(a), columns: rowsOf(b), depth: columnsOf(a) };
  if (isLargeProduct(size))
    return a === b ? compiledSymmetric(plain(a), across(a), size) : compiled(plain(a), across(b), size);
  const { rows, columns, depth } = size;
  const product = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++)
      product[i * columns + j] = dotAt(a.values, i * depth, b.values, j * depth, depth);
  }
  return ndArray(product, [rows, columns]);
}

function addRow(product: Float64Array, at: number, factor: number, b: Matrix, row: number): void {
  if (factor === 0) return;
  const columns = columnsOf(b);
  const start = row * columns;
  for (let j = 0; j < columns; j++) product[at + j]! += factor * b.values[start + j]!;
}

/** A table as an operand, and its transpose. */
export const plain = ({ values, shape }: Matrix): Operand => ({
  values,
  start: 0,
  row: shape[1]!,
  column: 1,
});
export const across = ({ values, shape }: Matrix): Operand => ({
  values,
  start: 0,
  row: 1,
  column: shape[1]!,
});

/** `a b`, large. */
export function compiled(a: Operand, b: Operand, size: ProductSize): Matrix {
  const values = new Float64Array(size.rows * size.columns);
  multiplyInto({ values, start: 0, row: size.columns }, a, b, size);
  return ndArray(values, [size.rows, size.columns]);
}

/** The same where it is symmetric: computes the upper half and copies it to the lower. */
export function compiledSymmetric(a: Operand, b: Operand, size: ProductSize): Matrix {
  const n = size.rows;
  const values = new Float64Array(n * n);
  multiplyInto({ values, start: 0, row: n }, a, b, { ...size, diagonal: 0 });
  mirrorUpper(values, n);
  return ndArray(values, [n, n]);
}

const TILE = 32;

/** Copies the upper half of a table [n, n] to the lower, tile by tile: whole columns leave the cache. */
export function mirrorUpper(values: Float64Array, n: number): void {
  for (let top = 0; top < n; top += TILE) {
    const bottom = Math.min(n, top + TILE);
    for (let left = top; left < n; left += TILE) {
      const right = Math.min(n, left + TILE);
      for (let i = top; i < bottom; i++)
        for (let j = Math.max(left, i + 1); j < right; j++) values[j * n + i] = values[i * n + j]!;
    }
  }
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
