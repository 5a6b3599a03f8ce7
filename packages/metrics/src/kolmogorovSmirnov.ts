import { ConfigError, type NdArray } from '@goal-driven/core/arrays';
import { requireSample } from './_vectors';
import { kolmogorovTail } from './_kolmogorovTail';

export type KolmogorovSmirnov = {
  /** Largest gap between the empirical distribution functions, 0 .. 1. */
  readonly statistic: number;
  /** Two-sided, 0 .. 1. */
  readonly pValue: number;
  /** Whether the p-value was counted rather than approximated. */
  readonly exact: boolean;
};

/**
 * Two-sample Kolmogorov-Smirnov test, two-sided. `exact` counts the orders in which two samples without ties can
 * come; with ties it overstates p. `asymptotic` uses the one-sample law at `n m / (n + m)`, rounded, as SciPy does.
 *
 * @param a [n]
 * @param b [m]
 * @param method `auto` is exact without ties while n m is at most a million
 * @throws ConfigError for an unknown method
 * @source Hodges 1958, Arkiv för Matematik 3; Marsaglia, Tsang & Wang 2003, Journal of Statistical Software 8
 */
export function kolmogorovSmirnov(
  a: NdArray,
  b: NdArray,
  { method = 'auto' }: { readonly method?: 'auto' | 'exact' | 'asymptotic' } = {},
): KolmogorovSmirnov {
  requireSample('kolmogorovSmirnov', ['a', a], 1);
  requireSample('kolmogorovSmirnov', ['b', b], 1);
  if (!['auto', 'exact', 'asymptotic'].includes(method))
    throw new ConfigError(`kolmogorovSmirnov: method must be auto, exact or asymptotic, got ${method}`);
  const [n, m] = [a.values.length, b.values.length];
  const { gap, ties } = largestGap(Float64Array.from(a.values).sort(), Float64Array.from(b.values).sort());
  const statistic = gap / (n * m);
  const exact = method === 'exact' || (method === 'auto' && !ties && n * m <= 1e6);
  if (exact) return { statistic, pValue: gap === 0 ? 1 : exactTail(gap, n, m), exact };
  const size = Math.max(1, Math.round((n * m) / (n + m)));
  return { statistic, pValue: kolmogorovTail(statistic, size), exact };
}

/** The largest `|i m - j n|` after i values of a and j of b, an integer, and whether any values are equal. */
function largestGap(a: Float64Array, b: Float64Array): { gap: number; ties: boolean } {
  const [n, m] = [a.length, b.length];
  let [i, j, gap, ties] = [0, 0, 0, false];
  while (i < n || j < m) {
    const value = j === m || (i < n && a[i]! <= b[j]!) ? a[i]! : b[j]!;
    const before = i + j;
    while (i < n && a[i] === value) i++;
    while (j < m && b[j] === value) j++;
    if (i + j > before + 1) ties = true;
    gap = Math.max(gap, Math.abs(i * m - j * n));
  }
  return { gap, ties };
}

/** Chance that a random order of n and m values ever has a gap this large; summed forward, without cancellation. */
function exactTail(gap: number, n: number, m: number): number {
  // reached[j]: the chance that a path through (i, j) has met the gap by then.
  const reached = new Float64Array(m + 1);
  for (let i = 0; i <= n; i++) {
    for (let j = 0; j <= m; j++) {
      if (Math.abs(i * m - j * n) >= gap) reached[j] = 1;
      else if (i === 0) reached[j] = j === 0 ? 0 : reached[j - 1]!;
      else reached[j] = (i * reached[j]! + (j === 0 ? 0 : j * reached[j - 1]!)) / (i + j);
    }
  }
  return Math.min(1, reached[m]!);
}
