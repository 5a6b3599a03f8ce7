import { ConfigError, type NdArray } from '@goal-driven/core/arrays';
import { averageRanks, tieSizes } from './_ranks';
import { requireSample } from './_vectors';
import { normal, symmetricPValue, type Alternative } from './distributions';

export type MannWhitneyU = {
  /** Pairs in which a is the larger, ties counting half: 0 .. n m. */
  readonly statistic: number;
  /** Chance that a value of a exceeds one of b, `U / (n m)`: 1/2 where neither tends to be larger. */
  readonly effectSize: number;
  /** Of the alternative asked for, 0 .. 1. */
  readonly pValue: number;
  /** Whether the p-value was counted rather than approximated. */
  readonly exact: boolean;
  /** Values of both samples. */
  readonly n: number;
};

/**
 * Mann and Whitney's test (Wilcoxon's rank sum) that neither of two independent samples tends to be larger. `exact`
 * counts the orders in which values without ties can come; `asymptotic` is normal, corrected for ties and continuity.
 *
 * @param a [n]
 * @param b [m]
 * @param options.method `auto` is exact without ties while the smaller sample has at most 8 values, as SciPy's
 * @returns p is NaN where all values are equal (asymptotic)
 * @throws ShapeError for an empty sample, DataError for a value that is not finite, ConfigError for `exact` with ties
 * @source Mann & Whitney 1947, Annals of Mathematical Statistics 18; agrees with scipy.stats.mannwhitneyu
 */
export function mannWhitneyU(
  a: NdArray,
  b: NdArray,
  options: {
    readonly alternative?: Alternative;
    readonly method?: 'auto' | 'exact' | 'asymptotic';
  } = {},
): MannWhitneyU {
  const { alternative = 'twoSided', method = 'auto' } = options;
  requireSample('mannWhitneyU', ['a', a], 1);
  requireSample('mannWhitneyU', ['b', b], 1);
  if (!['auto', 'exact', 'asymptotic'].includes(method))
    throw new ConfigError(`mannWhitneyU: method must be auto, exact or asymptotic, got ${method}`);
  if (!['twoSided', 'greater', 'less'].includes(alternative))
    throw new ConfigError(
      `mannWhitneyU: alternative must be twoSided, greater or less, got ${String(alternative)}`,
    );
  const [n, m] = [a.values.length, b.values.length];
  const all = Float64Array.from([...a.values, ...b.values]);
  const sum = averageRanks(all)
    .subarray(0, n)
    .reduce((total, rank) => total + rank, 0);
  const statistic = sum - (n * (n + 1)) / 2;
  const ties = tieSizes(all).reduce((total, size) => total + size ** 3 - size, 0);
  if (method === 'exact' && ties > 0)
    throw new ConfigError('mannWhitneyU: method must not be exact for samples with ties, got exact');
  const exact = method === 'exact' || (method === 'auto' && ties === 0 && Math.min(n, m) <= 8);
  const result = { statistic, effectSize: statistic / (n * m), exact, n: n + m };
  if (exact) return { ...result, pValue: exactPValue(statistic, [n, m], alternative) };
  const count = n + m;
  const variance = ((n * m) / 12) * (count + 1 - ties / (count * (count - 1)));
  const excess = statistic - (n * m) / 2;
  // Half a step towards the middle, whichever tail is looked at.
  const sign = alternative === 'twoSided' ? Math.sign(excess) || 1 : alternative === 'greater' ? 1 : -1;
  const z = (excess - sign * 0.5) / Math.sqrt(variance);
  if (variance === 0) return { ...result, pValue: NaN };
  if (alternative !== 'twoSided') return { ...result, pValue: symmetricPValue(normal, z, alternative) };
  return { ...result, pValue: Math.min(1, 2 * normal.above(sign * z)) };
}

function exactPValue(statistic: number, sizes: readonly [number, number], alternative: Alternative): number {
  const [n, m] = sizes;
  const shares = statisticShares(n, m);
  const atLeast = (limit: number) => shares.slice(Math.ceil(limit)).reduce((sum, share) => sum + share, 0);
  // The law is symmetric: the tail below is the tail above of what is left.
  const [greater, less] = [atLeast(statistic), atLeast(n * m - statistic)];
  if (alternative === 'greater') return greater;
  return alternative === 'less' ? less : Math.min(1, 2 * Math.min(greater, less));
}

/** Probability of each U when every order of n and m values is as likely: [n m + 1]. */
function statisticShares(n: number, m: number): Float64Array {
  // rows[j] after i steps: of i values of a and j of b; the largest value is of a (and beats j) or of b.
  let rows: Float64Array[] = Array.from({ length: m + 1 }, () => Float64Array.of(1));
  for (let i = 1; i <= n; i++) {
    const next: Float64Array[] = [Float64Array.of(1)];
    for (let j = 1; j <= m; j++) {
      const shares = new Float64Array(i * j + 1);
      rows[j]!.forEach((share, u) => (shares[u + j]! += (share * i) / (i + j)));
      next[j - 1]!.forEach((share, u) => (shares[u]! += (share * j) / (i + j)));
      next.push(shares);
    }
    rows = next;
  }
  return rows[m]!;
}
