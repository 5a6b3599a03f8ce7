import { engineFor, multiplyByEngine } from './_engineProducts';
import { kernels } from './_kernels';

/**
 * An operand: entry [i, j] is `values[start + i * row + j * column]`; `row` or `column` is 1. With a change the entry is
 * `(value - mean) factor`; then the operand is of a whole table, whose rows the other step is.
 */
export type Operand = {
  readonly values: Float64Array;
  readonly start: number;
  readonly row: number;
  readonly column: number;
  readonly change?: Change;
};

/** For each column of the table an operand is of. */
export type Change = { readonly means: Float64Array; readonly factors?: Float64Array };

/** Where a product goes: entry [i, j] at `values[start + i * row + j]`. */
export type Destination = { readonly values: Float64Array; readonly start: number; readonly row: number };

export type ProductSize = { readonly rows: number; readonly columns: number; readonly depth: number };

/** Rows and columns of the register tile of `assembly/products.ts`, and the panels of one chunk. */
const [MR, NR, PANELS] = [6, 4, 8];
/** Panels of one chunk of `assembly/packing.ts`. */
const PACKED_PANELS = 16;
/** Rows, columns and depth of a block: one of A, one of B and one of C fit the caches. */
const [BLOCK_ROWS, BLOCK_COLUMNS, BLOCK_DEPTH] = [576, 1024, 256];
/** Multiply-adds below which the plain loops win, and above which other threads help. */
const [LEAST, HELPED] = [200_000, 5_000_000];

/** Whether the compiled kernel or an engine is at hand and the quicker way. */
export const isLargeProduct = (size: ProductSize): boolean => {
  const { rows, columns, depth } = size;
  if (rows < 4 || columns < 4 || depth < 16 || rows * columns * depth < LEAST) return false;
  return kernels() !== undefined || engineFor(size) !== undefined;
};

/** `to = a b`, by the quicker way. */
export function productInto(to: Destination, a: Operand, b: Operand, size: TriangleSize): void {
  if (isLargeProduct(size)) return multiplyInto(to, a, b, size);
  const { rows, columns, depth, diagonal = EVERYTHING } = size;
  for (let i = 0; i < rows; i++) {
    for (let j = Math.max(0, diagonal + i); j < columns; j++) {
      let sum = 0;
      for (let k = 0, p = a.start + i * a.row, q = b.start + j * b.column; k < depth; k++) {
        sum += a.values[p]! * b.values[q]!;
        p += a.column;
        q += b.row;
      }
      to.values[to.start + i * to.row + j] = sum;
    }
  }
}

/**
 * `diagonal` is the first wanted column of row 0, one further per row, for half of a symmetric product; what lies left
 * of it stays as it was.
 */
export type TriangleSize = ProductSize & { readonly diagonal?: number };

/** Before the first column of any table. */
const EVERYTHING = -(2 ** 30);

/**
 * `to = a b` for `a` [rows, depth] and `b` [depth, columns], by the compiled kernel, or by the engine that
 * `useDoubleProducts` of core has taken into use. Blocks of the operands are copied, so memory grows by a few MB
 * whatever the size. The kernel's bits depend on sizes alone, an engine's perhaps on its threads too.
 */
export function multiplyInto(to: Destination, a: Operand, b: Operand, size: TriangleSize): void {
  const engine = engineFor(size);
  if (engine !== undefined) return multiplyByEngine(engine, to, a, b, size);
  const { rows, columns, depth, diagonal = EVERYTHING } = size;
  const helped = rows * columns * depth >= HELPED;
  for (let j = 0; j < columns; j += BLOCK_COLUMNS) {
    const wide = Math.min(BLOCK_COLUMNS, columns - j);
    for (let i = 0; i < rows && diagonal + i - j < wide; i += BLOCK_ROWS) {
      multiplyBlock(
        { ...to, start: to.start + i * to.row + j },
        { ...a, start: a.start + i * a.row },
        { ...b, start: b.start + j * b.column },
        {
          rows: Math.min(BLOCK_ROWS, rows - i),
          columns: wide,
          depth,
          diagonal: Math.max(EVERYTHING, diagonal + i - j),
          helped,
        },
      );
    }
  }
}

/** First double of the blocks: what lies before is the compiler's. */
const BASE = 128;

