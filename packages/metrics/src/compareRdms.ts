import { ConfigError, DataError, ShapeError } from '@goal-driven/core/arrays';
import { columnsOf, requireFinite, rowsOf, type Matrix } from './_matrix';
import { averageRanks } from './_ranks';
import { cosine, weightedSimilarity, whitenedSimilarity } from './_triangleProducts';
import { tau } from './kendall';
import { correlation } from './pearson';

/**
 * How alike two RDMs are: Pearson's r, Spearman's rho, Kendall's tau-a (`kendall`, for models that predict ties) or
 * tau-b, the cosine; whitened forms know that two distances with a stimulus in common have errors in common.
 */
export type RdmSimilarity =
  'pearson' | 'spearman' | 'kendall' | 'kendallB' | 'cosine' | 'whitenedCosine' | 'whitenedPearson';

export type CompareRdmsOptions = {
  /** `pearson` by default. */
  readonly similarity?: RdmSimilarity;
  /** How much each pair counts, [stimuli, stimuli], symmetric, at least 0: of pearson, spearman and cosine. */
  readonly weights?: Matrix;
  /** Covariance of the noise of stimuli, [stimuli, stimuli], of the whitened forms; equal and independent by default. */
  readonly stimulusCovariance?: Matrix;
};

/**
 * Compares two representational dissimilarity matrices over their strict upper triangles.
 *
 * The whitened forms are `d^T V^-1 e`, normalised, with V the covariance of distances `((C S C^T)_ij)^2`, C the
 * contrasts of all pairs of stimuli and S their noise covariance; Pearson's takes the mean from d and e before.
 *
 * @param a [stimuli, stimuli], symmetric, at least 3 stimuli
 * @param b [stimuli, stimuli]
 * @returns in [-1, 1]; NaN where either has no variation (pearson, spearman, kendall, whitenedPearson) or is 0
 *   (cosine)
 * @throws ShapeError for other shapes, DataError for NaN or a table that is not symmetric, ConfigError for weights or a
 *   covariance that the similarity does not take
 * @source Nili et al. 2014, PLoS Computational Biology 10; whitened: Diedrichsen et al. 2021, arXiv:2007.02789, for
 *   squared distances; agrees with rsatoolbox (cosine_cov, corr_cov, tau-a, tau-b)
 */
export function compareRdms(a: Matrix, b: Matrix, options: CompareRdmsOptions = {}): number {
  const { similarity = 'pearson', weights, stimulusCovariance } = options;
  requireRdm('compareRdms', 'a', a);
  requireRdm('compareRdms', 'b', b);
  if (rowsOf(a) !== rowsOf(b)) {
    throw new ShapeError(`compareRdms: b must have the ${rowsOf(a)} stimuli of a, got ${rowsOf(b)}`);
  }
  const [x, y] = [upperTriangle(a), upperTriangle(b)];
  if (weights !== undefined) return weightedSimilarity(similarity, [x, y], pairWeights(weights, rowsOf(a)));
  if (stimulusCovariance === undefined) return triangleSimilarity(similarity)(x, y);
  if (similarity !== 'whitenedCosine' && similarity !== 'whitenedPearson') {
    throw new ConfigError(
      `compareRdms: stimulusCovariance must come with whitenedCosine or whitenedPearson, got ${similarity}`,
    );
  }
  requireRdm('compareRdms', 'stimulusCovariance', stimulusCovariance);
  return whitenedSimilarity(similarity, [x, y], stimulusCovariance);
}

function pairWeights(weights: Matrix, stimuli: number): Float64Array {
  requireRdm('compareRdms', 'weights', weights);
  if (rowsOf(weights) !== stimuli)
    throw new ShapeError(
      `compareRdms: weights must have the ${stimuli} stimuli of a, got ${rowsOf(weights)}`,
    );
  const pairs = upperTriangle(weights);
  if (pairs.some((weight) => weight < 0) || pairs.every((weight) => weight === 0))
    throw new DataError(
      `compareRdms: weights must be at least 0 and not all 0, got ${Math.min(...pairs)} at least`,
    );
  return pairs;
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
  if (similarity === 'kendallB') return (a, b) => tau(a, b, 'b');
  if (similarity === 'cosine') return cosine;
  if (similarity === 'whitenedCosine' || similarity === 'whitenedPearson')
    return (a, b) => whitenedSimilarity(similarity, [a, b]);
  throw new ConfigError(
    `compareRdms: similarity must be pearson, spearman, kendall, kendallB, cosine, whitenedCosine or whitenedPearson, got ${String(similarity)}`,
  );
}
