import { ndArray } from '@goal-driven/core/arrays';
import { column, columnsOf, rowsOf, type Matrix } from './_matrix';

/** These columns, in this order. */
export function takeColumns(matrix: Matrix, columns: ArrayLike<number>): Matrix {
  const [rows, width, count] = [rowsOf(matrix), columnsOf(matrix), columns.length];
  const values = new Float64Array(rows * count);
  for (let row = 0, at = 0; row < rows; row++) {
    for (let c = 0; c < count; c++) values[at++] = matrix.values[row * width + columns[c]!]!;
  }
  return ndArray(values, [rows, count]);
}

/** Tables of as many rows, side by side. */
export function sideBySide(tables: readonly Matrix[]): Matrix {
  const rows = rowsOf(tables[0]!);
  const width = tables.reduce((sum, table) => sum + columnsOf(table), 0);
  const values = new Float64Array(rows * width);
  let start = 0;
  for (const table of tables) {
    const columns = columnsOf(table);
    for (let row = 0; row < rows; row++) {
      values.set(table.values.subarray(row * columns, (row + 1) * columns), row * width + start);
    }
    start += columns;
  }
  return ndArray(values, [rows, width]);
}

/** Indices of columns that hold one value in every row. */
export const constantColumns = (matrix: Matrix): number[] =>
  Array.from({ length: columnsOf(matrix) }, (_, c) => c).filter((c) => {
    const first = matrix.values[c];
    for (let at = c; at < matrix.values.length; at += columnsOf(matrix)) {
      if (matrix.values[at] !== first) return false;
    }
    return true;
  });

/** A copy in which each of these columns holds one value; the table itself where there are none. */
export function withConstants(
  matrix: Matrix,
  constants: readonly { readonly column: number; readonly value: number }[],
): Matrix {
  if (constants.length === 0) return matrix;
  const values = matrix.values.slice();
  for (const { column: at, value } of constants) {
    for (let index = at; index < values.length; index += columnsOf(matrix)) values[index] = value;
  }
  return ndArray(values, matrix.shape);
}

/** Column `index` as a table of one column. */
export const oneColumn = (matrix: Matrix, index: number): Matrix =>
  ndArray(column(matrix, index), [rowsOf(matrix), 1]);
