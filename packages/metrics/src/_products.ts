import { kernels } from './_kernels';

/** An operand: entry [i, j] is `values[start + i * row + j * column]`; `row` or `column` is 1. */
export type Operand = {
  readonly values: Float64Array;
  readonly start: number;
  readonly row: number;
  readonly column: number;
};

/** Where a product goes: entry [i, j] at `values[start + i * row + j]`. */
export type Destination = { readonly values: Float64Array; readonly start: number; readonly row: number };

export type ProductSize = { readonly rows: number; readonly columns: number; readonly depth: number };

/** Rows and columns of the register tile of `assembly/products.ts`, and the panels of one chunk. */
const [MR, NR, PANELS] = [6, 4, 8];
/** Rows, columns and depth of a block: one of A, one of B and one of C fit the caches. */
const [BLOCK_ROWS, BLOCK_COLUMNS, BLOCK_DEPTH] = [576, 1024, 256];
/** Multiply-adds below which the plain loops win, and above which other threads help. */
const [LEAST, HELPED] = [200_000, 5_000_000];

/** Whether the compiled kernel is at hand and the quicker way. */
export const isLargeProduct = ({ rows, columns, depth }: ProductSize): boolean =>
  rows >= 4 && columns >= 4 && depth >= 16 && rows * columns * depth >= LEAST && kernels() !== undefined;

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
type TriangleSize = ProductSize & { readonly diagonal?: number };

/** Before the first column of any table. */
const EVERYTHING = -(2 ** 30);

/**
 * `to = a b` for `a` [rows, depth] and `b` [depth, columns], by the compiled kernel. Blocks of the operands are
 * copied, so memory grows by a few MB whatever the size. Bits depend on sizes alone.
 */
export function multiplyInto(
  to: Destination,
  a: Operand,
  b: Operand,
  { rows, columns, depth, diagonal = EVERYTHING }: TriangleSize,
): void {
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
  for (let k = 0; k < depth; k += BLOCK_DEPTH) {
    const deep = Math.min(BLOCK_DEPTH, depth - k);
    pack(
      { memory, stage, at: BASE },
      { ...a, start: a.start + k * a.column },
      { count: rows, deep, width: MR },
    );
    const transposed = { values: b.values, start: b.start + k * b.row, row: b.column, column: b.row };
    pack({ memory, stage, at: atB }, transposed, { count: columns, deep, width: NR });
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

type Packing = { readonly count: number; readonly deep: number; readonly width: number };

/** Stages a block of `count` rows and `deep` columns and packs it into panels of `width` rows from double `at` on. */
function pack({ memory, stage, at }: Place, from: Operand, { count, deep, width }: Packing): void {
  const { values, start, row, column } = from;
  const across = row === 1 && column !== 1;
  const [lines, length, step] = across ? [deep, count, column] : [count, deep, row];
  for (let line = 0; line < lines; line++) {
    const first = start + line * step;
    memory.set(values.subarray(first, first + length), stage + line * length);
  }
  kernels()!.run('packPanels', [8 * stage, 8 * at, count, deep, width, across ? 1 : 0], SMALL);
}

const SMALL = { chunks: 1, helped: false };
type Place = { readonly memory: Float64Array; readonly stage: number; readonly at: number };
