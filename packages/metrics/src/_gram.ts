import { ndArray } from '@goal-driven/core/arrays';
import { materialised, type CentredTable } from './_centredTable';
import {
  across,
  columnsOf,
  dotAt,
  mirrorUpper,
  multiplyTransposed,
  plain,
  rowsOf,
  type Matrix,
} from './_matrix';
import type { Change } from './_operands';
import { isLargeProduct, multiplyInto } from './_products';

/** Rows of a panel, for plain loops and for the compiled kernel, whose blocks of `b` each panel packs anew. */
const [PANEL, COMPILED_PANEL] = [32, 192];

/**
 * The products of rows with rows, `a b^T`, some rows of `a` at a time, so that the whole table [n, n] need never
 * exist: `visit(start, panel, count)` gets `count` rows from `start`, each of rowsOf(b) products. The panel is
 * written over by the next.
 */
export function eachGramPanel(a: Matrix, b: Matrix, visit: PanelVisitor): void {
  fillPanels(a, b, { upper: false, visit });
}

/** The products of rows with their own, of which only those with a row no earlier than `start` are computed. */
export function eachUpperGramPanel(a: Matrix, visit: PanelVisitor): void {
  fillPanels(a, a, { upper: true, visit });
}

type PanelVisitor = (start: number, panel: Float64Array, count: number) => void;

/** The same of two tables at once, seen from their means, with as many rows. */
export function eachUpperGramPanelPair(
  a: CentredTable,
  b: CentredTable,
  visit: (start: number, panels: readonly [Float64Array, Float64Array], count: number) => void,
): void {
  const sides = [panelSource(a), panelSource(b)] as const;
  const rows = rowsOf(a.table);
  const size = panelSize(a.table, a.table);
  const panels = [new Float64Array(size * rows), new Float64Array(size * rows)] as const;
  for (let start = 0; start < rows; start += size) {
    const count = Math.min(size, rows - start);
    sides.forEach(({ table, change }, side) =>
      fillPanel(table, table, { start, count, upper: true, panel: panels[side]!, ...(change && { change }) }),
    );
    visit(start, panels, count);
  }
}

/** Large tables are changed block by block. */
const panelSource = (side: CentredTable): { readonly table: Matrix; readonly change?: Change } =>
  isLarge(side.table, side.table) ? { table: side.table, change: side } : { table: materialised(side) };

function fillPanels(a: Matrix, b: Matrix, { upper, visit }: { upper: boolean; visit: PanelVisitor }): void {
  const rows = rowsOf(a);
  const size = panelSize(a, b);
  const panel = new Float64Array(size * rowsOf(b));
  for (let start = 0; start < rows; start += size) {
    const count = Math.min(size, rows - start);
    fillPanel(a, b, { start, count, upper, panel });
    visit(start, panel, count);
  }
}

const isLarge = (a: Matrix, b: Matrix): boolean =>
  isLargeProduct({ rows: Math.min(COMPILED_PANEL, rowsOf(a)), columns: rowsOf(b), depth: columnsOf(a) });

const panelSize = (a: Matrix, b: Matrix): number =>
  Math.min(rowsOf(a), isLarge(a, b) ? COMPILED_PANEL : PANEL);

type Part = {
  readonly start: number;
  readonly count: number;
  /** Leaves out what lies left of the diagonal. */
  readonly upper: boolean;
  readonly panel: Float64Array;
  readonly change?: Change;
};

/** Rows `start` .. of `a` with those of `b`. */
function fillPanel(a: Matrix, b: Matrix, { start, count, upper, panel, change }: Part): void {
  const [others, inner] = [rowsOf(b), columnsOf(a)];
  if (isLarge(a, b)) {
    const changed = change && { change };
    const rows = { ...plain(a), start: start * inner, ...changed };
    const size = { rows: count, columns: others, depth: inner, ...(upper ? { diagonal: start } : {}) };
    multiplyInto({ values: panel, start: 0, row: others }, rows, { ...across(b), ...changed }, size);
    return;
  }
  for (let j = upper ? start : 0; j < others; j += 4) {
    const right = Math.min(4, others - j);
    for (let i = 0; i < count; i += 4) {
      const left = Math.min(4, count - i);
      if (left === 4 && right === 4) {
        tile(a.values, (start + i) * inner, b.values, j * inner, inner, panel, i * others + j, others);
      } else {
        for (let r = 0; r < left; r++)
          for (let c = 0; c < right; c++)
            panel[(i + r) * others + j + c] = dotAt(
              a.values,
              (start + i + r) * inner,
              b.values,
              (j + c) * inner,
              inner,
            );
      }
    }
  }
}

