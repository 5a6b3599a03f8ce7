@inline
function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return v128.relaxed_madd<f64>(a, b, c);
  return f64x2.add(f64x2.mul(a, b), c);
}

/**
 * For map `chunk` and every shift by `down` rows (0 .. rows - 1) and `right` columns (1 - columns .. columns - 1) the sum
 * over the shared bins of the map times the shifted map.
 *
 * @param maps [maps, rows, columns]
 * @param sums [maps, rows, 2 columns - 1]
 */
export function overlaps(chunk: i32, rows: i32, columns: i32, maps: usize, sums: usize): void {
  const map = maps + (<usize>(chunk * rows * columns) << 3);
  const step = <usize>columns << 3;
  let to = sums + (<usize>(chunk * rows * (2 * columns - 1)) << 3);
  for (let down = 0; down < rows; down++) {
    for (let right = 1 - columns; right < columns; right++, to += 8) {
      const wide = columns - abs(right);
      let a = map + (<usize>max(0, -right) << 3);
      let b = map + <usize>down * step + (<usize>max(0, right) << 3);
      let s0 = f64x2.splat(0), s1 = s0;
      let rest: f64 = 0;
      for (let row = down; row < rows; row++, a += step, b += step) {
        let p = a, q = b;
        const end = a + (<usize>(wide & ~3) << 3);
        for (; p < end; p += 32, q += 32) {
          s0 = madd(v128.load(p), v128.load(q), s0);
          s1 = madd(v128.load(p, 16), v128.load(q, 16), s1);
        }
        if (wide & 2) {
          s0 = madd(v128.load(p), v128.load(q), s0);
          p += 16;
          q += 16;
        }
        if (wide & 1) rest += f64.load(p) * f64.load(q);
      }
      const s = f64x2.add(s0, s1);
      f64.store(to, f64x2.extract_lane(s, 0) + f64x2.extract_lane(s, 1) + rest);
    }
  }
}
