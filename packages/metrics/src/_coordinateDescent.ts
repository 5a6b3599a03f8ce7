import { dot, dotAt } from './_matrix';

/** Penalties times the number of samples, and when to stop. */
export type Penalty = {
  readonly l1: number;
  readonly l2: number;
  readonly tolerance: number;
  readonly maxSweeps: number;
};

export type Fit = { readonly sweeps: number; readonly gap: number; readonly converged: boolean };

/**
 * What the sweeps know of features and target: `slopes` is `X^T r` of the residual r, kept up to date. From products of
 * features a changed weight costs p, from the residual n; the sweeps are the same.
 */
export type Descent = {
  /** [p], warm at the start of a fit. */
  readonly weights: Float64Array;
  /** [p], squared lengths of the features. */
  readonly powers: Float64Array;
  slope(feature: number): number;
  /** Adds to a weight. */
  change(feature: number, by: number): void;
  /** Of the duality gap: squared length of the residual, its product with the target, and the target's squared length. */
  residual(): { readonly power: number; readonly target: number };
  readonly targetPower: number;
};

/** From products: `products` [p, p] of the features, `start` [p] with the target. */
export function descentOfProducts(
  products: Float64Array,
  powers: Float64Array,
  start: Float64Array,
  targetPower: number,
): Descent {
  const p = powers.length;
  const weights = new Float64Array(p);
  const slopes = start.slice();
  return {
    weights,
    powers,
    targetPower,
    slope: (feature) => slopes[feature]!,
    change: (feature, by) => {
      weights[feature]! += by;
      const row = feature * p;
      for (let i = 0; i < p; i++) slopes[i]! -= by * products[row + i]!;
    },
    residual: () => {
      const [explained, left] = [dot(weights, start), dot(weights, slopes)];
      return { power: targetPower - explained - left, target: targetPower - explained };
    },
  };
}

/** From the features themselves, [p, n], and the target [n]. */
export function descentOfFeatures(
  features: Float64Array,
  powers: Float64Array,
  target: Float64Array,
): Descent {
  const n = target.length;
  const weights = new Float64Array(powers.length);
  const residual = target.slice();
  return {
    weights,
    powers,
    targetPower: dot(target, target),
    slope: (feature) => dotAt(features, feature * n, residual, 0, n),
    change: (feature, by) => {
      weights[feature]! += by;
      const row = feature * n;
      for (let i = 0; i < n; i++) residual[i]! -= by * features[row + i]!;
    },
    residual: () => ({ power: dot(residual, residual), target: dot(residual, target) }),
  };
}

/** Sweeps over the weights, in place, until scikit-learn's rule is met. */
export function descend(descent: Descent, { l1, l2, tolerance, maxSweeps }: Penalty): Fit {
  const { weights, powers, targetPower } = descent;
  const goal = tolerance * targetPower;
  let gap = Infinity;
  for (let sweep = 1; sweep <= maxSweeps; sweep++) {
    let [largestWeight, largestChange] = [0, 0];
    for (let p = 0; p < powers.length; p++) {
      const power = powers[p]!;
      if (power === 0) continue;
      const before = weights[p]!;
      const pull = descent.slope(p) + power * before;
      const size = Math.abs(pull) - l1;
      const after = size > 0 ? (pull > 0 ? size : -size) / (power + l2) : 0;
      if (after !== before) {
        descent.change(p, after - before);
        weights[p] = after;
        largestChange = Math.max(largestChange, Math.abs(after - before));
      }
      largestWeight = Math.max(largestWeight, Math.abs(after));
    }
    if (largestWeight === 0 || largestChange < tolerance * largestWeight || sweep === maxSweeps) {
      gap = dualityGap(descent, l1, l2);
      if (gap < goal || goal === 0) return { sweeps: sweep, gap, converged: true };
    }
  }
  return { sweeps: maxSweeps, gap, converged: false };
}

/**
 * How far the objective can still fall, at most. Where the absolute penalty all but vanishes its dual point
 * says nothing; the squared penalty's strong convexity then bounds the fall by the gradient.
 */
function dualityGap(descent: Descent, l1: number, l2: number): number {
  const { weights } = descent;
  let [steepest, squares, absolute] = [0, 0, 0];
  for (let p = 0; p < weights.length; p++) {
    const slope = Math.abs(descent.slope(p) - l2 * weights[p]!);
    steepest = Math.max(steepest, slope);
    squares += (slope + l1) ** 2;
    absolute += Math.abs(weights[p]!);
  }
  if (l1 < 1e-6 * l2) return squares / (2 * l2);
  const { power, target } = descent.residual();
  const scale = steepest > l1 ? l1 / steepest : 1;
  return (
    (steepest > l1 ? (power * (1 + scale * scale)) / 2 : power) +
    l1 * absolute -
    scale * target +
    (l2 * (1 + scale * scale) * dot(weights, weights)) / 2
  );
}
