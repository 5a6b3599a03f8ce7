import { madd } from '../../core/assembly/tile';

/** Shifts to the right, by two shifts down, that are summed together: 12 accumulators in registers. */
const LAGS: i32 = 6;

/** Columns of a row with zeros on either side, as far as shifts reach. */
@inline
function paddedWidth(columns: i32): i32 {
  return 3 * columns + 2 * LAGS;
}

/** Doubles of a map with a row of zeros above and zeros on either side, and of what is summed together. */
@inline
export function overlapsRoom(rows: i32, columns: i32): i32 {
  return (rows + 1) * paddedWidth(columns) + 4 * LAGS;
}

/**
 * For every shift of a map by `down` rows (0 .. rows - 1) and `right` columns (1 - columns .. columns - 1) the sum over
 * the shared bins of the map times the shifted map.
 *
 * @param map  [rows, columns]
 * @param room overlapsRoom doubles
 * @param sums [rows, 2 columns - 1]
 */
export function overlaps(map: usize, rows: i32, columns: i32, room: usize, sums: usize): void {
  const step = <usize>paddedWidth(columns) << 3;
  const before = <usize>(columns + LAGS) << 3;
  const origin = room + step + before;
  const buffer = room + <usize>(rows + 1) * step;
  memory.fill(room, 0, <usize>(rows + 1) * step);
  for (let row = 0; row < rows; row++)
    memory.copy(origin + <usize>row * step, map + (<usize>(row * columns) << 3), <usize>columns << 3);
  const line = <usize>(2 * columns - 1) << 3;
  for (let down = 0; down < rows; down += 2) {
    const to = sums + <usize>down * line;
    for (let lag = 0; lag < 2 * columns - 1; lag += LAGS) {
      const right = lag + 1 - columns;
      const first = max(0, -right - LAGS + 1);
      const b = origin + <usize>down * step + (<usize>(first + right) << 3);
      sumLags(origin + (<usize>first << 3), b, rows - down, min(columns, columns - right) - first, step, buffer);
      const count = min(LAGS, 2 * columns - 1 - lag);
      store(buffer, to + (<usize>lag << 3), count);
      if (down + 1 < rows) store(buffer + (LAGS << 4), to + line + (<usize>lag << 3), count);
    }
  }
}

/** Sums over rows of `a`, and of the row above, times `b` and its next columns. Apart, as `tile` of `products.ts`. */
function sumLags(a: usize, b: usize, high: i32, wide: i32, step: usize, to: usize): void {
  const zero = f64x2.splat(0);
  let s0 = zero, s1 = zero, s2 = zero, s3 = zero, s4 = zero, s5 = zero;
  let t0 = zero, t1 = zero, t2 = zero, t3 = zero, t4 = zero, t5 = zero;
  const bytes = <usize>wide << 3;
  const last = a + <usize>high * step;
  while (a < last) {
    const end = a + bytes;
    let p = a, above = a - step, q = b;
    while (p < end) {
      const x = v128.load(p);
      const y = v128.load(above);
      const b0 = v128.load(q);
      s0 = madd<f64>(x, b0, s0);
      t0 = madd<f64>(y, b0, t0);
      const b1 = v128.load(q, 8);
      s1 = madd<f64>(x, b1, s1);
      t1 = madd<f64>(y, b1, t1);
      const b2 = v128.load(q, 16);
      s2 = madd<f64>(x, b2, s2);
      t2 = madd<f64>(y, b2, t2);
      const b3 = v128.load(q, 24);
      s3 = madd<f64>(x, b3, s3);
      t3 = madd<f64>(y, b3, t3);
      const b4 = v128.load(q, 32);
      s4 = madd<f64>(x, b4, s4);
      t4 = madd<f64>(y, b4, t4);
      const b5 = v128.load(q, 40);
      s5 = madd<f64>(x, b5, s5);
      t5 = madd<f64>(y, b5, t5);
      p += 16;
      above += 16;
      q += 16;
    }
    a += step;
    b += step;
  }
  v128.store(to, s0);
  v128.store(to, s1, 16);
  v128.store(to, s2, 32);
  v128.store(to, s3, 48);
  v128.store(to, s4, 64);
  v128.store(to, s5, 80);
  v128.store(to, t0, 96);
  v128.store(to, t1, 112);
  v128.store(to, t2, 128);
  v128.store(to, t3, 144);
  v128.store(to, t4, 160);
  v128.store(to, t5, 176);
}

function store(sums: usize, to: usize, count: i32): void {
  for (let lag = 0; lag < count; lag++, sums += 16, to += 8) f64.store(to, f64.load(sums) + f64.load(sums, 8));
}
