import { ConfigError, type NdArray } from '@goal-driven/core/arrays';
import { tieSizes } from './_ranks';
import { requirePair } from './_vectors';
import { normal, symmetricPValue, type Alternative } from './distributions';
import { tau } from './kendall';

export type KendallTest = {
  /** tau-b */
  readonly correlation: number;
  /** NaN where x or y is constant */
  readonly pValue: number;
  /** Whether the p-value was counted rather than approximated. */
  readonly exact: boolean;
  /** Pairs. */
  readonly n: number;
};

/**
 * Tests Kendall's tau against 0. `exact` counts the orders in which values without ties can come; `asymptotic` is
 * normal with the variance corrected for ties.
 *
 * @param x [n]
 * @param y [n]
 * @param options.method `auto` is exact without ties for at most 33 pairs, or where at most one pair is out of order
 * @throws ShapeError for different lengths or n < 2, ConfigError for `exact` with ties
 * @source Kendall 1970, Rank Correlation Methods; agrees with scipy.stats.kendalltau
 */
export function kendallTest(
  x: NdArray,
  y: NdArray,
  options: {
    readonly alternative?: Alternative;
    readonly method?: 'auto' | 'exact' | 'asymptotic';
  } = {},
): KendallTest {
  const { alternative = 'twoSided', method = 'auto' } = options;
  requirePair('kendallTest', ['x', x], ['y', y], 2);
  if (!['auto', 'exact', 'asymptotic'].includes(method))
    throw new ConfigError(`kendallTest: method must be auto, exact or asymptotic, got ${method}`);
  const n = x.values.length;
  const correlation = tau(x.values, y.values, 'b');
  if (Number.isNaN(correlation)) return { correlation, pValue: NaN, exact: false, n };
  const [tiesX, tiesY] = [tieSizes(x.values), tieSizes(y.values)];
  const ties = tiesX.length < n || tiesY.length < n;
  if (method === 'exact' && ties)
    throw new ConfigError('kendallTest: method must not be exact for values with ties, got exact');
  const pairs = (n * (n - 1)) / 2;
  const score = Math.round(tau(x.values, y.values, 'a') * pairs);
  const discordant = (pairs - score) / 2;
  const few = n <= 33 || Math.min(discordant, pairs - discordant) <= 1;
  if (method === 'exact' || (method === 'auto' && !ties && few)) {
    return { correlation, pValue: exactPValue(discordant, n, alternative), exact: true, n };
  }
  const z = score / Math.sqrt(varianceOfScore(n, tiesX, tiesY));
  return { correlation, pValue: symmetricPValue(normal, z, alternative), exact: false, n };
}

function varianceOfScore(n: number, tiesX: readonly number[], tiesY: readonly number[]): number {
  const sum = (sizes: readonly number[], term: (size: number) => number) =>
    sizes.reduce((all, size) => all + term(size), 0);
  const plain = (size: number) => size * (size - 1) * (2 * size + 5);
  const twos = (size: number) => size * (size - 1);
  const threes = (size: number) => size * (size - 1) * (size - 2);
  const m = n * (n - 1);
  return (
    (plain(n) - sum(tiesX, plain) - sum(tiesY, plain)) / 18 +
    (sum(tiesX, twos) * sum(tiesY, twos)) / (2 * m) +
    (n > 2 ? (sum(tiesX, threes) * sum(tiesY, threes)) / (9 * m * (n - 2)) : 0)
  );
}

function exactPValue(discordant: number, n: number, alternative: Alternative): number {
  const shares = inversionShares(n);
  const upTo = (limit: number) => shares.slice(0, limit + 1).reduce((sum, share) => sum + share, 0);
  const most = shares.length - 1;
  // Few pairs out of order: a large tau. The law is symmetric.
  const [greater, less] = [upTo(discordant), upTo(most - discordant)];
  if (alternative === 'greater') return greater;
  return alternative === 'less' ? less : Math.min(1, 2 * Math.min(greater, less));
}

/** Probability of each number of inversions in a random order of n. */
function inversionShares(n: number): Float64Array {
  let shares = Float64Array.of(1);
  for (let size = 2; size <= n; size++) {
    const next = new Float64Array(shares.length + size - 1);
    let window = 0;
    for (let count = 0; count < next.length; count++) {
      window += (shares[count] ?? 0) - (count >= size ? shares[count - size]! : 0);
      next[count] = window / size;
    }
    shares = next;
  }
  return shares;
}
