import { madd } from '../../core/assembly/tile';

/**
 * Turns the rows and columns behind k of a symmetric table [n, n], of which the upper half is kept, by the reflection
 * `I - scale v v^T`, v in row k from column k + 1 on: `A - v w^T - w v^T`.
 *
 * @param chunk unused: one thread reflects
 * @param room  [n] for w, then the scale
 */
export function reflectRest(chunk: i32, values: usize, n: i32, k: i32, room: usize): void {
  const scale = f64.load(room + (<usize>n << 3));
  const v = values + (<usize>(k * n) << 3);
  memory.fill(room, 0, <usize>n << 3);
  for (let i = k + 1; i < n; i++) {
    const row = values + (<usize>(i * n) << 3);
    const own = f64.load(v + (<usize>i << 3));
    const owns = f64x2.splat(own);
    let sums = f64x2.splat(0);
    let at = <usize>(i + 1) << 3;
    const end = <usize>n << 3;
    for (; at + 8 < end; at += 16) {
      const entries = v128.load(row + at);
      sums = madd<f64>(entries, v128.load(v + at), sums);
      v128.store(room + at, madd<f64>(entries, owns, v128.load(room + at)));
    }
    let sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
    if (at < end) {
      const entry = f64.load(row + at);
      sum += entry * f64.load(v + at);
      f64.store(room + at, f64.load(room + at) + entry * own);
    }
    const self = <usize>i << 3;
    f64.store(room + self, f64.load(room + self) + f64.load(row + self) * own + sum);
  }
  let along: f64 = 0;
  for (let i = k + 1; i < n; i++) along += f64.load(room + (<usize>i << 3)) * f64.load(v + (<usize>i << 3));
  const half = scale * scale * along / 2;
  for (let i = k + 1; i < n; i++) {
    const at = <usize>i << 3;
    f64.store(room + at, scale * f64.load(room + at) - half * f64.load(v + at));
  }
  for (let i = k + 1; i < n; i++) subtractOuter(values, v, room, i, n);
}

/** Row i, from the diagonal on, less `v[i] w + w[i] v`. */
function subtractOuter(values: usize, v: usize, w: usize, i: i32, n: i32): void {
  const row = values + (<usize>(i * n) << 3);
  const a = -f64.load(v + (<usize>i << 3));
  const b = -f64.load(w + (<usize>i << 3));
  const as = f64x2.splat(a);
  const bs = f64x2.splat(b);
  const end = <usize>n << 3;
  let at = <usize>i << 3;
  for (; at + 8 < end; at += 16)
    v128.store(row + at, madd<f64>(as, v128.load(w + at), madd<f64>(bs, v128.load(v + at), v128.load(row + at))));
  if (at < end) f64.store(row + at, f64.load(row + at) + a * f64.load(w + at) + b * f64.load(v + at));
}
