import { ShapeError, type NdArray } from '@goal-driven/core/arrays';
import { fisherF } from './distributions';
import { meanOf, requireSample, squaredDeviations } from './_vectors';

export type FTest = {
  /** Ratio of two variances: of the samples, or between and within groups. */
  readonly f: number;
  /** Degrees of freedom. */
  readonly degrees: readonly [numerator: number, denominator: number];
  /** By Fisher's F, 0 .. 1. */
  readonly pValue: number;
};

/**
 * Tests that two normal samples have one variance: `F = var(a) / var(b)`, two-sided. Sensitive to departures
 * from the normal distribution.
 *
 * @param a [n], n >= 2
 * @param b [m], m >= 2
 * @returns f and p are NaN where b does not vary
 * @source Fisher 1924
 */
export function fTest(a: NdArray, b: NdArray): FTest {
  requireSample('fTest', ['a', a], 2);
  requireSample('fTest', ['b', b], 2);
  const degrees = [a.values.length - 1, b.values.length - 1] as const;
  const [varA, varB] = [squaredDeviations(a.values) / degrees[0], squaredDeviations(b.values) / degrees[1]];
  if (varB === 0) return { f: NaN, degrees, pValue: NaN };
  const law = fisherF(...degrees);
  const f = varA / varB;
  return { f, degrees, pValue: Math.min(1, 2 * Math.min(law.below(f), law.above(f))) };
}

/**
 * One-way analysis of variance: tests that independent groups have one mean.
 *
 * @param groups each [n_g]; at least two, together more values than groups
 * @returns f and p are NaN when no group varies
 * @throws ShapeError for fewer than two groups, or no more values than groups
 * @source Fisher 1925; agrees with scipy.stats.f_oneway
 */
export function oneWayAnova(groups: readonly NdArray[]): FTest {
  if (groups.length < 2) throw new ShapeError(`oneWayAnova: groups must be at least 2, got ${groups.length}`);
  groups.forEach((group, index) => requireSample('oneWayAnova', [`group ${index}`, group], 1));
  const all = Float64Array.from(groups.flatMap(({ values }) => [...values]));
  const within = groups.reduce((sum, { values }) => sum + squaredDeviations(values), 0);
  const grand = meanOf(all);
  const between = groups.reduce((sum, { values }) => sum + values.length * (meanOf(values) - grand) ** 2, 0);
  const degrees = [groups.length - 1, all.length - groups.length] as const;
  if (degrees[1] < 1)
    throw new ShapeError('oneWayAnova: a group must hold more than one value, got none that does');
  if (within === 0) return { f: NaN, degrees, pValue: NaN };
  const f = between / degrees[0] / (within / degrees[1]);
  return { f, degrees, pValue: fisherF(...degrees).above(f) };
}
