import { madd } from '../../core/assembly/tile';

function dot(a: usize, b: usize, count: i32): f64 {
  let s0 = f64x2.splat(0), s1 = s0;
  const end = a + (<usize>(count & ~3) << 3);
  for (; a < end; a += 32, b += 32) {
    s0 = madd<f64>(v128.load(a), v128.load(b), s0);
    s1 = madd<f64>(v128.load(a, 16), v128.load(b, 16), s1);
  }
  const s = f64x2.add(s0, s1);
  let sum = f64x2.extract_lane(s, 0) + f64x2.extract_lane(s, 1);
  for (let k = count & 3; k > 0; k--, a += 8, b += 8) sum += f64.load(a) * f64.load(b);
  return sum;
}

/** `to -= by from` */
function subtract(to: usize, from: usize, by: f64, count: i32): void {
  const factor = f64x2.splat(-by);
  const end = to + (<usize>(count & ~3) << 3);
  for (; to < end; to += 32, from += 32) {
    v128.store(to, madd<f64>(factor, v128.load(from), v128.load(to)));
    v128.store(to, madd<f64>(factor, v128.load(from, 16), v128.load(to, 16)), 16);
  }
  for (let k = count & 3; k > 0; k--, to += 8, from += 8) f64.store(to, f64.load(to) - by * f64.load(from));
}

let gapOf: f64 = 0;

/**
 * Coordinate descent along a path of penalties, each fit warm from the one before, for target `chunk`; the sweeps and
 * the rule for stopping are those of `src/_coordinateDescent.ts`.
 *
 * @param table    [features, width]: products of features (width = features), or the features (width = samples)
 * @param powers   [features]
 * @param starts   [targets, width]: products of features with the target, or the target
 * @param settings tolerance, most sweeps, then per target its squared length
 * @param paths    [targets, alphas, 2]: l1 and l2; overwritten by sweeps (below 0 where not converged) and the gap
 * @param lefts    [targets, width], room
 * @param weights  [targets, alphas, features]
 */
export function descendPath(
  chunk: i32, features: i32, width: i32, ofFeatures: i32, alphas: i32, table: usize, powers: usize, starts: usize,
  settings: usize, paths: usize, lefts: usize, weights: usize,
): void {
  const start = starts + (<usize>(chunk * width) << 3);
  const left = lefts + (<usize>(chunk * width) << 3);
  const tolerance = f64.load(settings);
  const most = <i32>f64.load(settings, 8);
  const targetPower = f64.load(settings + (<usize>(2 + chunk) << 3));
  let path = paths + (<usize>(chunk * alphas) << 4);
  let own = weights + (<usize>(chunk * alphas) * <usize>features << 3);
  const bytes = <usize>features << 3;
  memory.copy(left, start, <usize>width << 3);
  memory.fill(own, 0, bytes);
  for (let alpha = 0; alpha < alphas; alpha++, path += 16) {
    if (alpha > 0) {
      memory.copy(own + bytes, own, bytes);
      own += bytes;
    }
    const sweeps = descend(
      own, features, width, ofFeatures, table, powers, start, left, f64.load(path), f64.load(path, 8), tolerance, most,
      targetPower,
    );
    f64.store(path, sweeps);
    f64.store(path, gapOf, 8);
  }
}

/** The number of sweeps, below 0 where they did not suffice. */
function descend(
  weights: usize, features: i32, width: i32, ofFeatures: i32, table: usize, powers: usize, start: usize, left: usize,
  l1: f64, l2: f64, tolerance: f64, most: i32, targetPower: f64,
): f64 {
  const goal = tolerance * targetPower;
  const row = <usize>width << 3;
  for (let sweep = 1; sweep <= most; sweep++) {
    let largestWeight: f64 = 0, largestChange: f64 = 0;
    let line = table;
    for (let p = 0; p < features; p++, line += row) {
      const at = <usize>p << 3;
      const power = f64.load(powers + at);
      if (power == 0) continue;
      const before = f64.load(weights + at);
      const slope = ofFeatures ? dot(line, left, width) : f64.load(left + at);
      const pull = slope + power * before;
      const size = abs(pull) - l1;
      const after = size > 0 ? (pull > 0 ? size : -size) / (power + l2) : 0;
      if (after != before) {
        subtract(left, line, after - before, width);
        f64.store(weights + at, after);
        largestChange = max(largestChange, abs(after - before));
      }
      largestWeight = max(largestWeight, abs(after));
    }
    if (largestWeight == 0 || largestChange < tolerance * largestWeight || sweep == most) {
      gapOf = gap(weights, features, width, ofFeatures, table, start, left, l1, l2, targetPower);
      if (gapOf < goal || goal == 0) return sweep;
    }
  }
  return -most;
}

function gap(
  weights: usize, features: i32, width: i32, ofFeatures: i32, table: usize, start: usize, left: usize, l1: f64, l2: f64,
  targetPower: f64,
): f64 {
  let steepest: f64 = 0, squares: f64 = 0, absolute: f64 = 0, power: f64 = 0, target: f64 = 0;
  const row = <usize>width << 3;
  for (let p = 0; p < features; p++) {
    const at = <usize>p << 3;
    const weight = f64.load(weights + at);
    const slope = ofFeatures ? dot(table + <usize>p * row, left, width) : f64.load(left + at);
    const size = abs(slope - l2 * weight);
    steepest = max(steepest, size);
    squares += (size + l1) * (size + l1);
    absolute += abs(weight);
  }
  if (l1 < 1e-6 * l2) return squares / (2 * l2);
  if (ofFeatures) {
    power = dot(left, left, width);
    target = dot(left, start, width);
  } else {
    target = targetPower - dot(weights, start, width);
    power = target - dot(weights, left, width);
  }
  const scale = steepest > l1 ? l1 / steepest : 1;
  return (
    (steepest > l1 ? (power * (1 + scale * scale)) / 2 : power) +
    l1 * absolute -
    scale * target +
    (l2 * (1 + scale * scale) * dot(weights, weights, features)) / 2
  );
}
