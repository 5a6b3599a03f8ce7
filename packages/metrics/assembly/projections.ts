import { madd } from '../../core/assembly/tile';

/** Rows that are read together. */
const TALL: i32 = 4;

/**
 * Scores of rows seen from their means, `(rows - means) weights`, and what these add to `sums`, scores times rows.
 *
 * @param chunk  unused: the memory that rows come from, not the sums, is what takes time
 * @param rows   [ceil(count / 4) 4, width], overwritten by the rows less their means; what lies beyond count is read
 * @param scores [ceil(count / 4) 4]
 */
export function projectRows(
  chunk: i32, count: i32, width: i32, rows: usize, means: usize, weights: usize, scores: usize, sums: usize,
): void {
  for (let first = 0; first < count; first += TALL) {
    projectFour(width, rows, means, weights, scores);
    addFour(width, rows, scores, sums, count - first);
    rows += <usize>(TALL * width) << 3;
    scores += TALL << 3;
  }
}

function projectFour(width: i32, row0: usize, means: usize, weights: usize, scores: usize): void {
  const bytes = <usize>width << 3;
  const row1 = row0 + bytes;
  const row2 = row1 + bytes;
  const row3 = row2 + bytes;
  let s0 = f64x2.splat(0), s1 = s0, s2 = s0, s3 = s0;
  let at: usize = 0;
  for (; at + 8 < bytes; at += 16) {
    const mean = v128.load(means + at);
    const weight = v128.load(weights + at);
    const v0 = f64x2.sub(v128.load(row0 + at), mean);
    const v1 = f64x2.sub(v128.load(row1 + at), mean);
    const v2 = f64x2.sub(v128.load(row2 + at), mean);
    const v3 = f64x2.sub(v128.load(row3 + at), mean);
    v128.store(row0 + at, v0);
    v128.store(row1 + at, v1);
    v128.store(row2 + at, v2);
    v128.store(row3 + at, v3);
    s0 = madd<f64>(v0, weight, s0);
    s1 = madd<f64>(v1, weight, s1);
    s2 = madd<f64>(v2, weight, s2);
    s3 = madd<f64>(v3, weight, s3);
  }
  f64.store(scores, finish(s0, row0, at, bytes, means, weights));
  f64.store(scores, finish(s1, row1, at, bytes, means, weights), 8);
  f64.store(scores, finish(s2, row2, at, bytes, means, weights), 16);
  f64.store(scores, finish(s3, row3, at, bytes, means, weights), 24);
}

/** The sum of both lanes, and of a last column that is left over. */
function finish(sums: v128, row: usize, at: usize, bytes: usize, means: usize, weights: usize): f64 {
  const sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
  if (at >= bytes) return sum;
  const value = f64.load(row + at) - f64.load(means + at);
  f64.store(row + at, value);
  return sum + value * f64.load(weights + at);
}

/** Adds four rows times their scores; those beyond the last count as 0. */
function addFour(width: i32, row0: usize, scores: usize, sums: usize, left: i32): void {
  const bytes = <usize>width << 3;
  const row1 = row0 + bytes;
  const row2 = row1 + bytes;
  const row3 = row2 + bytes;
  const a0 = f64.load(scores);
  const a1 = left > 1 ? f64.load(scores, 8) : 0;
  const a2 = left > 2 ? f64.load(scores, 16) : 0;
  const a3 = left > 3 ? f64.load(scores, 24) : 0;
  const b0 = f64x2.splat(a0);
  const b1 = f64x2.splat(a1);
  const b2 = f64x2.splat(a2);
  const b3 = f64x2.splat(a3);
  let at: usize = 0;
  for (; at + 8 < bytes; at += 16) {
    let sum = madd<f64>(b0, v128.load(row0 + at), v128.load(sums + at));
    sum = madd<f64>(b1, v128.load(row1 + at), sum);
    sum = madd<f64>(b2, v128.load(row2 + at), sum);
    v128.store(sums + at, madd<f64>(b3, v128.load(row3 + at), sum));
  }
  if (at < bytes)
    f64.store(
      sums + at,
      f64.load(sums + at) + a0 * f64.load(row0 + at) + a1 * f64.load(row1 + at) + a2 * f64.load(row2 + at) +
        a3 * f64.load(row3 + at),
    );
}
