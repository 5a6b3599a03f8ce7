import { pseudoInverse, Matrix as MlMatrix } from 'ml-matrix';
import { ConfigError, ndArray } from '@goal-driven/core/arrays';
import {
  column,
  columnMeans,
  columnsOf,
  dot,
  minusRow,
  multiply,
  requireFinite,
  requireSameRows,
  rowsOf,
  transpose,
  zeros,
  type Matrix,
} from './_matrix';
import type { LinearMap } from './LinearMap';
import { linearMap } from './_linearMap';

export type PlsOptions = {
  /** Number of latent components, at most min(samples - 1, p). 25 is customary. */
  readonly components: number;
  /** Divide each column by its standard deviation (ddof 1, 1 where that is 0). The four studies do not. */
  readonly scale?: boolean;
  /** The inner iteration stops when the squared change of the weights falls below this. */
  readonly tolerance?: number;
  readonly maxIterations?: number;
};

export type Pls = LinearMap & {
  /** Inner iterations per component. */
  readonly iterations: readonly number[];
};

const EPSILON = Number.EPSILON;

/**
 * Partial least squares regression, NIPALS with regression deflation (mode A), iterated literally as the
 * reference does: its loose tolerance stops before convergence, and scores depend on where.
 *
 * @param source X [samples, p]
 * @param target Y [samples, q]
 * @throws ConfigError when components exceed min(samples - 1, p)
 * @source Wold 1975; agrees with scikit-learn's PLSRegression (1.2) to 1e-8
 * @differs scikit-learn also takes components beyond samples - 1, where nothing is left to explain
 */
export function pls(source: Matrix, target: Matrix, options: PlsOptions): Pls {
  const { components, scale = false, tolerance = 1e-6, maxIterations = 500 } = options;
  requireFinite('pls', 'source', source, 2);
  requireFinite('pls', 'target', target, 2);
  requireSameRows('pls', ['source', source], ['target', target]);
  const most = Math.min(rowsOf(source) - 1, columnsOf(source));
  if (!Number.isInteger(components) || components < 1 || components > most) {
    throw new ConfigError(
      `pls: components must be an integer in 1 .. ${most} (min of samples - 1 and features), got ${components}`,
    );
  }
  const x = standardise(source, scale);
  const y = standardise(target, scale);
  const latent = nipals(x.values, y.values, { components, tolerance, maxIterations });
  const coefficients = regression(latent);
  for (let p = 0; p < columnsOf(source); p++) {
    for (let q = 0; q < columnsOf(target); q++) {
      coefficients.values[p * columnsOf(target) + q]! *= y.deviations[q]! / x.deviations[p]!;
    }
  }
  return { ...linearMap(coefficients, x.means, y.means), iterations: latent.iterations };
}

type Standardised = { values: Matrix; means: Float64Array; deviations: Float64Array };

function standardise(matrix: Matrix, scale: boolean): Standardised {
  const means = columnMeans(matrix);
  const centred = minusRow(matrix, means);
  const columns = columnsOf(matrix);
  const deviations = new Float64Array(columns).fill(1);
  if (!scale) return { values: centred, means, deviations };
  for (let c = 0; c < columns; c++) {
    const values = column(centred, c);
    const deviation = Math.sqrt(dot(values, values) / (values.length - 1));
    deviations[c] = deviation === 0 ? 1 : deviation;
  }
  return {
    values: {
      values: centred.values.map((value, index) => value / deviations[index % columns]!),
      shape: matrix.shape,
    },
    means,
    deviations,
  };
}

/** Weights and loadings, one row per component. */
type Latent = {
  weights: Matrix;
  sourceLoadings: Matrix;
  targetLoadings: Matrix;
  iterations: readonly number[];
};

