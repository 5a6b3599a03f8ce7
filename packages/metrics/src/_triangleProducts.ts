import { ConfigError, ShapeError } from '@goal-driven/core/arrays';
import { columnsOf, dot, rowsOf, transpose, type Matrix } from './_matrix';
import { averageRanks } from './_ranks';
import { allEqual, meanOf, total } from './_vectors';
import { whitenRows } from './_whitenRows';

type Triangles = readonly [a: Float64Array, b: Float64Array];

/** NaN where either is 0 throughout. */
export function cosine(a: Float64Array, b: Float64Array): number {
  const norms = Math.sqrt(dot(a, a) * dot(b, b));
  return norms === 0 ? NaN : Math.max(-1, Math.min(1, dot(a, b) / norms));
}

/** Pearson, Spearman or the cosine with weights per pair: means and products are weighted, ranks are not. */
export function weightedSimilarity(similarity: string, [a, b]: Triangles, weights: Float64Array): number {
  const roots = weights.map(Math.sqrt);
  const scaled = (values: Float64Array) => values.map((value, pair) => value * roots[pair]!);
  if (similarity === 'cosine') return cosine(scaled(a), scaled(b));
  if (similarity !== 'pearson' && similarity !== 'spearman')
    throw new ConfigError(
      `compareRdms: weights must come with pearson, spearman or cosine, got ${similarity}`,
    );
  const mass = total(weights);
  const centred = (values: Float64Array): Float64Array => {
    if (allEqual(values.filter((_, pair) => weights[pair]! > 0))) return values.map(() => NaN);
    const mean = dot(values, weights) / mass;
    return scaled(values.map((value) => value - mean));
  };
  const [x, y] = similarity === 'pearson' ? [a, b] : [averageRanks(a), averageRanks(b)];
  return cosine(centred(x), centred(y));
}

/** The cosine under the inverse of the distances' covariance, of distances or of distances less their mean. */
export function whitenedSimilarity(
  similarity: 'whitenedCosine' | 'whitenedPearson',
  [a, b]: Triangles,
  covariance?: Matrix,
): number {
  if (similarity === 'whitenedPearson' && (allEqual(a) || allEqual(b))) return NaN;
  const prepared = (triangle: Float64Array): Float64Array => {
    if (similarity === 'whitenedCosine') return triangle;
    const mean = meanOf(triangle);
    return triangle.map((value) => value - mean);
  };
  const whiten = (triangle: Float64Array) =>
    covariance ? whitenedBy(covariance, triangle) : doubleCentred(triangle);
  return cosine(whiten(prepared(a)), whiten(prepared(b)));
}

/** -D / 2, the table of a triangle: [stimuli, stimuli]. */
function halfNegative(triangle: Float64Array): Matrix {
  const n = (1 + Math.sqrt(1 + 8 * triangle.length)) / 2;
  const values = new Float64Array(n * n);
  for (let i = 0, at = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++, at++) {
      values[i * n + j] = -0.5 * triangle[at]!;
      values[j * n + i] = -0.5 * triangle[at]!;
    }
  }
  return { values, shape: [n, n] };
}

/**
 * Distances whose inner products are those under the inverse of their covariance, for noise that is equal and
 * independent: the double-centred table `-H D H / 2`, every entry. Avoids the covariance of n (n - 1) / 2 distances.
 */
function doubleCentred(triangle: Float64Array): Float64Array {
  const { values, shape } = halfNegative(triangle);
  const n = shape[0]!;
  const means = new Float64Array(n);
  values.forEach((value, at) => (means[at % n]! += value / n));
  const grand = total(means) / n;
  return values.map((value, at) => value - means[Math.floor(at / n)]! - means[at % n]! + grand);
}

/**
 * The same for noise covariance `S = L L^T`: `-A D A^T / 2` with `A = (1 - u u^T) L^-1`, u along `L^-1 1`. V maps y
 * to the distances of `S (sum of y_ij c_ij c_ij^T) S`, so its inverse products are traces of such tables.
 */
function whitenedBy(covariance: Matrix, triangle: Float64Array): Float64Array {
  const table = halfNegative(triangle);
  const n = rowsOf(table);
  if (String(covariance.shape) !== String([n, n]))
    throw new ShapeError(
      `compareRdms: stimulusCovariance must be [${n}, ${n}] like the RDMs, got [${covariance.shape}]`,
    );
  const white = (rows: Matrix) => whitenRows('compareRdms', rows, covariance);
  const inner = white(transpose(white(table)));
  const ones = white({ values: new Float64Array(n).fill(1), shape: [1, n] }).values;
  const length = Math.sqrt(dot(ones, ones));
  const u = ones.map((value) => value / length);
  return withoutDirection(transpose(withoutDirection(inner, u)), u).values;
}

/** Every row less its part along u. */
function withoutDirection({ values, shape }: Matrix, u: Float64Array): Matrix {
  const n = columnsOf({ values, shape });
  const parts = Float64Array.from({ length: shape[0]! }, (_, row) =>
    dot(values.subarray(row * n, (row + 1) * n), u),
  );
  return { values: values.map((value, at) => value - parts[Math.floor(at / n)]! * u[at % n]!), shape };
}
