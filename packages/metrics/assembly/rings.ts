import { madd } from '../../core/assembly/tile';

/** Of the cubic B-spline's recursions, as in `src/_rotations.ts`. */
const POLE: f64 = sqrt(3.0) - 2;
const GAIN: f64 = 6;
const PADDING: i32 = 3;

/**
 * Sums over nested rings of the pixels of square image `chunk`, and of each times the image turned by some angles.
 *
 * @param pixels  [count] i32, from the inside out
 * @param ends    [rings] i32, number of these pixels in each ring
 * @param filter  [side], then a divisor: the weights of a line's pixels in the start of its causal recursion
 * @param starts  [angles, count] i32, and weights [angles, count, 8]: of `rotation`
 * @param images  [images, side, side]
 * @param rooms   [images, (side + 3)^2 + side^2]
 * @param sums    [images, rings, 2 + 2 angles]: of values, of squares, then for each angle of turned values and of products
 */
export function ringSums(
  chunk: i32, side: i32, count: i32, rings: i32, angles: i32, pixels: usize, ends: usize, filter: usize,
  starts: usize, weights: usize, images: usize, rooms: usize, sums: usize,
): void {
  const padded = side + PADDING;
  const image = images + (<usize>(chunk * side * side) << 3);
  const coefficients = rooms + (<usize>(chunk * (padded * padded + side * side)) << 3);
  const inner = coefficients + (<usize>(padded * padded) << 3);
  splineCoefficients(image, side, filter, inner, coefficients);
  // The room of the filtered image now holds the values of the pixels.
  const values = inner;
  for (let pixel = 0; pixel < count; pixel++) {
    const at = <usize>i32.load(pixels + (<usize>pixel << 2)) << 3;
    f64.store(values + (<usize>pixel << 3), f64.load(image + at));
  }
  const row = <usize>(2 + 2 * angles) << 3;
  const to = sums + <usize>chunk * <usize>rings * row;
  sumPlain(values, ends, rings, to, row);
  for (let angle = 0; angle < angles; angle++) {
    const own = <usize>(angle * count);
    sumTurned(
      coefficients, <usize>padded << 3, starts + (own << 2), weights + (own << 6), values, ends, rings,
      to + (<usize>(2 + 2 * angle) << 3), row,
    );
  }
}

function sumPlain(values: usize, ends: usize, rings: i32, to: usize, row: usize): void {
  let sum: f64 = 0, squares: f64 = 0;
  let pixel = 0;
  for (let ring = 0; ring < rings; ring++, to += row) {
    const end = i32.load(ends + (<usize>ring << 2));
    for (; pixel < end; pixel++) {
      const value = f64.load(values + (<usize>pixel << 3));
      sum += value;
      squares += value * value;
    }
    f64.store(to, sum);
    f64.store(to, squares, 8);
  }
}

function sumTurned(
  coefficients: usize, stride: usize, starts: usize, weights: usize, values: usize, ends: usize, rings: i32, to: usize,
  row: usize,
): void {
  let sum: f64 = 0, products: f64 = 0;
  let pixel = 0;
  for (let ring = 0; ring < rings; ring++, to += row) {
    const end = i32.load(ends + (<usize>ring << 2));
    for (; pixel < end; pixel++) {
      const at = coefficients + (<usize>i32.load(starts) << 3);
      const below = at + (stride << 1);
      const left = v128.load(weights, 32);
      const right = v128.load(weights, 48);
      const l0 = madd<f64>(v128.load(at, 16), right, f64x2.mul(v128.load(at), left));
      const l1 = madd<f64>(v128.load(at + stride, 16), right, f64x2.mul(v128.load(at + stride), left));
      const l2 = madd<f64>(v128.load(below, 16), right, f64x2.mul(v128.load(below), left));
      const l3 = madd<f64>(v128.load(below + stride, 16), right, f64x2.mul(v128.load(below + stride), left));
      const upper = madd<f64>(l1, v128.load64_splat(weights, 8), f64x2.mul(l0, v128.load64_splat(weights)));
      const lower = madd<f64>(l3, v128.load64_splat(weights, 24), f64x2.mul(l2, v128.load64_splat(weights, 16)));
      const both = f64x2.add(upper, lower);
      const turned = f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
      sum += turned;
      products += turned * f64.load(values + (<usize>pixel << 3));
      starts += 4;
      weights += 64;
    }
    f64.store(to, sum);
    f64.store(to, products, 8);
  }
}

