import { ConfigError, DataError, ShapeError } from '@goal-driven/core/arrays';
import { columnsOf, dot, requireFinite, rowsOf, type Matrix } from './_matrix';
import { averageRanks } from './_ranks';
import { tau } from './kendall';
import { correlation } from './pearson';

/**
 * How alike two RDMs are: Pearson's r, Spearman's rho, Kendall's tau-a (for models that predict ties), the cosine,
 * or the whitened cosine, which knows that two distances with a stimulus in common have errors in common.
 */
export type RdmSimilarity = 'pearson' | 'spearman' | 'kendall' | 'cosine' | 'whitenedCosine';

/**
 * Compares two representational dissimilarity matrices over their strict upper triangles.
 *
 * @param a [stimuli, stimuli], symmetric, at least 3 stimuli
 * @param b [stimuli, stimuli]
 * @returns in [-1, 1]; NaN where either has no variation (pearson, spearman, kendall) or is 0 (cosine)
 * @throws ShapeError for other shapes, DataError for NaN or a table that is not symmetric
 * @source Nili et al. 2014, PLoS Computational Biology 10; the whitened cosine: Diedrichsen et al. 2021,
 *   arXiv:2007.02789, for squared distances of stimuli with equal and independent noise
 */
export function compareRdms(
  a: Matrix,
  b: Matrix,
  { similarity = 'pearson' }: { readonly similarity?: RdmSimilarity } = {},
): number {
  requireRdm('compareRdms', 'a', a);
  requireRdm('compareRdms', 'b', b);
  if (rowsOf(a) !== rowsOf(b)) {
    throw new ShapeError(`compareRdms: b must have the ${rowsOf(a)} stimuli of a, got ${rowsOf(b)}`);
  }
  return triangleSimilarity(similarity)(upperTriangle(a), upperTriangle(b));
}

/** The strict upper triangle, row after row: [n (n - 1) / 2]. */
export function upperTriangle(rdm: Matrix): Float64Array {
  const n = rowsOf(rdm);
  const triangle = new Float64Array((n * (n - 1)) / 2);
  for (let i = 0, at = 0; i < n; i++) {
    triangle.set(rdm.values.subarray(i * n + i + 1, (i + 1) * n), at);
    at += n - i - 1;
  }
  return triangle;
}

/** @throws ShapeError or DataError unless a finite symmetric table of at least 3 stimuli */
export function requireRdm(who: string, name: string, rdm: Matrix): void {
  requireFinite(who, name, rdm, 2);
  const n = rowsOf(rdm);
  if (n !== columnsOf(rdm) || n < 3) {
    throw new ShapeError(`${who}: ${name} must be [stimuli >= 3, stimuli], got [${rdm.shape}]`);
  }
  let largest = 0;
  for (let at = 0; at < rdm.values.length; at++) largest = Math.max(largest, Math.abs(rdm.values[at]!));
  // Some columns at a time: whole ones leave the cache.
  for (let block = 0; block < n; block += 64) {
    for (let i = 0; i < n; i++) {
      for (let j = Math.max(i + 1, block); j < Math.min(n, block + 64); j++) {
        const [upper, lower] = [rdm.values[i * n + j]!, rdm.values[j * n + i]!];
        if (Math.abs(upper - lower) > 1e-8 * largest)
          throw new DataError(
            `${who}: ${name} must be symmetric, got ${upper} at [${i}, ${j}] and ${lower} across`,
          );
      }
    }
  }
}

/** The measure of two triangles. */
export function triangleSimilarity(
  similarity: RdmSimilarity,
): (a: Float64Array<ArrayBufferLike>, b: Float64Array<ArrayBufferLike>) => number {
  if (similarity === 'pearson') return correlation;
  if (similarity === 'spearman') return (a, b) => correlation(averageRanks(a), averageRanks(b));
  if (similarity === 'kendall') return (a, b) => tau(a, b, 'a');
  if (similarity === 'cosine') return cosine;
  if (similarity === 'whitenedCosine') return (a, b) => cosine(whitened(a), whitened(b));
  throw new ConfigError(
    `compareRdms: similarity must be pearson, spearman, kendall, cosine or whitenedCosine, got ${String(similarity)}`,
  );
}

function cosine(a: Float64Array, b: Float64Array): number {
  const norms = Math.sqrt(dot(a, a) * dot(b, b));
  return norms === 0 ? NaN : Math.max(-1, Math.min(1, dot(a, b) / norms));
}

/**
 * Distances whose inner products are those under the inverse of their covariance: the double-centred table
 * `-H D H / 2`, every entry. Avoids the covariance of n (n - 1) / 2 distances.
 */
function whitened(triangle: Float64Array): Float64Array {
  const n = (1 + Math.sqrt(1 + 8 * triangle.length)) / 2;
  const table = new Float64Array(n * n);
  const means = new Float64Array(n);
  for (let i = 0, at = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const value = triangle[at++]!;
      table[i * n + j] = value;
      table[j * n + i] = value;
      means[i]! += value / n;
      means[j]! += value / n;
    }
  }
  const grand = means.reduce((sum, mean) => sum + mean, 0) / n;
  return table.map((value, at) => -0.5 * (value - means[Math.floor(at / n)]! - means[at % n]! + grand));
}
