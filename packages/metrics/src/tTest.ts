import { ConfigError, type NdArray } from '@goal-driven/core/arrays';
import { studentT, symmetricPValue, type Alternative } from './distributions';
import { meanOf, requireLevel, requirePair, requireSample, squaredDeviations } from './_vectors';

export type TTestOptions = {
  /** `twoSided` by default. */
  readonly alternative?: Alternative;
  /** Of the interval, which is two-sided whatever the alternative. */
  readonly level?: number;
};

export type TTest = {
  /** The difference over its standard error. */
  readonly t: number;
  /** Degrees of freedom. */
  readonly degrees: number;
  /** By Student's t, 0 .. 1. */
  readonly pValue: number;
  /** The mean, or the difference of means, minus the hypothesis. */
  readonly difference: number;
  /** Of `difference`, two-sided. */
  readonly interval: readonly [low: number, high: number];
  /** Values; of independent samples all, of paired ones the pairs. */
  readonly n: number;
};

/**
 * Student's t-test that a sample has mean `mean`.
 *
 * @param sample [n], n >= 2
 * @returns t and p are NaN for a sample without variation
 * @source Student 1908, Biometrika 6; agrees with scipy.stats.ttest_1samp
 */
export function oneSampleTTest(sample: NdArray, mean = 0, options: TTestOptions = {}): TTest {
  requireSample('oneSampleTTest', ['sample', sample], 2);
  const n = sample.values.length;
  const variance = squaredDeviations(sample.values) / (n - 1);
  return test(meanOf(sample.values) - mean, variance / n, { degrees: n - 1, n }, options);
}

/**
 * The t-test of paired differences `a - b`: sites of the same animal, animals under two models.
 *
 * @param a [n]
 * @param b [n]
 * @returns t and p are NaN when all differences are equal
 */
export function pairedTTest(a: NdArray, b: NdArray, options: TTestOptions = {}): TTest {
  requirePair('pairedTTest', ['a', a], ['b', b], 2);
  return oneSampleTTest(
    { values: a.values.map((value, i) => value - b.values[i]!), shape: a.shape },
    0,
    options,
  );
}

/**
 * Tests that two independent samples have one mean. Welch's form, the default, allows for unequal variances.
 *
 * @param a [n]
 * @param b [m]
 * @returns t and p are NaN when neither sample varies
 * @source Welch 1947, Biometrika 34; agrees with scipy.stats.ttest_ind
 */
export function independentTTest(
  a: NdArray,
  b: NdArray,
  { variances = 'unequal', ...options }: TTestOptions & { readonly variances?: 'equal' | 'unequal' } = {},
): TTest {
  requireSample('independentTTest', ['a', a], 2);
  requireSample('independentTTest', ['b', b], 2);
  const [n, m] = [a.values.length, b.values.length];
  const [ssA, ssB] = [squaredDeviations(a.values), squaredDeviations(b.values)];
  const difference = meanOf(a.values) - meanOf(b.values);
  if (variances === 'equal') {
    const squaredError = ((ssA + ssB) / (n + m - 2)) * (1 / n + 1 / m);
    return test(difference, squaredError, { degrees: n + m - 2, n: n + m }, options);
  }
  const [va, vb] = [ssA / (n - 1) / n, ssB / (m - 1) / m];
  const degrees = (va + vb) ** 2 / (va ** 2 / (n - 1) + vb ** 2 / (m - 1));
  return test(difference, va + vb, { degrees, n: n + m }, options);
}

function test(
  difference: number,
  squaredError: number,
  { degrees, n }: { degrees: number; n: number },
  { alternative = 'twoSided', level = 0.95 }: TTestOptions,
): TTest {
  requireLevel('tTest', level);
  if (!['twoSided', 'greater', 'less'].includes(alternative))
    throw new ConfigError(`tTest: alternative must be twoSided, greater or less, got ${String(alternative)}`);
  if (squaredError === 0) {
    return { t: NaN, degrees, pValue: NaN, difference, interval: [difference, difference], n };
  }
  const error = Math.sqrt(squaredError);
  const law = studentT(degrees);
  const half = error * law.quantile((1 + level) / 2);
  const t = difference / error;
  const pValue = symmetricPValue(law, t, alternative);
  return { t, degrees, pValue, difference, interval: [difference - half, difference + half], n };
}
