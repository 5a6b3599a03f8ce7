import { ConfigError, DataError, ndArray, ShapeError } from '@goal-driven/core/arrays';
import { gram } from './_gram';
import { columnsOf, multiply, requireFinite, rowsOf, transpose, type Matrix } from './_matrix';
import { meanOfData, nmfStart, type NmfStart } from './_nmfStart';
import { requireCount } from './_vectors';

export type NmfOptions = {
  /** How many, at least 1. */
  readonly components: number;
  /** `coordinateDescent` by default. */
  readonly solver?: 'coordinateDescent' | 'multiplicative';
  /** From singular vectors by default. */
  readonly start?: NmfStart;
  /** Of the projected gradient (coordinate descent) or of the error's decrease (multiplicative), to the first. */
  readonly tolerance?: number;
  /** 200 by default. */
  readonly maxSweeps?: number;
};

export type Nmf = {
  /** W [samples, components], none negative */
  readonly weights: Matrix;
  /** H [components, features], none negative */
  readonly components: Matrix;
  /** Frobenius norm of what is left. */
  readonly error: number;
  /** Sweeps that were made. */
  readonly sweeps: number;
  /** Whether the tolerance was met before `maxSweeps`. */
  readonly converged: boolean;
  /** Weights of other samples with these components: [samples, features] -> [samples, components]. */
  readonly transform: (samples: Matrix) => Matrix;
};

/**
 * Non-negative matrix factorisation: W and H, none negative, that minimise `||X - W H||^2`. A local minimum, so it
 * depends on the start.
 *
 * @param data X [samples, features], none negative
 * @throws DataError for a negative entry, ConfigError for options out of range; from `transform`, ShapeError for other
 *   features
 * @source Lee & Seung 2001 (multiplicative); Cichocki & Phan 2009 (coordinate descent). Sweeps, stopping rules and
 *   starts are scikit-learn 1.2's
 */
export function nmf(data: Matrix, options: NmfOptions): Nmf {
  const { components, solver = 'coordinateDescent', start = { kind: 'nndsvd', zeros: 'mean' } } = options;
  const { tolerance = 1e-4, maxSweeps = 200 } = options;
  requireNonNegative('nmf', 'data', data);
  requireCount('nmf', 'components', components, 1);
  requireCount('nmf', 'maxSweeps', maxSweeps, 1);
  if (!(tolerance >= 0)) throw new ConfigError(`nmf: tolerance must be at least 0, got ${tolerance}`);
  if (solver !== 'coordinateDescent' && solver !== 'multiplicative')
    throw new ConfigError(`nmf: solver must be coordinateDescent or multiplicative, got ${String(solver)}`);
  const { weights, parts } = nmfStart(data, components, start);
  const limits = { tolerance, maxSweeps };
  const solve = solver === 'coordinateDescent' ? descend : multiplicative;
  const { sweeps, converged } = solve(data, { weights, parts, updateParts: true }, limits);
  return {
    weights,
    components: transpose(parts),
    error: residual(data, weights, parts),
    sweeps,
    converged,
    transform: (samples) => {
      requireNonNegative('nmf.transform', 'samples', samples);
      if (columnsOf(samples) !== columnsOf(data))
        throw new ShapeError(
          `nmf.transform: samples must have ${columnsOf(data)} columns, got ${columnsOf(samples)}`,
        );
      const from = solver === 'coordinateDescent' ? 0 : Math.sqrt(meanOfData(samples) / components);
      const fitted = ndArray(new Float64Array(rowsOf(samples) * components).fill(from), [
        rowsOf(samples),
        components,
      ]);
      solve(samples, { weights: fitted, parts, updateParts: false }, limits);
      return fitted;
    },
  };
}

type Problem = { weights: Matrix; parts: Matrix; updateParts: boolean };
type Limits = { tolerance: number; maxSweeps: number };
type Outcome = { sweeps: number; converged: boolean };

/** Cyclic coordinate descent in place; stops when the projected gradient falls below its first size's share. */
function descend(
  data: Matrix,
  { weights, parts, updateParts }: Problem,
  { tolerance, maxSweeps }: Limits,
): Outcome {
  const turned = transpose(data);
  let first = 0;
  for (let sweep = 1; sweep <= maxSweeps; sweep++) {
    let violation = sweepOver(data, weights, parts);
    if (updateParts) violation += sweepOver(turned, parts, weights);
    if (sweep === 1) first = violation;
    if (first === 0 || violation / first <= tolerance) return { sweeps: sweep, converged: true };
  }
  return { sweeps: maxSweeps, converged: false };
}

/** One pass over all entries of `own` [n, k], with `other` [m, k] held: `data` is [n, m]. */
function sweepOver(data: Matrix, own: Matrix, other: Matrix): number {
  const k = columnsOf(own);
  const otherRows = transpose(other);
  const hessian = gram(otherRows, otherRows).values;
  const linear = gram(data, otherRows).values;
  const { values } = own;
  let violation = 0;
  for (let row = 0; row < values.length; row += k) {
    for (let t = 0; t < k; t++) {
      let gradient = -linear[row + t]!;
      for (let r = 0; r < k; r++) gradient += hessian[t * k + r]! * values[row + r]!;
      const value = values[row + t]!;
      violation += Math.abs(value === 0 ? Math.min(0, gradient) : gradient);
      const curvature = hessian[t * k + t]!;
      if (curvature !== 0) values[row + t] = Math.max(value - gradient / curvature, 0);
    }
  }
  return violation;
}

/** Multiplicative updates in place; every tenth sweep looks at the error's decrease. */
function multiplicative(data: Matrix, problem: Problem, { tolerance, maxSweeps }: Limits): Outcome {
  const { weights, parts, updateParts } = problem;
  const turned = transpose(data);
  const first = residual(data, weights, parts);
  let previous = first;
  for (let sweep = 1; sweep <= maxSweeps; sweep++) {
    scaleEntries(data, weights, parts);
    if (updateParts) scaleEntries(turned, parts, weights);
    if (tolerance > 0 && sweep % 10 === 0) {
      const error = residual(data, weights, parts);
      if (first === 0 || (previous - error) / first < tolerance) return { sweeps: sweep, converged: true };
      previous = error;
    }
  }
  return { sweeps: maxSweeps, converged: false };
}

function scaleEntries(data: Matrix, own: Matrix, other: Matrix): void {
  const otherRows = transpose(other);
  const numerator = gram(data, otherRows).values;
  const denominator = multiply(own, gram(otherRows, otherRows)).values;
  // The smallest step of single precision, as scikit-learn has it, where the denominator vanishes.
  own.values.forEach(
    (value, at) => (own.values[at] = value * (numerator[at]! / (denominator[at]! || 2 ** -23))),
  );
}

function residual(data: Matrix, weights: Matrix, parts: Matrix): number {
  const product = gram(weights, parts).values;
  return Math.sqrt(data.values.reduce((sum, value, at) => sum + (value - product[at]!) ** 2, 0));
}

function requireNonNegative(who: string, name: string, data: Matrix): void {
  requireFinite(who, name, data, 2);
  const index = data.values.findIndex((value) => value < 0);
  if (index >= 0)
    throw new DataError(
      `${who}: ${name} must not be negative, got ${data.values[index]} at flat index ${index}`,
    );
}
