import { ndArray } from '@goal-driven/core/arrays';
import { columnsOf, rowsOf, type Matrix } from './_matrix';
import type { Operand } from './_operands';
import { productInto } from './_products';

/** Rows that are finished together. */
const BLOCK = 48;

/**
 * The solution X [n, m] of `(A + shift I) X = right`, by Cholesky's factor; `undefined` where the sum is not positive
 * definite to rounding.
 *
 * @param symmetric A [n, n], of which the upper half is read
 */
export function choleskySolve(symmetric: Matrix, right: Matrix, shift = 0): Matrix | undefined {
  const n = rowsOf(symmetric);
  const factor = symmetric.values.slice();
  for (let i = 0; i < n; i++) factor[i * n + i]! += shift;
  if (!factorise(factor, n)) return undefined;
  const solution = right.values.slice();
  forward(factor, solution, n, columnsOf(right));
  backward(factor, solution, n, columnsOf(right));
  return ndArray(solution, right.shape);
}

/** Replaces the upper half by R of `A = R^T R`, block of rows by block of rows; false for a pivot that is not positive. */
function factorise(values: Float64Array, n: number): boolean {
  const panel = new Float64Array(BLOCK * n);
  for (let top = 0; top < n; top += BLOCK) {
    const bottom = Math.min(n, top + BLOCK);
    const wide = n - top;
    const [above, size] = [
      { values, start: top },
      { rows: bottom - top, columns: wide, depth: top },
    ];
    productInto(
      { values: panel, start: 0, row: wide },
      { ...above, row: 1, column: n },
      { ...above, row: n, column: 1 },
      { ...size, diagonal: 0 },
    );
    for (let i = top; i < bottom; i++) {
      for (let j = i; j < n; j++) values[i * n + j]! -= panel[(i - top) * wide + j - top]!;
      for (let k = top; k < i; k++) {
        const factor = values[k * n + i]!;
        for (let j = i; j < n; j++) values[i * n + j]! -= factor * values[k * n + j]!;
      }
      const pivot = values[i * n + i]!;
      if (!(pivot > 0)) return false;
      const root = Math.sqrt(pivot);
      for (let j = i; j < n; j++) values[i * n + j]! /= root;
    }
  }
  return true;
}

/** Replaces the right side B by that of `R^T Y = B`. */
function forward(factor: Float64Array, values: Float64Array, n: number, columns: number): void {
  for (let top = 0; top < n; top += BLOCK) {
    const bottom = Math.min(n, top + BLOCK);
    const above: Operand = { values: factor, start: top, row: 1, column: n };
    subtractProduct(values, columns, above, { top, bottom, from: 0, to: top });
    for (let i = top; i < bottom; i++) {
      for (let k = top; k < i; k++) subtractRow(values, columns, { i, k, factor: factor[k * n + i]! });
      divideRow(values, columns, i, factor[i * n + i]!);
    }
  }
}

/** Replaces Y by the solution of `R X = Y`. */
function backward(factor: Float64Array, values: Float64Array, n: number, columns: number): void {
  for (let top = n - 1 - ((n - 1) % BLOCK); top >= 0; top -= BLOCK) {
    const bottom = Math.min(n, top + BLOCK);
    const beside: Operand = { values: factor, start: top * n + bottom, row: n, column: 1 };
    subtractProduct(values, columns, beside, { top, bottom, from: bottom, to: n });
    for (let i = bottom - 1; i >= top; i--) {
      for (let k = i + 1; k < bottom; k++) subtractRow(values, columns, { i, k, factor: factor[i * n + k]! });
      divideRow(values, columns, i, factor[i * n + i]!);
    }
  }
}

type Span = { readonly top: number; readonly bottom: number; readonly from: number; readonly to: number };

/** Rows top .. bottom less `left` times rows from .. to. */
function subtractProduct(values: Float64Array, columns: number, left: Operand, span: Span): void {
  const [rows, depth] = [span.bottom - span.top, span.to - span.from];
  const product = new Float64Array(rows * columns);
  const below: Operand = { values, start: span.from * columns, row: columns, column: 1 };
  productInto({ values: product, start: 0, row: columns }, left, below, { rows, columns, depth });
  const start = span.top * columns;
  for (let at = 0; at < product.length; at++) values[start + at]! -= product[at]!;
}

function subtractRow(
  values: Float64Array,
  columns: number,
  { i, k, factor }: { i: number; k: number; factor: number },
): void {
  const [to, from] = [i * columns, k * columns];
  for (let j = 0; j < columns; j++) values[to + j]! -= factor * values[from + j]!;
}

function divideRow(values: Float64Array, columns: number, row: number, divisor: number): void {
  for (let at = row * columns; at < (row + 1) * columns; at++) values[at]! /= divisor;
}
