import { pseudoInverse, Matrix as MlMatrix } from 'ml-matrix';
import { ConfigError, ndArray } from '@goal-driven/core/arrays';
import { materialised, uncentred, type CentredTable } from './_centredTable';
import { exactMeans } from './_exactMeans';
import { factoredMap, linearMap, withMap } from './_linearMap';
import type { LinearMap } from './LinearMap';
import {
  columnsOf,
  multiply,
  multiplyTransposed,
  requireTables,
  rowsOf,
  zeros,
  type Matrix,
} from './_matrix';
import { nipals, type Latent, type NipalsOptions } from './_nipals';
import { rowBasis } from './_rowBasis';

export type PlsOptions = {
  /** Number of latent components, at most min(samples - 1, p). 25 is customary. */
  readonly components: number;
  /** Divide each column by its standard deviation (ddof 1, 1 where that is 0). The four studies do not. */
  readonly scale?: boolean;
  /** The inner iteration stops when the squared change of the weights falls below this. */
  readonly tolerance?: number;
  /** Rounds for one component, at most; 500 by default. */
  readonly maxIterations?: number;
  /** Called after each component. */
  readonly onProgress?: (done: number, total: number) => void;
};

export type Pls = LinearMap & {
  /** Inner iterations per component. */
  readonly iterations: readonly number[];
};

/**
 * Partial least squares regression, NIPALS with regression deflation (mode A), iterated round for round as the
 * reference does: its loose tolerance stops before convergence, and scores depend on where. The rounds run on
 * covariances, which is the same and far less work; coefficients are computed when they are read.
 *
 * @param source X [samples, p]
 * @param target Y [samples, q]
 * @throws ConfigError when components exceed min(samples - 1, p)
 * @source Wold 1975; agrees with scikit-learn's PLSRegression (1.2) to 1e-8
 * @differs scikit-learn also takes components beyond samples - 1, where nothing is left to explain, and gives NaN for a
 *   source that does not vary, where this predicts the mean
 */
export function pls(source: Matrix, target: Matrix, options: PlsOptions): Pls {
  const { components, scale = false, tolerance = 1e-6, maxIterations = 500, onProgress } = options;
  requireTables('pls', source, target);
  const most = Math.min(rowsOf(source) - 1, columnsOf(source));
  if (!Number.isInteger(components) || components < 1 || components > most) {
    throw new ConfigError(
      `pls: components must be an integer in 1 .. ${most} (min of samples - 1 and features), got ${components}`,
    );
  }
  const x = standardise(source, scale);
  const y = standardise(target, scale);
  const { latent, basis } = latentOf(x, materialised(y), {
    components,
    tolerance,
    maxIterations,
    onProgress,
  });
  const { iterations } = latent;
  if (iterations.length === 0)
    return { ...linearMap(zeros(columnsOf(source), columnsOf(target)), x.means, y.means), iterations };
  const { rotation, loadings } = factors(latent);
  const left = basis === undefined ? rotation : multiply(rotation, basis);
  if (x.factors !== undefined) scaleColumns(left, x.factors);
  if (y.factors !== undefined)
    scaleColumns(
      loadings,
      y.factors.map((factor) => 1 / factor),
    );
  return withMap(factoredMap(uncentred(left), loadings, [x.means, y.means]), { iterations });
}

function latentOf(x: CentredTable, y: Matrix, options: NipalsOptions): { latent: Latent; basis?: Matrix } {
  const [n, p, q] = [rowsOf(x.table), columnsOf(x.table), columnsOf(y)];
  // In a basis of the rows of x every length and product stays, and its covariances with y are fewer. Making the basis
  // costs 2 n^2 p; without it come n p q for covariances and some p min(p, q)^2 for their products.
  if (p <= n || 2 * n * n >= n * q + 12 * Math.min(p, q) ** 2) return { latent: nipals(x, y, options) };
  const { basis, coordinates } = rowBasis(materialised(x));
  return { latent: nipals(uncentred(coordinates), y, options), basis };
}

function standardise(table: Matrix, scale: boolean): CentredTable {
  const means = exactMeans(table);
  if (!scale) return { table, means };
  const columns = columnsOf(table);
  const squares = new Float64Array(columns);
  for (let start = 0; start < table.values.length; start += columns)
    for (let c = 0; c < columns; c++) squares[c]! += (table.values[start + c]! - means[c]!) ** 2;
  const deviation = (square: number) => (square === 0 ? 1 : Math.sqrt(square / (rowsOf(table) - 1)));
  return { table, means, factors: squares.map((square) => 1 / deviation(square)) };
}

/** Coefficients are `rotation^T loadings`, with `rotation^T = W (P^T W)^-1`. */
function factors({ weights, sourceLoadings, targetLoadings }: Latent): {
  rotation: Matrix;
  loadings: Matrix;
} {
  const count = rowsOf(weights);
  const inner = multiplyTransposed(sourceLoadings, weights);
  const inverse = pseudoInverse(MlMatrix.from1DArray(count, count, inner.values));
  const turned = ndArray(Float64Array.from(inverse.transpose().to1DArray()), [count, count]);
  return { rotation: multiply(turned, weights), loadings: targetLoadings };
}

function scaleColumns({ values }: Matrix, factors: Float64Array): void {
  for (let start = 0; start < values.length; start += factors.length)
    for (let c = 0; c < factors.length; c++) values[start + c]! *= factors[c]!;
}
