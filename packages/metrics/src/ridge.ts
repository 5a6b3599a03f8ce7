import { ConfigError } from '@goal-driven/core/arrays';
import { columnsOf, requireTables, type Matrix } from './_matrix';
import type { LinearMap } from './LinearMap';
import { ridgeMap, ridgeProblem, spectralMap, spectrumOf, type Alphas } from './_ridgeProblem';

export type RidgeOptions = {
  /**
   * Penalty on the squared coefficients, > 0; one for all targets or one for each. The loss is a sum over samples, so it
   * does not scale with n.
   */
  readonly alpha: number | ArrayLike<number>;
};

/**
 * Ridge regression with an unpenalised intercept: minimises `||Yc - Xc W||^2 + alpha ||W||^2` after
 * centring by the training means. Solved in the dual where features outnumber samples; the coefficients are then
 * computed from the source when they are read, and predictions do without them: leave the source as it is while the map
 * is in use.
 *
 * @param source X [samples, p]
 * @param target Y [samples, q]
 * @throws ShapeError for different numbers of samples, DataError for entries that are not finite,
 *   ConfigError unless alpha > 0, once or q times
 * @source Hoerl & Kennard 1970; agrees with scikit-learn's Ridge
 */
export function ridge(source: Matrix, target: Matrix, { alpha }: RidgeOptions): LinearMap {
  requireTables('ridge', source, target);
  requireAlpha('ridge', alpha, columnsOf(target));
  const problem = ridgeProblem(source, target);
  if (typeof alpha === 'number') return ridgeMap(problem, alpha);
  return spectralMap(problem, spectrumOf(problem), alpha);
}

/**
 * Ridge at every alpha from one decomposition; arguments and errors as `ridge`.
 *
 * @param source [samples, p]
 * @param target [samples, q]
 * @returns one map for each alpha, in their order
 * @throws ConfigError for no alphas
 */
export function ridgePath(
  source: Matrix,
  target: Matrix,
  { alphas }: { readonly alphas: readonly number[] },
): LinearMap[] {
  requireTables('ridgePath', source, target);
  requireAlphas('ridgePath', alphas);
  const problem = ridgeProblem(source, target);
  const spectrum = spectrumOf(problem);
  return alphas.map((alpha) => spectralMap(problem, spectrum, alpha));
}

/** @throws ConfigError unless there are alphas, all above 0 */
export function requireAlphas(who: string, alphas: readonly number[]): void {
  if (alphas.length === 0) throw new ConfigError(`${who}: alphas must hold at least one, got none`);
  alphas.forEach((alpha) => requireAlpha(who, alpha, 1));
}

function requireAlpha(who: string, alpha: Alphas, targets: number): void {
  const all = typeof alpha === 'number' ? [alpha] : Array.from(alpha);
  if (typeof alpha !== 'number' && all.length !== targets) {
    throw new ConfigError(
      `${who}: alpha must be one or one for each of ${targets} targets, got ${all.length}`,
    );
  }
  for (const value of all) {
    if (!(value > 0 && value < Infinity))
      throw new ConfigError(`${who}: alpha must be greater than 0, got ${value}`);
  }
}
