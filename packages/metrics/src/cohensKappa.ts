import type { NdArray } from '@goal-driven/core/arrays';
import { requirePair } from './_vectors';

export type Kappa = {
  /** `(observed - expected) / (1 - expected)`; NaN where `expected` is 1 */
  readonly kappa: number;
  /** Share of trials with the same answer. */
  readonly observed: number;
  /** The same for independent observers with these shares of answers. */
  readonly expected: number;
  /** Trials. */
  readonly n: number;
};

/**
 * Agreement of two observers' answers beyond that of independent observers.
 *
 * @param a [trials], answers as numbers; any set of values
 * @param b [trials]
 * @returns kappa at most 1; 0 for independent answers; NaN where both give one and the same answer throughout
 * @throws ShapeError for different trials, DataError for an answer that is not finite
 * @source Cohen 1960, Educational and Psychological Measurement 20; agrees with sklearn.metrics.cohen_kappa_score
 */
export function cohensKappa(a: NdArray, b: NdArray): Kappa {
  requirePair('cohensKappa', ['a', a], ['b', b], 1);
  return kappaOf(a.values, b.values);
}

/** Without checks. */
export function kappaOf(a: Float64Array, b: Float64Array): Kappa {
  const n = a.length;
  const [countsA, countsB] = [counts(a), counts(b)];
  let observed = 0;
  a.forEach((answer, trial) => (observed += Number(answer === b[trial])));
  let expected = 0;
  for (const [answer, count] of countsA) expected += count * (countsB.get(answer) ?? 0);
  // Whole numbers up to here: shares of 1 and 0 come out exactly.
  return {
    kappa: expected === n * n ? NaN : (observed * n - expected) / (n * n - expected),
    observed: observed / n,
    expected: expected / (n * n),
    n,
  };
}

function counts(answers: Float64Array): Map<number, number> {
  const result = new Map<number, number>();
  for (const answer of answers) result.set(answer, (result.get(answer) ?? 0) + 1);
  return result;
}