function nipals(
  source: Matrix,
  target: Matrix,
  { components, tolerance, maxIterations }: { components: number; tolerance: number; maxIterations: number },
): Latent {
  const [p, q] = [columnsOf(source), columnsOf(target)];
  const x = { values: source.values.slice(), shape: source.shape };
  const y = { values: target.values.slice(), shape: target.shape };
  const latent = {
    weights: zeros(components, p),
    sourceLoadings: zeros(components, p),
    targetLoadings: zeros(components, q),
  };
  const iterations: number[] = [];
  for (let a = 0; a < components; a++) {
    clearVanished(y);
    const start = firstColumnLeft(y);
    if (start === undefined) break;
    const { weights, rounds } = weightsOf(x, y, start, { tolerance, maxIterations });
    iterations.push(rounds);
    const scores = timesVector(x, weights);
    const power = dot(scores, scores);
    const sourceLoading = scaled(vectorTimes(scores, x), 1 / power);
    deflate(x, scores, sourceLoading);
    const targetLoading = scaled(vectorTimes(scores, y), 1 / power);
    deflate(y, scores, targetLoading);
    latent.weights.values.set(weights, a * p);
    latent.sourceLoadings.values.set(sourceLoading, a * p);
    latent.targetLoadings.values.set(targetLoading, a * q);
  }
  return { ...latent, iterations };
}

/** The power iteration for one component, its weights made positive at their largest entry. */
function weightsOf(
  x: Matrix,
  y: Matrix,
  start: Float64Array,
  { tolerance, maxIterations }: { tolerance: number; maxIterations: number },
): { weights: Float64Array; rounds: number } {
  let targetScores = start;
  let previous: Float64Array = new Float64Array(columnsOf(x)).fill(100);
  for (let round = 1; ; round++) {
    const direction = scaled(vectorTimes(targetScores, x), 1 / dot(targetScores, targetScores));
    const weights = scaled(direction, 1 / (Math.sqrt(dot(direction, direction)) + EPSILON));
    const scores = timesVector(x, weights);
    const loading = scaled(vectorTimes(scores, y), 1 / dot(scores, scores));
    const change = weights.map((weight, index) => weight - previous[index]!);
    if (columnsOf(y) === 1 || dot(change, change) < tolerance || round === maxIterations) {
      return { weights: positiveAtLargest(weights), rounds: round };
    }
    targetScores = scaled(timesVector(y, loading), 1 / (dot(loading, loading) + EPSILON));
    previous = weights;
  }
}

function positiveAtLargest(weights: Float64Array): Float64Array {
  let largest = 0;
  weights.forEach((weight, index) => {
    if (Math.abs(weight) > Math.abs(weights[largest]!)) largest = index;
  });
  return weights[largest]! < 0 ? weights.map((weight) => -weight) : weights;
}

/** `W (P^T W)^-1 Q^T` with components as rows: [p, q]. */
function regression({ weights, sourceLoadings, targetLoadings, iterations }: Latent): Matrix {
  const count = iterations.length;
  const first = (matrix: Matrix): Matrix =>
    ndArray(matrix.values.slice(0, count * columnsOf(matrix)), [count, columnsOf(matrix)]);
  const [w, p, q] = [first(weights), first(sourceLoadings), first(targetLoadings)];
  const inner = multiply(p, transpose(w));
  const inverse = pseudoInverse(MlMatrix.from1DArray(count, count, inner.values));
  const rotation = multiply(transpose(w), ndArray(Float64Array.from(inverse.to1DArray()), [count, count]));
  return multiply(rotation, q);
}

/** Columns of the residual that rounding alone has left become exact zeros. */
function clearVanished(y: Matrix): void {
  const columns = columnsOf(y);
  for (let c = 0; c < columns; c++) {
    if (column(y, c).every((value) => Math.abs(value) < 10 * EPSILON)) {
      for (let index = c; index < y.values.length; index += columns) y.values[index] = 0;
    }
  }
}

function firstColumnLeft(y: Matrix): Float64Array | undefined {
  for (let c = 0; c < columnsOf(y); c++) {
    const values = column(y, c);
    if (values.some((value) => Math.abs(value) > EPSILON)) return values;
  }
  return undefined;
}

const timesVector = (matrix: Matrix, vector: Float64Array): Float64Array =>
  multiply(matrix, ndArray(vector, [vector.length, 1])).values;

const vectorTimes = (vector: Float64Array, matrix: Matrix): Float64Array =>
  multiply(ndArray(vector, [1, vector.length]), matrix).values;

const scaled = (vector: Float64Array, factor: number): Float64Array => vector.map((value) => value * factor);

function deflate(matrix: Matrix, scores: Float64Array, loading: Float64Array): void {
  const columns = loading.length;
  for (let row = 0; row < scores.length; row++) {
    for (let c = 0; c < columns; c++) matrix.values[row * columns + c]! -= scores[row]! * loading[c]!;
  }
}
