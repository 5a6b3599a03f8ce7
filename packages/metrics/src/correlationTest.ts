import { ConfigError } from '@goal-driven/core/arrays';
import { normal, studentT, symmetricPValue, type Alternative } from './distributions';
import { requireLevel } from './_vectors';

export type CorrelationTest = {
  /** `r sqrt((n - 2) / (1 - r^2))`. */
  readonly t: number;
  /** Degrees of freedom, n - 2. */
  readonly degrees: number;
  /** By Student's t, 0 .. 1. */
  readonly pValue: number;
  /** By Fisher's z; NaN for n < 4 and for |r| = 1. */
  readonly interval: readonly [low: number, high: number];
};

/**
 * Tests a Pearson or Spearman correlation against 0, `t = r sqrt((n - 2) / (1 - r^2))`.
 *
 * @param correlation in [-1, 1]; NaN gives NaN
 * @param n number of pairs, at least 2; two pairs say nothing, p = 1
 * @throws ConfigError outside of these
 * @source Fisher 1915; agrees with scipy.stats.pearsonr and spearmanr
 */
export function correlationTest(
  correlation: number,
  n: number,
  {
    alternative = 'twoSided',
    level = 0.95,
  }: { readonly alternative?: Alternative; readonly level?: number } = {},
): CorrelationTest {
  if (Math.abs(correlation) > 1 || !(Number.isSafeInteger(n) && n >= 2)) {
    throw new ConfigError(
      `correlationTest: correlation must be in -1 .. 1 and n an integer of at least 2, got ${correlation} and ${n}`,
    );
  }
  requireLevel('correlationTest', level);
  const degrees = n - 2;
  const t = correlation * Math.sqrt(degrees / ((1 - correlation) * (1 + correlation)));
  if (Number.isNaN(correlation)) return { t: NaN, degrees, pValue: NaN, interval: [NaN, NaN] };
  if (degrees === 0) return { t: NaN, degrees, pValue: 1, interval: [NaN, NaN] };
  const half = normal.quantile((1 + level) / 2) / Math.sqrt(n - 3);
  const z = Math.atanh(correlation);
  const known = n > 3 && Number.isFinite(z);
  const interval = known ? ([Math.tanh(z - half), Math.tanh(z + half)] as const) : ([NaN, NaN] as const);
  return { t, degrees, pValue: symmetricPValue(studentT(degrees), t, alternative), interval };
}
