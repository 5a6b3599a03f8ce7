/** `dx = x > 0 ? dy : 0`, without a product: an infinite error of a silent unit stays out. */
export function reluGradient(x: usize, dy: usize, dx: usize, count: i32): void {
  const zero = f32x4.splat(0);
  let i = 0;
  for (; i <= count - 4; i += 4) {
    v128.store(dx, v128.and(f32x4.gt(v128.load(x), zero), v128.load(dy)));
    x += 16;
    dy += 16;
    dx += 16;
  }
  for (; i < count; i++) {
    store<f32>(dx, load<f32>(x) > 0 ? load<f32>(dy) : 0);
    x += 4;
    dy += 4;
    dx += 4;
  }
}

/** `sums[segment[i], :] += x[i, :]`; rows of a negative segment or one beyond the last are left out. */
export function segmentSum(x: usize, segments: usize, sums: usize, rows: i32, width: i32, count: i32): void {
  memory.fill(sums, 0, <usize>(count * width) << 2);
  for (let row = 0; row < rows; row++) {
    const segment = load<i32>(segments + (<usize>row << 2));
    if (segment >= 0 && segment < count) {
      let to = sums + (<usize>(segment * width) << 2);
      let from = x + (<usize>(row * width) << 2);
      let i = 0;
      for (; i <= width - 4; i += 4) {
        v128.store(to, f32x4.add(v128.load(to), v128.load(from)));
        to += 16;
        from += 16;
      }
      for (; i < width; i++) {
        store<f32>(to, load<f32>(to) + load<f32>(from));
        to += 4;
        from += 4;
      }
    }
  }
}

/** Adds up the rows of x [rows, width]. */
export function sumRows(x: usize, sums: usize, rows: i32, width: i32): void {
  memory.fill(sums, 0, <usize>width << 2);
  for (let row = 0; row < rows; row++) {
    let to = sums;
    let i = 0;
    for (; i <= width - 4; i += 4) {
      v128.store(to, f32x4.add(v128.load(to), v128.load(x)));
      to += 16;
      x += 16;
    }
    for (; i < width; i++) {
      store<f32>(to, load<f32>(to) + load<f32>(x));
      to += 4;
      x += 4;
    }
  }
}
