/** `a b + c`, rounded once where the engine has fused multiply-adds. */
@inline
export function madd<T>(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return v128.relaxed_madd<T>(a, b, c);
  return v128.add<T>(v128.mul<T>(a, b), c);
}

/** Rows of the register tile, and columns in vectors: 12 accumulators, 2 of B, 1 of A fill the 15 SIMD registers. */
export const MR: i32 = 6;
export const VECTORS: i32 = 2;

/**
 * One tile of a product C, MR rows of VECTORS vectors of T, from a panel of A, `[depth, MR]`, and one of B,
 * `[depth, VECTORS vectors]`: the inner loop reads two contiguous streams. `c` may be C itself or room for one tile.
 */
export function tile<T>(depth: i32, a: usize, b: usize, c: usize, rowBytes: usize): void {
  const zero = i64x2.splat(0);
  let c00 = zero, c01 = zero;
  let c10 = zero, c11 = zero;
  let c20 = zero, c21 = zero;
  let c30 = zero, c31 = zero;
  let c40 = zero, c41 = zero;
  let c50 = zero, c51 = zero;
  const end = a + <usize>(depth * MR) * sizeof<T>();
  while (a < end) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const a0 = v128.load_splat<T>(a);
    c00 = madd<T>(a0, b0, c00);
    c01 = madd<T>(a0, b1, c01);
    const a1 = v128.load_splat<T>(a, sizeof<T>());
    c10 = madd<T>(a1, b0, c10);
    c11 = madd<T>(a1, b1, c11);
    const a2 = v128.load_splat<T>(a, 2 * sizeof<T>());
    c20 = madd<T>(a2, b0, c20);
    c21 = madd<T>(a2, b1, c21);
    const a3 = v128.load_splat<T>(a, 3 * sizeof<T>());
    c30 = madd<T>(a3, b0, c30);
    c31 = madd<T>(a3, b1, c31);
    const a4 = v128.load_splat<T>(a, 4 * sizeof<T>());
    c40 = madd<T>(a4, b0, c40);
    c41 = madd<T>(a4, b1, c41);
    const a5 = v128.load_splat<T>(a, 5 * sizeof<T>());
    c50 = madd<T>(a5, b0, c50);
    c51 = madd<T>(a5, b1, c51);
    a += <usize>MR * sizeof<T>();
    b += VECTORS << 4;
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
export function addTile<T>(tile: usize, c: usize, rowBytes: usize): void {
  for (let row = 0; row < MR; row++) {
    v128.store(c, v128.add<T>(v128.load(c), v128.load(tile)));
    v128.store(c, v128.add<T>(v128.load(c, 16), v128.load(tile, 16)), 16);
    tile += VECTORS << 4;
    c += rowBytes;
  }
}
