import { ConfigError, NumericalError, ndArray } from '@goal-driven/core/arrays';
import {
  column,
  columnMeans,
  columnsOf,
  dot,
  minusRow,
  requireFinite,
  requireSameRows,
  rowsOf,
  type Matrix,
} from './_matrix';
import type { LinearMap } from './LinearMap';
import { linearMap } from './_linearMap';

export type ElasticNetOptions = {
  /** Strength of the penalty, >= 0. The loss is a mean over samples, so it does not grow with n. */
  readonly alpha: number;
  /** Share of the penalty on absolute coefficients, 0 .. 1; 1 is the lasso. */
  readonly l1Ratio?: number;
  /** Stops when the duality gap falls below this times the target's sum of squares. */
  readonly tolerance?: number;
  readonly maxSweeps?: number;
};

export type ElasticNet = LinearMap & {
  /** Sweeps of coordinate descent, per target. */
  readonly sweeps: readonly number[];
};

/**
 * Elastic net by cyclic coordinate descent, per target: minimises
 * `||yc - Xc w||^2 / (2n) + alpha l1 ||w||_1 + alpha (1 - l1) / 2 ||w||^2` after centring by the training
 * means. `ElasticNet(alpha / n, l1 -> 0)` is ridge(alpha).
 *
 * @param source X [samples, p]
 * @param target Y [samples, q]
 * @throws NumericalError when a target has not converged after `maxSweeps`; ConfigError for alpha < 0 or a
 *   ratio outside 0 .. 1
 * @source Friedman, Hastie & Tibshirani 2010; sweeps and stopping rule are scikit-learn's
 * @differs scikit-learn warns and goes on where this throws; with a ratio near 0, where its duality gap cannot
 *   close, it always warns, and this stops by the gradient
 */
export function elasticNet(source: Matrix, target: Matrix, options: ElasticNetOptions): ElasticNet {
  const { alpha, l1Ratio = 0.5, tolerance = 1e-4, maxSweeps = 1000 } = options;
  requireFinite('elasticNet', 'source', source, 2);
  requireFinite('elasticNet', 'target', target, 2);
  requireSameRows('elasticNet', ['source', source], ['target', target]);
  if (!(alpha >= 0)) throw new ConfigError(`elasticNet: alpha must be at least 0, got ${alpha}`);
  if (!(l1Ratio >= 0 && l1Ratio <= 1))
    throw new ConfigError(`elasticNet: l1Ratio must be in 0 .. 1, got ${l1Ratio}`);
  const sourceMeans = columnMeans(source);
  const targetMeans = columnMeans(target);
  const centred = minusRow(source, sourceMeans);
  const features = Array.from({ length: columnsOf(centred) }, (_, p) => column(centred, p));
  const centredTarget = minusRow(target, targetMeans);
  const n = rowsOf(source);
  const penalty = { l1: n * alpha * l1Ratio, l2: n * alpha * (1 - l1Ratio), tolerance, maxSweeps };
  const fits = Array.from({ length: columnsOf(target) }, (_, q) => {
    const fit = descend(features, column(centredTarget, q), penalty);
    if (!fit.converged) {
      throw new NumericalError(
        `elasticNet: target ${q} must converge within ${maxSweeps} sweeps, got a duality gap of ${fit.gap.toExponential(2)}. A larger alpha or more sweeps help.`,
      );
    }
    return fit;
  });
  const coefficients = new Float64Array(features.length * fits.length);
  fits.forEach(({ weights }, q) =>
    weights.forEach((weight, p) => (coefficients[p * fits.length + q] = weight)),
  );
  const map = linearMap(ndArray(coefficients, [features.length, fits.length]), sourceMeans, targetMeans);
  return { ...map, sweeps: fits.map(({ sweeps }) => sweeps) };
}

/** The elastic net with all of its penalty on absolute coefficients. */
export const lasso = (
  source: Matrix,
  target: Matrix,
  options: Omit<ElasticNetOptions, 'l1Ratio'>,
): ElasticNet => elasticNet(source, target, { ...options, l1Ratio: 1 });

/** The smallest alpha at which the lasso's coefficients are all 0, per target: `max |Xc^T yc| / n`. */
export function largestUsefulAlpha(source: Matrix, target: Matrix): Float64Array {
  const x = minusRow(source, columnMeans(source));
  const y = minusRow(target, columnMeans(target));
  const correlations = (q: number) =>
    Array.from({ length: columnsOf(x) }, (_, p) => Math.abs(dot(column(x, p), column(y, q))));
  return Float64Array.from({ length: columnsOf(y) }, (_, q) => Math.max(...correlations(q)) / rowsOf(x));
}

type Penalty = { l1: number; l2: number; tolerance: number; maxSweeps: number };
type Fit = { weights: Float64Array; sweeps: number; gap: number; converged: boolean };

function descend(features: readonly Float64Array[], target: Float64Array, penalty: Penalty): Fit {
  const { l1, l2, tolerance, maxSweeps } = penalty;
  const weights = new Float64Array(features.length);
  const residual = target.slice();
  const powers = features.map((feature) => dot(feature, feature));
  const goal = tolerance * dot(target, target);
  let gap = Infinity;
  for (let sweep = 1; sweep <= maxSweeps; sweep++) {
    let [largestWeight, largestChange] = [0, 0];
    features.forEach((feature, p) => {
      if (powers[p] === 0) return;
      const before = weights[p]!;
      const pull = dot(feature, residual) + powers[p]! * before;
      const after = (Math.sign(pull) * Math.max(Math.abs(pull) - l1, 0)) / (powers[p]! + l2);
      weights[p] = after;
      if (after !== before)
        for (let i = 0; i < residual.length; i++) residual[i]! -= (after - before) * feature[i]!;
      largestChange = Math.max(largestChange, Math.abs(after - before));
      largestWeight = Math.max(largestWeight, Math.abs(after));
    });
    if (largestWeight === 0 || largestChange < tolerance * largestWeight || sweep === maxSweeps) {
      gap = dualityGap(features, { target, residual, weights, l1, l2 });
      if (gap < goal || goal === 0) return { weights, sweeps: sweep, gap, converged: true };
    }
  }
  return { weights, sweeps: maxSweeps, gap, converged: false };
}

/**
 * How far the objective can still fall, at most. Where the absolute penalty all but vanishes its dual point
 * says nothing; the squared penalty's strong convexity then bounds the fall by the gradient.
 */
function dualityGap(
  features: readonly Float64Array[],
  fit: { target: Float64Array; residual: Float64Array; weights: Float64Array; l1: number; l2: number },
): number {
  const { target, residual, weights, l1, l2 } = fit;
  const gradient = features.map((feature, p) => dot(feature, residual) - l2 * weights[p]!);
  if (l1 < 1e-6 * l2) return gradient.reduce((sum, slope) => sum + (Math.abs(slope) + l1) ** 2, 0) / (2 * l2);
  const steepest = Math.max(...gradient.map(Math.abs));
  const scale = steepest > l1 ? l1 / steepest : 1;
  const power = dot(residual, residual);
  const absolute = weights.reduce((sum, weight) => sum + Math.abs(weight), 0);
  return (
    (steepest > l1 ? (power * (1 + scale * scale)) / 2 : power) +
    l1 * absolute -
    scale * dot(residual, target) +
    (l2 * (1 + scale * scale) * dot(weights, weights)) / 2
  );
}
