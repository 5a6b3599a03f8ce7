import { ConfigError, NumericalError, ndArray } from '@goal-driven/core/arrays';
import { descend } from './_coordinateDescent';
import { descentOn, elasticNetProblem, type ElasticNetProblem } from './_elasticNetProblem';
import { linearMap } from './_linearMap';
import type { LinearMap } from './LinearMap';
import {
  columnMeans,
  columnsOf,
  minusRow,
  multiplyFirstTransposed,
  requireTables,
  rowsOf,
  type Matrix,
} from './_matrix';

export type ElasticNetOptions = {
  /** Strength of the penalty, >= 0. The loss is a mean over samples, so it does not grow with n. */
  readonly alpha: number;
  /** Share of the penalty on absolute coefficients, 0 .. 1; 1 is the lasso. */
  readonly l1Ratio?: number;
  /** Stops when the duality gap falls below this times the target's sum of squares. */
  readonly tolerance?: number;
  /** Sweeps over all features, at most; 1000 by default. */
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
  requireTables('elasticNet', source, target);
  if (!(alpha >= 0)) throw new ConfigError(`elasticNet: alpha must be at least 0, got ${alpha}`);
  if (!(l1Ratio >= 0 && l1Ratio <= 1))
    throw new ConfigError(`elasticNet: l1Ratio must be in 0 .. 1, got ${l1Ratio}`);
  const problem = elasticNetProblem(source, target, tolerance);
  const penalties = Array.from({ length: columnsOf(target) }, () => ({ alpha, l1Ratio }));
  return fitTargets('elasticNet', problem, penalties, { tolerance, maxSweeps });
}

/**
 * Fits every target with its own penalty.
 *
 * @throws NumericalError when one has not converged
 */
export function fitTargets(
  who: string,
  problem: ElasticNetProblem,
  penalties: readonly { readonly alpha: number; readonly l1Ratio: number }[],
  { tolerance, maxSweeps }: { readonly tolerance: number; readonly maxSweeps: number },
): ElasticNet {
  const { n, means } = problem;
  const [features, targets] = [means[0].length, penalties.length];
  const coefficients = new Float64Array(features * targets);
  const sweeps = penalties.map(({ alpha, l1Ratio }, target) => {
    const one = descentOn(problem, target);
    const penalty = { l1: n * alpha * l1Ratio, l2: n * alpha * (1 - l1Ratio), tolerance, maxSweeps };
    const fit = descend(one, penalty);
    if (!fit.converged) {
      throw new NumericalError(
        `${who}: target ${target} must converge within ${maxSweeps} sweeps, got a duality gap of ${fit.gap.toExponential(2)}. A larger alpha or more sweeps help.`,
      );
    }
    one.weights.forEach((weight, feature) => (coefficients[feature * targets + target] = weight));
    return fit.sweeps;
  });
  return { ...linearMap(ndArray(coefficients, [features, targets]), ...means), sweeps };
}

/** The elastic net with all of its penalty on absolute coefficients. */
export const lasso = (
  source: Matrix,
  target: Matrix,
  options: Omit<ElasticNetOptions, 'l1Ratio'>,
): ElasticNet => elasticNet(source, target, { ...options, l1Ratio: 1 });

/** The smallest alpha at which the lasso's coefficients are all 0, per target: `max |Xc^T yc| / n`. [targets]. */
export function largestUsefulAlpha(source: Matrix, target: Matrix): Float64Array {
  const x = minusRow(source, columnMeans(source));
  const y = minusRow(target, columnMeans(target));
  return largestSlopes(multiplyFirstTransposed(x, y)).map((slope) => slope / rowsOf(x));
}

/** Of each column the largest size. */
export function largestSlopes(slopes: Matrix): Float64Array {
  const targets = columnsOf(slopes);
  const largest = new Float64Array(targets);
  slopes.values.forEach((slope, at) => {
    largest[at % targets] = Math.max(largest[at % targets]!, Math.abs(slope));
  });
  return largest;
}
