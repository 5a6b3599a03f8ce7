import { ConfigError, ShapeError } from '@goal-driven/core/arrays';
import { columnBasis, leadingColumns, svd } from './_decompositions';
import { exactMeans } from './_exactMeans';
import {
  columnsOf,
  minusRow,
  multiply,
  requireFinite,
  requireSameRows,
  rowsOf,
  transpose,
  type Matrix,
} from './_matrix';

export type Cca = {
  /** Descending, in 0 .. 1, as many as the smaller rank. */
  readonly correlations: Float64Array;
  /** Mean correlation; NaN where a side does not vary. */
  readonly mean: number;
  /** Mean squared correlation. */
  readonly meanSquared: number;
  /** Number of independent directions in x and in y. */
  readonly ranks: readonly [x: number, y: number];
  /** Stimuli. */
  readonly n: number;
  /** Stimuli are no more than the ranks together: correlations of 1 may then say nothing. */
  readonly underdetermined: boolean;
};

/**
 * Canonical correlations: those of the best matched pair of directions in x and y, of the next best orthogonal to
 * it, and so on. Indifferent to any invertible map of the units of either side.
 *
 * @param x [stimuli, units]
 * @param y [stimuli, units]
 * @returns no correlations and a mean of NaN where a side does not vary
 * @throws ShapeError for different stimuli or fewer than 2
 * @source Hotelling 1936, Biometrika 28; through orthonormal bases (Björck & Golub 1973), directions below 1e-10 of
 *   the largest singular value dropped
 */
export function cca(x: Matrix, y: Matrix): Cca {
  const [a, b] = centredPair('cca', x, y);
  return fromBases(columnBasis(a), columnBasis(b)).cca;
}

/**
 * Singular vector CCA: canonical correlations of the leading principal components of either side, as few as hold the
 * given share of its variance. Noise in small directions no longer matches noise.
 *
 * @param share of variance (squared singular values) to keep, in (0, 1]
 * @throws ConfigError for a share outside of that, ShapeError as `cca`
 * @source Raghu et al. 2017, NeurIPS 30
 * @differs the authors' code takes shares of summed singular values, adds an epsilon to covariances, and leaves the
 *   last correlation out of its mean
 */
export function svcca(x: Matrix, y: Matrix, { share = 0.99 }: { readonly share?: number } = {}): Cca {
  if (!(share > 0 && share <= 1)) throw new ConfigError(`svcca: share must be in (0, 1], got ${share}`);
  const [a, b] = centredPair('svcca', x, y);
  return fromBases(leadingBasis(a, share), leadingBasis(b, share)).cca;
}

/**
 * Projection weighted CCA: the mean of canonical correlations weighted by how much of x each direction of x accounts
 * for, `alpha_i = sum_j |<h_i, x_j>|`. Not symmetric; directions with equal correlations (all of 1 where stimuli are
 * few) are not unique, and neither are their weights.
 *
 * @param x [stimuli, units]
 * @param y [stimuli, units]
 * @returns the weighted mean, 0 .. 1, and the weights, which sum to 1; NaN where a side does not vary
 * @source Morcos, Raghu & Bengio 2018, NeurIPS 31
 */
export function pwcca(
  x: Matrix,
  y: Matrix,
): { readonly mean: number; readonly weights: Float64Array; readonly cca: Cca } {
  const [a, b] = centredPair('pwcca', x, y);
  const { cca: result, directions } = fromBases(columnBasis(a), columnBasis(b));
  const projections = multiply(transpose(directions), a);
  const weights = new Float64Array(result.correlations.length);
  projections.values.forEach((value, at) => (weights[Math.floor(at / columnsOf(a))]! += Math.abs(value)));
  const sum = weights.reduce((all, weight) => all + weight, 0);
  const shares = weights.map((weight) => weight / sum);
  const mean = result.correlations.reduce((all, rho, i) => all + shares[i]! * rho, 0);
  return { mean: result.correlations.length > 0 ? mean : NaN, weights: shares, cca: result };
}

function centredPair(who: string, x: Matrix, y: Matrix): [Matrix, Matrix] {
  requireFinite(who, 'x', x, 2);
  requireFinite(who, 'y', y, 2);
  requireSameRows(who, ['x', x], ['y', y]);
  if (rowsOf(x) < 2) throw new ShapeError(`${who}: stimuli must be at least 2, got ${rowsOf(x)}`);
  return [minusRow(x, exactMeans(x)), minusRow(y, exactMeans(y))];
}

function leadingBasis(matrix: Matrix, share: number): Matrix {
  const { left, values } = svd(matrix);
  const rank = values.filter((value) => value > 1e-10 * values[0]!).length;
  const variance = values.reduce((sum, value) => sum + value * value, 0);
  let count = 0;
  for (let held = 0; count < rank && held < share * variance * (1 - 1e-12); count++)
    held += values[count]! ** 2;
  return leadingColumns(left, count);
}

function fromBases(a: Matrix, b: Matrix): { cca: Cca; directions: Matrix } {
  const ranks = [columnsOf(a), columnsOf(b)] as const;
  const n = rowsOf(a);
  const count = Math.min(...ranks);
  const underdetermined = n <= ranks[0] + ranks[1];
  if (count === 0) {
    const nothing = { correlations: new Float64Array(0), mean: NaN, meanSquared: NaN };
    return { cca: { ...nothing, ranks, n, underdetermined }, directions: leadingColumns(a, 0) };
  }
  const { left, values } = svd(multiply(transpose(a), b));
  const correlations = values.map((value) => Math.min(1, value));
  const mean = correlations.reduce((sum, rho) => sum + rho, 0) / count;
  const meanSquared = correlations.reduce((sum, rho) => sum + rho * rho, 0) / count;
  return {
    cca: { correlations, mean, meanSquared, ranks, n, underdetermined },
    directions: multiply(a, left),
  };
}
