import { ShapeError, type NdArray } from '@goal-driven/core/arrays';
import { averageRanks, tieSizes } from './_ranks';
import { requireSample } from './_vectors';
import { normal, symmetricPValue, type Alternative } from './distributions';

export type WilcoxonSignedRank = {
  /** Sum of the ranks of positive differences, W+. */
  readonly statistic: number;
  /** Of the alternative asked for, 0 .. 1. */
  readonly pValue: number;
  /** Differences other than 0. */
  readonly n: number;
  /** Whether the p-value was counted rather than approximated. */
  readonly exact: boolean;
};

/**
 * Wilcoxon's signed rank test that paired differences are symmetric about 0. Differences of 0 are dropped. Exact for
 * at most 50 differences without ties or zeros; else by the normal approximation with the correction for ties and
 * none for continuity.
 *
 * @param differences [n], at least one other than 0
 * @throws ShapeError where all differences are 0
 * @source Wilcoxon 1945, Biometrics Bulletin 1; agrees with scipy.stats.wilcoxon in its cases without ties
 */
export function wilcoxonSignedRank(
  differences: NdArray,
  { alternative = 'twoSided' }: { readonly alternative?: Alternative } = {},
): WilcoxonSignedRank {
  requireSample('wilcoxonSignedRank', ['differences', differences], 1);
  const kept = differences.values.filter((value) => value !== 0);
  const n = kept.length;
  if (n === 0) throw new ShapeError('wilcoxonSignedRank: differences must hold one other than 0, got none');
  const sizes = kept.map(Math.abs);
  const ranks = averageRanks(sizes);
  const statistic = ranks.reduce((sum, rank, i) => sum + (kept[i]! > 0 ? rank : 0), 0);
  const ties = tieSizes(sizes).reduce((sum, size) => sum + size ** 3 - size, 0);
  const exact = ties === 0 && n === differences.values.length && n <= 50;
  if (exact) return { statistic, pValue: exactPValue(statistic, n, alternative), n, exact };
  const variance = (n * (n + 1) * (2 * n + 1)) / 24 - ties / 48;
  const z = (statistic - (n * (n + 1)) / 4) / Math.sqrt(variance);
  return { statistic, pValue: symmetricPValue(normal, z, alternative), n, exact };
}

function exactPValue(statistic: number, n: number, alternative: Alternative): number {
  const most = (n * (n + 1)) / 2;
  const shares = rankSumShares(n);
  const below = (limit: number) =>
    shares.slice(0, Math.floor(limit) + 1).reduce((sum, share) => sum + share, 0);
  // The distribution is symmetric: the tail above is the tail below of what is left.
  const [less, greater] = [below(statistic), below(most - statistic)];
  if (alternative === 'less') return less;
  return alternative === 'greater' ? greater : Math.min(1, 2 * Math.min(less, greater));
}

/** Probability of each sum of ranks when signs are drawn by coin. */
function rankSumShares(n: number): Float64Array {
  const shares = new Float64Array((n * (n + 1)) / 2 + 1);
  shares[0] = 1;
  for (let rank = 1, most = 0; rank <= n; rank++) {
    most += rank;
    for (let sum = most; sum >= 0; sum--)
      shares[sum] = (shares[sum]! + (sum >= rank ? shares[sum - rank]! : 0)) / 2;
  }
  return shares;
}
