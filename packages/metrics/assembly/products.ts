/**
 * Double-precision products of packed blocks: `C [+]= A B`.
 *
 * A comes in panels of MR rows, B in panels of NR columns, so that the inner loop reads two contiguous streams and
 * keeps an MR x NR tile of C in registers. The order of additions is fixed by the shapes alone, whoever computes
 * which rows: the same inputs give the same bits on any number of threads.
 */

/** Rows and columns of the register tile: 12 accumulators, 2 of B, 1 of A fill the 15 SIMD registers. */
const MR: i32 = 6;
const NR: i32 = 4;
/** Panels of A of one chunk, the share of a thread: 48 rows, which stay in the second cache. */
const PANELS: i32 = 8;

@inline
function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return v128.relaxed_madd<f64>(a, b, c);
  return f64x2.add(f64x2.mul(a, b), c);
}

/** One MR x NR tile of C from a panel of A and a panel of B. */
function tile(depth: i32, a: usize, b: usize, c: usize, rowBytes: usize): void {
  const zero = f64x2.splat(0);
  let c00 = zero, c01 = zero;
  let c10 = zero, c11 = zero;
  let c20 = zero, c21 = zero;
  let c30 = zero, c31 = zero;
  let c40 = zero, c41 = zero;
  let c50 = zero, c51 = zero;
  const end = a + (<usize>(depth * MR) << 3);
  while (a < end) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const a0 = v128.load64_splat(a);
    c00 = madd(a0, b0, c00);
    c01 = madd(a0, b1, c01);
    const a1 = v128.load64_splat(a, 8);
    c10 = madd(a1, b0, c10);
    c11 = madd(a1, b1, c11);
    const a2 = v128.load64_splat(a, 16);
    c20 = madd(a2, b0, c20);
    c21 = madd(a2, b1, c21);
    const a3 = v128.load64_splat(a, 24);
    c30 = madd(a3, b0, c30);
    c31 = madd(a3, b1, c31);
    const a4 = v128.load64_splat(a, 32);
    c40 = madd(a4, b0, c40);
    c41 = madd(a4, b1, c41);
    const a5 = v128.load64_splat(a, 40);
    c50 = madd(a5, b0, c50);
    c51 = madd(a5, b1, c51);
    a += MR << 3;
    b += NR << 3;
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  c += rowBytes;
  v128.store(c, c10);
  v128.store(c, c11, 16);
  c += rowBytes;
  v128.store(c, c20);
  v128.store(c, c21, 16);
  c += rowBytes;
  v128.store(c, c30);
  v128.store(c, c31, 16);
  c += rowBytes;
  v128.store(c, c40);
  v128.store(c, c41, 16);
  c += rowBytes;
  v128.store(c, c50);
  v128.store(c, c51, 16);
}

/** Adds a tile to C. Apart from `tile`, because any work after its loop makes V8 spill inside it. */
function addTile(tile: usize, c: usize, rowBytes: usize): void {
  for (let row = 0; row < MR; row++) {
    v128.store(c, f64x2.add(v128.load(c), v128.load(tile)));
    v128.store(c, f64x2.add(v128.load(c, 16), v128.load(tile, 16)), 16);
    tile += NR << 3;
    c += rowBytes;
  }
}

/**
 * Chunk `chunk` of `C [panelsA MR, panelsB NR] [+]= A B`.
 *
 * @param diagonal the column of row 0's first wanted entry; one further per row. What lies left of it in a chunk's
 *   first row is left out, so that half of a symmetric product costs half
 * @param buffers a tile for each chunk
 */
export function multiplyPacked(
  chunk: i32, panelsA: i32, panelsB: i32, depth: i32, a: usize, b: usize, c: usize, accumulate: i32, diagonal: i32,
  buffers: usize,
): void {
  const rowBytes = <usize>(panelsB * NR) << 3;
  const buffer = buffers + (<usize>(chunk * MR * NR) << 3);
  const first = chunk * PANELS;
  const last = min(first + PANELS, panelsA);
  for (let j = max(0, diagonal + first * MR) / NR; j < panelsB; j++) {
    const panelB = b + (<usize>(j * depth * NR) << 3);
    for (let i = first; i < last; i++) {
      const panelA = a + (<usize>(i * depth * MR) << 3);
      const to = c + <usize>(i * MR) * rowBytes + (<usize>(j * NR) << 3);
      if (accumulate) {
        tile(depth, panelA, panelB, buffer, NR << 3);
        addTile(buffer, to, rowBytes);
      } else tile(depth, panelA, panelB, to, rowBytes);
    }
  }
}
