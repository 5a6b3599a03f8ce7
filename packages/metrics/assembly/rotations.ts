import { madd } from '../../core/assembly/tile';

/** Columns of a block: a row of it is one line of the cache. */
const WIDTH: i32 = 8;

/**
 * Turns rows i and i + 1 of block `chunk`, `[rows, WIDTH]`, by each rotation in turn:
 * `(a, b) -> (c a - s b, s a + c b)`. Most rotations follow one of the row below, whose upper row stays in registers.
 *
 * @param rotations [count, 3]: i, c, s
 */
export function rotateRows(chunk: i32, blocks: usize, rows: i32, rotations: usize, count: i32): void {
  if (count == 0) return;
  const block = blocks + (<usize>(chunk * rows * WIDTH) << 3);
  let at: usize = 0;
  let b0 = f64x2.splat(0), b1 = b0, b2 = b0, b3 = b0;
  let before: i32 = -1;
  const end = rotations + <usize>(count * 24);
  while (rotations < end) {
    const i = <i32>f64.load(rotations);
    const c = v128.load64_splat(rotations, 8);
    const s = v128.load64_splat(rotations, 16);
    const minus = f64x2.neg(s);
    if (i + 1 != before) {
      if (before >= 0) {
        v128.store(at, b0);
        v128.store(at, b1, 16);
        v128.store(at, b2, 32);
        v128.store(at, b3, 48);
      }
      at = block + (<usize>((i + 1) * WIDTH) << 3);
      b0 = v128.load(at);
      b1 = v128.load(at, 16);
      b2 = v128.load(at, 32);
      b3 = v128.load(at, 48);
    }
    const above = at - (WIDTH << 3);
    const a0 = v128.load(above);
    const a1 = v128.load(above, 16);
    const a2 = v128.load(above, 32);
    const a3 = v128.load(above, 48);
    v128.store(at, madd<f64>(s, a0, f64x2.mul(c, b0)));
    v128.store(at, madd<f64>(s, a1, f64x2.mul(c, b1)), 16);
    v128.store(at, madd<f64>(s, a2, f64x2.mul(c, b2)), 32);
    v128.store(at, madd<f64>(s, a3, f64x2.mul(c, b3)), 48);
    b0 = madd<f64>(minus, b0, f64x2.mul(c, a0));
    b1 = madd<f64>(minus, b1, f64x2.mul(c, a1));
    b2 = madd<f64>(minus, b2, f64x2.mul(c, a2));
    b3 = madd<f64>(minus, b3, f64x2.mul(c, a3));
    at = above;
    before = i;
    rotations += 24;
  }
  v128.store(at, b0);
  v128.store(at, b1, 16);
  v128.store(at, b2, 32);
  v128.store(at, b3, 48);
}
