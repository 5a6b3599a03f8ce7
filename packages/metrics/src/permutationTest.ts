import { ConfigError, type NdArray, type Rng } from '@goal-driven/core/arrays';
import { meanOf, requireCount, requirePair, requireSample } from './_vectors';
import type { Alternative } from './distributions';

export type PermutationTestOptions = {
  /** `twoSided` by default. */
  readonly alternative?: Alternative;
  /** All relabellings are gone through when there are at most this many; else as many are drawn. */
  readonly permutations?: number;
};

export type PermutationTest = {
  /** Of the means, a minus b, as observed. */
  readonly difference: number;
  /** Share of relabellings at least as extreme; where drawn, `(1 + count) / (1 + drawn)`, never 0. */
  readonly pValue: number;
  /** How many were looked at. */
  readonly relabellings: number;
  /** Whether they were all there are. */
  readonly exact: boolean;
};

/** Ties with the observed difference count as extreme, within rounding. */
const TIE = 1e-12;

/**
 * Tests by relabelling that two independent samples come from one distribution, in the difference of their means.
 *
 * @param samples.a [n]
 * @param samples.b [m]
 * @param rng draws relabellings when there are too many to go through
 * @source Fisher 1935; Phipson & Smyth 2010, Statistical Applications in Genetics 9
 */
export function permutationTest(
  samples: { readonly a: NdArray; readonly b: NdArray },
  rng: Rng,
  options: PermutationTestOptions = {},
): PermutationTest {
  const { a, b } = samples;
  requireSample('permutationTest', ['a', a], 1);
  requireSample('permutationTest', ['b', b], 1);
  const all = Float64Array.from([...a.values, ...b.values]);
  const size = a.values.length;
  const sum = meanOf(all) * all.length;
  const difference = (sumA: number) => sumA / size - (sum - sumA) / (all.length - size);
  const observed = meanOf(a.values) - meanOf(b.values);
  const relabel = {
    count: binomial(all.length, size),
    each: (visit: (value: number) => void) => eachSubset(all, size, (sumA) => visit(difference(sumA))),
    draw: (stream: { integer: (below: number) => number }) => {
      const pool = Float64Array.from(all);
      let sumA = 0;
      for (let at = 0; at < size; at++) {
        const other = at + stream.integer(all.length - at);
        const value = pool[other]!;
        pool[other] = pool[at]!;
        pool[at] = value;
        sumA += value;
      }
      return difference(sumA);
    },
  };
  return compare('permutationTest', observed, relabel, { rng, options });
}

/**
 * Tests by flipping signs that paired differences `a - b` are symmetric about 0, in their mean.
 *
 * @param samples.a [n]
 * @param samples.b [n]
 * @param rng draws signs when there are too many to go through
 * @source Fisher 1935
 */
export function pairedPermutationTest(
  samples: { readonly a: NdArray; readonly b: NdArray },
  rng: Rng,
  options: PermutationTestOptions = {},
): PermutationTest {
  const { a, b } = samples;
  requirePair('pairedPermutationTest', ['a', a], ['b', b], 1);
  const differences = a.values.map((value, i) => value - b.values[i]!);
  const n = differences.length;
  const flip = {
    count: 2 ** n,
    each: (visit: (value: number) => void) => {
      for (let signs = 0; signs < 2 ** n; signs++) {
        visit(differences.reduce((sum, value, i) => sum + ((signs >> i) & 1 ? -value : value), 0) / n);
      }
    },
    draw: (stream: { integer: (below: number) => number }) =>
      differences.reduce((sum, value) => sum + (stream.integer(2) === 1 ? -value : value), 0) / n,
  };
  return compare('pairedPermutationTest', meanOf(differences), flip, { rng, options });
}

type Relabellings = {
  readonly count: number;
  readonly each: (visit: (value: number) => void) => void;
  readonly draw: (stream: { integer: (below: number) => number }) => number;
};

function compare(
  who: string,
  observed: number,
  relabellings: Relabellings,
  { rng, options }: { rng: Rng; options: PermutationTestOptions },
): PermutationTest {
  const { alternative = 'twoSided', permutations = 10000 } = options;
  requireCount(who, 'permutations', permutations, 1);
  if (permutations > 2 ** 30)
    throw new ConfigError(`${who}: permutations must be at most 2^30, got ${permutations}`);
  if (!['twoSided', 'greater', 'less'].includes(alternative))
    throw new ConfigError(
      `${who}: alternative must be twoSided, greater or less, got ${String(alternative)}`,
    );
  const extreme = (value: number): boolean => {
    if (alternative === 'greater') return value >= observed - TIE;
    if (alternative === 'less') return value <= observed + TIE;
    return Math.abs(value) >= Math.abs(observed) - TIE;
  };
  const exact = relabellings.count <= permutations;
  let count = 0;
  if (exact) {
    relabellings.each((value) => (count += Number(extreme(value))));
    return {
      difference: observed,
      pValue: count / relabellings.count,
      relabellings: relabellings.count,
      exact,
    };
  }
  const stream = rng.stream();
  for (let drawn = 0; drawn < permutations; drawn++) count += Number(extreme(relabellings.draw(stream)));
  return {
    difference: observed,
    pValue: (1 + count) / (1 + permutations),
    relabellings: permutations,
    exact,
  };
}

/** n over k; large ones only approximately. */
function binomial(n: number, k: number): number {
  let result = 1;
  for (let i = 1; i <= Math.min(k, n - k); i++) result = (result * (n - i + 1)) / i;
  return Math.round(result);
}

function eachSubset(values: Float64Array, size: number, visit: (sum: number) => void): void {
  const descend = (from: number, left: number, sum: number): void => {
    if (left === 0) return visit(sum);
    for (let at = from; at <= values.length - left; at++) descend(at + 1, left - 1, sum + values[at]!);
  };
  descend(0, size, 0);
}
