/** Panels of one chunk, the share of a thread. */
const PANELS: i32 = 16;

/**
 * Copies chunk `chunk` of a block of rows into panels of `width` rows (4 or 6), depth by depth, as `multiplyPacked`
 * reads them; zeros stand for rows beyond the last.
 *
 * @param across 0 where a row of the block is contiguous, [count, deep]; 1 where a step of the depth is, [deep, count]
 */
export function packPanels(
  chunk: i32, from: usize, to: usize, count: i32, deep: i32, width: i32, across: i32,
): void {
  const start = chunk * PANELS * width;
  const end = min(count, start + PANELS * width);
  to += <usize>(start * deep) << 3;
  for (let first = start; first < end; first += width) {
    const tall = min(width, count - first);
    if (tall < width) packRest(from, to, first, tall, count, deep, width, across);
    else if (across) packAcross(from + (<usize>first << 3), to, count, deep, width);
    else packAlong(from + (<usize>(first * deep) << 3), to, deep, width);
    to += <usize>(width * deep) << 3;
  }
}

function packAcross(from: usize, to: usize, count: i32, deep: i32, width: i32): void {
  const step = <usize>count << 3;
  for (let k = 0; k < deep; k++) {
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, 16), 16);
    if (width == 6) v128.store(to, v128.load(from, 32), 32);
    to += <usize>width << 3;
    from += step;
  }
}

/** Pairs of rows: two steps of the depth at a time change places. */
function packAlong(from: usize, to: usize, deep: i32, width: i32): void {
  const row = <usize>deep << 3;
  const out = <usize>width << 3;
  const even = deep & ~1;
  for (let pair = 0; pair < width; pair += 2) {
    let a = from + <usize>pair * row;
    let at = to + (<usize>pair << 3);
    for (let k = 0; k < even; k += 2) {
      const x = v128.load(a);
      const y = v128.load(a + row);
      v128.store(at, v128.shuffle<f64>(x, y, 0, 2));
      v128.store(at + out, v128.shuffle<f64>(x, y, 1, 3));
      a += 16;
      at += out << 1;
    }
    if (even < deep) {
      f64.store(at, f64.load(a));
      f64.store(at, f64.load(a + row), 8);
    }
  }
}

function packRest(
  from: usize, to: usize, first: i32, tall: i32, count: i32, deep: i32, width: i32, across: i32,
): void {
  for (let k = 0; k < deep; k++) {
    for (let r = 0; r < width; r++) {
      const index = across ? k * count + first + r : (first + r) * deep + k;
      f64.store(to + (<usize>(k * width + r) << 3), r < tall ? f64.load(from + (<usize>index << 3)) : 0);
    }
  }
}
