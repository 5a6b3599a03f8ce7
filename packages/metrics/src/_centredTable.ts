import { ndArray } from '@goal-driven/core/arrays';
import {
  across,
  columnsOf,
  compiled,
  compiledSymmetric,
  dotAt,
  minusRow,
  plain,
  rowsOf,
  type Matrix,
} from './_matrix';
import type { Operand, ProductSize } from './_operands';
import { isLargeProduct } from './_products';

/**
 * A table seen from its columns' means, `(table - means) factors`, without a copy of it: large products take the means
 * from each block as it is staged, others row by row.
 */
export type CentredTable = {
  readonly table: Matrix;
  /** [columns] */
  readonly means: Float64Array;
  /** [columns], 1 where there are none. */
  readonly factors?: Float64Array;
};

/** A table as it is. */
export const uncentred = (table: Matrix): CentredTable => ({
  table,
  means: new Float64Array(columnsOf(table)),
});

/** The table so changed, as a copy. */
export function materialised(x: CentredTable): Matrix {
  if (x.factors === undefined) return minusRow(x.table, x.means);
  const [rows, width] = [rowsOf(x.table), columnsOf(x.table)];
  const values = new Float64Array(rows * width);
  for (let row = 0; row < rows; row++) changeRow(x, row, values.subarray(row * width, (row + 1) * width));
  return ndArray(values, x.table.shape);
}

/** Writes a row, so changed, into `to` [columns]. */
export function changeRow({ table, means, factors }: CentredTable, row: number, to: Float64Array): void {
  const { values } = table;
  const width = means.length;
  const start = row * width;
  if (factors === undefined) for (let c = 0; c < width; c++) to[c] = values[start + c]! - means[c]!;
  else for (let c = 0; c < width; c++) to[c] = (values[start + c]! - means[c]!) * factors[c]!;
}

/** `x b` */
export function centredTimes(x: CentredTable, b: Matrix): Matrix {
  const size = { rows: rowsOf(x.table), columns: columnsOf(b), depth: columnsOf(x.table) };
  if (isLargeProduct(size)) return compiled(changed(plain(x.table), x), plain(b), size);
  const rowOf = rowsFrom(x);
  return byRows(size, size.rows, (i, product) => {
    const row = rowOf(i);
    for (let k = 0; k < size.depth; k++)
      addTimes(product, i * size.columns, {
        from: b.values,
        start: k * size.columns,
        count: size.columns,
        factor: row[k]!,
      });
  });
}

/** `x^T b` */
export const centredFirstTransposed = (x: CentredTable, b: Matrix): Matrix =>
  productsOfColumns(x, uncentred(b));

/** `x^T y` of tables with as many rows; half of it is computed where they are one. */
export function productsOfColumns(x: CentredTable, y: CentredTable): Matrix {
  const size = { rows: columnsOf(x.table), columns: columnsOf(y.table), depth: rowsOf(x.table) };
  const product = x === y ? compiledSymmetric : compiled;
  if (isLargeProduct(size)) return product(changed(across(x.table), x), changed(plain(y.table), y), size);
  const [rowOfX, rowOfY] = [rowsFrom(x), rowsFrom(y)];
  return byRows(size, size.depth, (k, values) => {
    const [left, right] = [rowOfX(k), rowOfY(k)];
    for (let i = 0; i < size.rows; i++)
      addTimes(values, i * size.columns, { from: right, start: 0, count: size.columns, factor: left[i]! });
  });
}

/** `x y^T` of tables with as many columns; half of it is computed where they are one. */
export function productsOfRows(x: CentredTable, y: CentredTable): Matrix {
  const size = { rows: rowsOf(x.table), columns: rowsOf(y.table), depth: columnsOf(x.table) };
  const product = x === y ? compiledSymmetric : compiled;
  if (isLargeProduct(size)) return product(changed(plain(x.table), x), changed(across(y.table), y), size);
  const { rows, columns, depth } = size;
  const turned = rows > columns;
  const few = materialised(turned ? y : x);
  const rowOf = rowsFrom(turned ? x : y);
  return byRows(size, Math.max(rows, columns), (many, values) => {
    const row = rowOf(many);
    for (let at = 0; at < Math.min(rows, columns); at++) {
      const place = turned ? many * columns + at : at * columns + many;
      values[place] = dotAt(few.values, at * depth, row, 0, depth);
    }
  });
}

const changed = (operand: Operand, x: CentredTable): Operand => ({ ...operand, change: x });

/** Gives a table's rows, so changed, each written over by the next. */
function rowsFrom(x: CentredTable): (row: number) => Float64Array {
  const to = new Float64Array(x.means.length);
  return (row) => {
    changeRow(x, row, to);
    return to;
  };
}

/** A product that row after row of a table adds to. */
function byRows(
  { rows, columns }: ProductSize,
  count: number,
  add: (row: number, product: Float64Array) => void,
): Matrix {
  const product = new Float64Array(rows * columns);
  for (let row = 0; row < count; row++) add(row, product);
  return ndArray(product, [rows, columns]);
}

type Multiple = {
  readonly from: Float64Array;
  readonly start: number;
  readonly count: number;
  readonly factor: number;
};

/** Adds a multiple of a row of `from` to the entries from `at` on, `count` of them. */
function addTimes(product: Float64Array, at: number, { from, start, count, factor }: Multiple): void {
  if (factor === 0) return;
  for (let j = 0; j < count; j++) product[at + j]! += factor * from[start + j]!;
}