/** Of the splines through an image, which continues mirrored, padded by that border: one before, two after. */
function splineCoefficients(image: usize, side: i32, filter: usize, inner: usize, coefficients: usize): void {
  // Lines run along rows, then along columns; columns are what vectors go across, so rows are turned into them.
  transpose(image, side, inner);
  filterColumns(inner, side, filter);
  transpose(inner, side, coefficients);
  memory.copy(inner, coefficients, <usize>(side * side) << 3);
  filterColumns(inner, side, filter);
  const padded = side + PADDING;
  let to = coefficients;
  for (let y = 0; y < padded; y++) {
    const row = inner + (<usize>(mirrored(y, side) * side) << 3);
    for (let x = 0; x < padded; x++, to += 8) f64.store(to, f64.load(row + (<usize>mirrored(x, side) << 3)));
  }
}

@inline
function mirrored(index: i32, side: i32): i32 {
  const knot = abs(index - 1);
  return knot > side - 1 ? 2 * (side - 1) - knot : knot;
}

function transpose(from: usize, side: i32, to: usize): void {
  for (let row = 0; row < side; row++) {
    let at = to + (<usize>row << 3);
    for (let column = 0; column < side; column++) {
      f64.store(at, f64.load(from));
      from += 8;
      at += <usize>side << 3;
    }
  }
}

/** A causal and an anticausal recursion down every column, in place. */
function filterColumns(image: usize, side: i32, filter: usize): void {
  const row = <usize>side << 3;
  let column = 0;
  for (; column + 1 < side; column += 2) filterPair(image + (<usize>column << 3), side, row, filter);
  if (column < side) filterOne(image + (<usize>column << 3), side, row, filter);
}

function filterPair(top: usize, side: i32, row: usize, filter: usize): void {
  const last = side - 1;
  const bottom = top + <usize>last * row;
  const pole = f64x2.splat(POLE);
  const gain = f64x2.splat(GAIN);
  let sum = madd<f64>(v128.load64_splat(filter + (<usize>last << 3)), v128.load(bottom), v128.load(top));
  for (let k = 1; k < last; k++)
    sum = madd<f64>(v128.load64_splat(filter + (<usize>k << 3)), v128.load(top + <usize>k * row), sum);
  let before = f64x2.div(f64x2.mul(gain, sum), v128.load64_splat(filter + (<usize>side << 3)));
  v128.store(top, before);
  for (let at = top + row; at <= bottom; at += row) {
    before = madd<f64>(pole, before, f64x2.mul(gain, v128.load(at)));
    v128.store(at, before);
  }
  let after = f64x2.mul(f64x2.splat(POLE / (POLE * POLE - 1)), madd<f64>(pole, v128.load(bottom - row), v128.load(bottom)));
  v128.store(bottom, after);
  for (let at = bottom - row; at >= top; at -= row) {
    after = f64x2.mul(pole, f64x2.sub(after, v128.load(at)));
    v128.store(at, after);
  }
}

function filterOne(top: usize, side: i32, row: usize, filter: usize): void {
  const last = side - 1;
  const bottom = top + <usize>last * row;
  let sum = f64.load(top) + f64.load(filter + (<usize>last << 3)) * f64.load(bottom);
  for (let k = 1; k < last; k++) sum += f64.load(filter + (<usize>k << 3)) * f64.load(top + <usize>k * row);
  let before = (GAIN * sum) / f64.load(filter + (<usize>side << 3));
  f64.store(top, before);
  for (let at = top + row; at <= bottom; at += row) {
    before = GAIN * f64.load(at) + POLE * before;
    f64.store(at, before);
  }
  let after = (POLE / (POLE * POLE - 1)) * (f64.load(bottom) + POLE * f64.load(bottom - row));
  f64.store(bottom, after);
  for (let at = bottom - row; at >= top; at -= row) {
    after = POLE * (after - f64.load(at));
    f64.store(at, after);
  }
}