/** `a b^T` whole; half of it is computed where a is b. */
export function gram(a: Matrix, b: Matrix): Matrix {
  if (isLarge(a, b)) return multiplyTransposed(a, b);
  const others = rowsOf(b);
  const values = new Float64Array(rowsOf(a) * others);
  const keep: PanelVisitor = (start, panel, count) =>
    values.set(panel.subarray(0, count * others), start * others);
  if (a === b) {
    eachUpperGramPanel(a, keep);
    mirrorUpper(values, others);
  } else eachGramPanel(a, b, keep);
  return ndArray(values, [rowsOf(a), others]);
}

/** The upper half of `a a^T`, [n, n]; the lower half is zeros, for `mirrorUpper` when the upper is what it should be. */
export function upperGram(a: Matrix): Matrix {
  const n = rowsOf(a);
  const values = new Float64Array(n * n);
  const size = { rows: n, columns: n, depth: columnsOf(a), diagonal: 0 };
  if (isLargeProduct(size)) multiplyInto({ values, start: 0, row: n }, plain(a), across(a), size);
  else {
    eachUpperGramPanel(a, (start, panel, count) => {
      for (let i = start; i < start + count; i++)
        values.set(panel.subarray((i - start) * n + i, (i - start + 1) * n), i * n + i);
    });
  }
  return ndArray(values, [n, n]);
}

/** Sum of squared entries of `a b^T`, which is never held whole. */
export function squaredGramNorm(a: Matrix, b: Matrix): number {
  const others = rowsOf(b);
  let [sum, diagonal] = [0, 0];
  if (a !== b) {
    eachGramPanel(a, b, (_, panel, count) => {
      const size = count * others;
      for (let at = 0; at < size; at++) sum += panel[at]! * panel[at]!;
    });
    return sum;
  }
  eachUpperGramPanel(a, (start, panel, count) => {
    for (let row = 0; row < count; row++) {
      const self = row * others + start + row;
      diagonal += panel[self]! * panel[self]!;
      const end = (row + 1) * others;
      for (let at = self + 1; at < end; at++) sum += panel[at]! * panel[at]!;
    }
  });
  return 2 * sum + diagonal;
}

/** Four rows with four rows: each number read is used four times, from registers. */
function tile(
  a: Float64Array,
  a0: number,
  b: Float64Array,
  b0: number,
  inner: number,
  out: Float64Array,
  at: number,
  stride: number,
): void {
  const [a1, a2, a3] = [a0 + inner, a0 + 2 * inner, a0 + 3 * inner];
  const [b1, b2, b3] = [b0 + inner, b0 + 2 * inner, b0 + 3 * inner];
  let [s00, s01, s02, s03] = [0, 0, 0, 0];
  let [s10, s11, s12, s13] = [0, 0, 0, 0];
  let [s20, s21, s22, s23] = [0, 0, 0, 0];
  let [s30, s31, s32, s33] = [0, 0, 0, 0];
  for (let k = 0; k < inner; k++) {
    const p = a[a0 + k]!;
    const q = a[a1 + k]!;
    const r = a[a2 + k]!;
    const s = a[a3 + k]!;
    const w = b[b0 + k]!;
    const x = b[b1 + k]!;
    const y = b[b2 + k]!;
    const z = b[b3 + k]!;
    s00 += p * w;
    s01 += p * x;
    s02 += p * y;
    s03 += p * z;
    s10 += q * w;
    s11 += q * x;
    s12 += q * y;
    s13 += q * z;
    s20 += r * w;
    s21 += r * x;
    s22 += r * y;
    s23 += r * z;
    s30 += s * w;
    s31 += s * x;
    s32 += s * y;
    s33 += s * z;
  }
  out[at] = s00;
  out[at + 1] = s01;
  out[at + 2] = s02;
  out[at + 3] = s03;
  out[at + stride] = s10;
  out[at + stride + 1] = s11;
  out[at + stride + 2] = s12;
  out[at + stride + 3] = s13;
  out[at + 2 * stride] = s20;
  out[at + 2 * stride + 1] = s21;
  out[at + 2 * stride + 2] = s22;
  out[at + 2 * stride + 3] = s23;
  out[at + 3 * stride] = s30;
  out[at + 3 * stride + 1] = s31;
  out[at + 3 * stride + 2] = s32;
  out[at + 3 * stride + 3] = s33;
}