type BlockSize = ProductSize & { readonly diagonal: number; readonly helped: boolean };

function multiplyBlock(
  to: Destination,
  a: Operand,
  b: Operand,
  { rows, columns, depth, diagonal, helped }: BlockSize,
): void {
  const [panelsA, panelsB] = [Math.ceil(rows / MR), Math.ceil(columns / NR)];
  const chunks = Math.ceil(panelsA / PANELS);
  const atB = BASE + panelsA * MR * BLOCK_DEPTH;
  const atC = atB + panelsB * NR * BLOCK_DEPTH;
  const buffers = atC + panelsA * MR * panelsB * NR;
  const { doubles, run } = kernels()!;
  const stage = buffers + chunks * MR * NR;
  const memory = doubles(stage + Math.max(rows, columns) * BLOCK_DEPTH);
  // One side of a product of a table with itself is that of the other: it is staged once.
  const shared = rows === columns && isTransposed(a, b);
  for (let k = 0; k < depth; k += BLOCK_DEPTH) {
    const deep = Math.min(BLOCK_DEPTH, depth - k);
    const place = { memory, stage };
    const partA = { ...a, start: a.start + k * a.column };
    const partB = { ...b, start: b.start + k * b.row, row: b.column, column: b.row };
    stageBlock(place, partA, rows, deep);
    pack(place, partA, { at: BASE, count: rows, deep, width: MR, helped });
    if (!shared) stageBlock(place, partB, columns, deep);
    pack(place, partB, { at: atB, count: columns, deep, width: NR, helped });
    const places = [8 * BASE, 8 * atB, 8 * atC, k > 0 ? 1 : 0, diagonal, 8 * buffers];
    run('multiplyPacked', [panelsA, panelsB, deep, ...places], { chunks, helped });
  }
  const stride = panelsB * NR;
  for (let row = 0; row < rows; row++) {
    const first = Math.max(0, diagonal + row);
    if (first >= columns) return;
    const from = atC + row * stride;
    to.values.set(memory.subarray(from + first, from + columns), to.start + row * to.row + first);
  }
}

/** Whether one operand is the other's transpose. */
export const isTransposed = (a: Operand, b: Operand): boolean =>
  a.values === b.values &&
  a.start === b.start &&
  a.row === b.column &&
  a.column === b.row &&
  a.change?.means === b.change?.means &&
  a.change?.factors === b.change?.factors;

export type Place = { readonly memory: Float64Array; readonly stage: number };

/** Whether steps of the depth, rather than rows, are what an operand has in a row. */
export const isAcross = ({ row, column }: Operand): boolean => row === 1 && column !== 1;

/** Copies a block of `count` rows and `deep` columns, changed, to where threads reach it. */
export function stageBlock({ memory, stage }: Place, from: Operand, count: number, deep: number): void {
  const { values, start, row, column, change } = from;
  const [lines, length, step] = isAcross(from) ? [deep, count, column] : [count, deep, row];
  for (let line = 0; line < lines; line++) {
    const first = start + line * step;
    const to = stage + line * length;
    if (change === undefined) memory.set(values.subarray(first, first + length), to);
    else changeLine({ memory, stage: to }, values, first, length, change, first % step);
  }
}

/** A stretch of a row, from column `column` of its table on. */
function changeLine(
  { memory, stage }: Place,
  values: Float64Array,
  first: number,
  length: number,
  { means, factors }: Change,
  column: number,
): void {
  if (factors === undefined) {
    for (let at = 0; at < length; at++) memory[stage + at] = values[first + at]! - means[column + at]!;
  } else {
    for (let at = 0; at < length; at++)
      memory[stage + at] = (values[first + at]! - means[column + at]!) * factors[column + at]!;
  }
}

type Packing = {
  readonly at: number;
  readonly count: number;
  readonly deep: number;
  readonly width: number;
  readonly helped: boolean;
};

/** Packs the staged block into panels of `width` rows from double `at` on. */
function pack({ stage }: Place, from: Operand, { at, count, deep, width, helped }: Packing): void {
  const chunks = Math.ceil(count / width / PACKED_PANELS);
  const args = [8 * stage, 8 * at, count, deep, width, isAcross(from) ? 1 : 0];
  kernels()!.run('packPanels', args, { chunks, helped });
}
