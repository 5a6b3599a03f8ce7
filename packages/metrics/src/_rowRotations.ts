import { kernels } from './_kernels';

/** Rotations of rows i and i + 1, `(a, b) -> (c a - s b, s a + c b)`, gathered and applied many at a time. */
export type Rotations = {
  /** [capacity, 3]: i, c, s */
  readonly list: Float64Array;
  /** Those in the list that are not yet applied. */
  count: number;
  /** Makes room for so many more. */
  reserve(more: number): void;
  /** Applies the rest and writes the turned rows back. */
  finish(): void;
};

/** Columns of a block, as in `assembly/rotations.ts`. */
const WIDTH = 8;
/** First double of the blocks in the shared memory, and the most doubles to be held there. */
const [BASE, MOST] = [128, 2 ** 24];
/** Rows below which plain loops are as quick. */
const LEAST_ROWS = 64;

/** Of a square table, row-major: in blocks of eight columns, so that all rows of a block stay in the cache. */
export function rotationsOf(rows: Float64Array, n: number): Rotations {
  const capacity = Math.max(4096, n);
  const blocks = Math.ceil(n / WIDTH);
  const size = blocks * WIDTH * n;
  const compiled = n >= LEAST_ROWS && size <= MOST ? kernels() : undefined;
  const list = new Float64Array(3 * capacity);
  const memory = compiled?.doubles(BASE + size + list.length);
  const block = memory?.subarray(BASE, BASE + size) ?? new Float64Array(size);
  copyBlocks(rows, block, n, true);
  const apply = (): void => {
    if (compiled === undefined || memory === undefined) {
      for (let at = 0; at < size; at += WIDTH * n) rotateBlock(block, at, list, rotations.count);
    } else {
      memory.set(list.subarray(0, 3 * rotations.count), BASE + size);
      const args = [8 * BASE, n, 8 * (BASE + size), rotations.count];
      compiled.run('rotateRows', args, { chunks: blocks, helped: rotations.count * n > 200_000 });
    }
    rotations.count = 0;
  };
  const rotations: Rotations = {
    list,
    count: 0,
    reserve: (more) => {
      if (rotations.count + more > capacity) apply();
    },
    finish: () => {
      apply();
      copyBlocks(rows, block, n, false);
    },
  };
  return rotations;
}

/** Between rows [n, n] and blocks [n / 8, n, 8], whose last may have columns to spare. */
function copyBlocks(rows: Float64Array, blocks: Float64Array, n: number, into: boolean): void {
  if (into) blocks.fill(0);
  for (let left = 0; left < n; left += WIDTH) {
    const wide = Math.min(WIDTH, n - left);
    for (let row = 0; row < n; row++) {
      const [from, at] = [row * n + left, left * n + row * WIDTH];
      for (let column = 0; column < wide; column++) {
        if (into) blocks[at + column] = rows[from + column]!;
        else rows[from + column] = blocks[at + column]!;
      }
    }
  }
}

function rotateBlock(block: Float64Array, start: number, list: Float64Array, count: number): void {
  for (let index = 0; index < 3 * count; index += 3) {
    const c = list[index + 1]!;
    const s = list[index + 2]!;
    const first = start + list[index]! * WIDTH;
    for (let upper = first; upper < first + WIDTH; upper++) {
      const a = block[upper]!;
      const b = block[upper + WIDTH]!;
      block[upper] = c * a - s * b;
      block[upper + WIDTH] = s * a + c * b;
    }
  }
}
