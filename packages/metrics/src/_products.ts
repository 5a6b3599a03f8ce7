import { engineFor, multiplyByEngine } from './_engineProducts';
import { kernels } from './_kernels';
import {
  isAcross,
  isTransposed,
  stageBlock,
  type Destination,
  type Operand,
  type Place,
  type ProductSize,
  type TriangleSize,
} from './_operands';

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
