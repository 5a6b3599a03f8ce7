import { DataError, type NdArray } from '@goal-driven/core/arrays';
import { requirePair, total } from './_vectors';

export type DistributionSimilarity = {
  /** `1 - gap / largestGap`, at most 1; 1 for equal shares */
  readonly similarity: number;
  /** Largest difference of the cumulative shares (Kolmogorov and Smirnov's, of histograms). */
  readonly gap: number;
  /** The gap of the reference to all mass in its first or in its last bin, the larger. */
  readonly largestGap: number;
};

/**
 * How alike two histograms over the same bins are, such as a property of a model's units and of recorded sites.
 *
 * @param p [bins], counts or shares, of the model
 * @param q [bins], of the reference, same bins in the same order
 * @returns 0 .. 1 (a similarity below 0 cannot be: no histogram is further from q than all mass at one end); NaN for
 *   a single bin
 * @throws ShapeError for different bins, DataError for a negative count or one histogram without any
 * @source property benchmarks of Brain-Score (Marques et al. 2021, doi:10.1101/2021.03.01.433495)
 */
export function distributionSimilarity(p: NdArray, q: NdArray): DistributionSimilarity {
  requirePair('distributionSimilarity', ['p', p], ['q', q], 1);
  const [a, b] = [cumulativeShares('p', p), cumulativeShares('q', q)];
  const gap = a.reduce((most, value, bin) => Math.max(most, Math.abs(value - b[bin]!)), 0);
  // All mass in the first bin is 1 everywhere, in the last 0 until there.
  const largestGap = a.length < 2 ? 0 : Math.max(1 - b[0]!, b[b.length - 2]!);
  return { similarity: largestGap === 0 ? NaN : Math.max(0, 1 - gap / largestGap), gap, largestGap };
}

function cumulativeShares(name: string, { values }: NdArray): Float64Array {
  const negative = values.findIndex((value) => value < 0);
  if (negative >= 0) {
    throw new DataError(
      `distributionSimilarity: ${name} must not be negative, got ${values[negative]} at ${negative}`,
    );
  }
  const all = total(values);
  if (all === 0) throw new DataError(`distributionSimilarity: ${name} must hold some mass, got none`);
  let sum = 0;
  return values.map((value) => (sum += value) / all);
}
