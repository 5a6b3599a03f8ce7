import { DataError, type NdArray, type Rng } from '@goal-driven/core/arrays';
import { requireCount, requireLevel, requirePair } from './_vectors';
import { kappaOf, type Kappa } from './cohensKappa';
import { percentile } from './percentile';

export type ErrorConsistency = Kappa & {
  /** Shares of correct answers. */
  readonly accuracies: readonly [a: number, b: number];
  /** The least and the largest kappa that observers with these accuracies can have; NaN where kappa is. */
  readonly bounds: readonly [low: number, high: number];
};

/**
 * Error consistency: whether two observers err on the same trials, beyond what their accuracies make them share.
 * `kappa = (c_obs - c_exp) / (1 - c_exp)` with `c_exp = p1 p2 + (1 - p1)(1 - p2)`.
 *
 * @param a [trials], 1 where the answer was correct, else 0
 * @param b [trials]
 * @returns kappa at most 1; 0 for independent errors; NaN where both are always right, or both always wrong
 * @throws ShapeError for different trials, DataError for anything but 0 and 1
 * @source Geirhos, Meding & Wichmann 2020, NeurIPS 33. Its bounds of c_obs given c_exp are those over all accuracies;
 *   ours are for the accuracies at hand: `|p1 + p2 - 1| <= c_obs <= 1 - |p1 - p2|`
 */
export function errorConsistency(a: NdArray, b: NdArray): ErrorConsistency {
  requireCorrectness('errorConsistency', a, b);
  const kappa = kappaOf(a.values, b.values);
  const { n, expected } = kappa;
  const [rightA, rightB] = [countRight(a.values), countRight(b.values)];
  const bound = (observed: number) => (expected === 1 ? NaN : (observed / n - expected) / (1 - expected));
  return {
    ...kappa,
    accuracies: [rightA / n, rightB / n],
    bounds: [bound(Math.abs(rightA + rightB - n)), bound(n - Math.abs(rightA - rightB))],
  };
}

export type ErrorConsistencyIntervals = {
  /** Percentile interval of kappa over resampled trials. */
  readonly interval: readonly [low: number, high: number];
  /** Where kappa falls for independent observers with these accuracies: outside, errors are shared or avoided. */
  readonly chance: readonly [low: number, high: number];
  /** Resamples (of either kind) in which kappa is undefined; they are left out. */
  readonly undefinedResamples: number;
};

/**
 * How sure error consistency is: a bootstrap interval over trials, and the interval of independent observers, each of
 * whose trials is right with the observer's accuracy (binomial).
 *
 * @param a [trials], 1 where the answer was correct, else 0
 * @param b [trials]
 * @param options rng (children `trials` and `chance`), resamples (1000) and level (0.95)
 * @returns NaN where no resample has a kappa
 * @source Geirhos, Meding & Wichmann 2020, NeurIPS 33 (intervals of chance by simulation)
 */
export function errorConsistencyIntervals(
  a: NdArray,
  b: NdArray,
  options: { readonly rng: Rng; readonly resamples?: number; readonly level?: number },
): ErrorConsistencyIntervals {
  const { rng, resamples = 1000, level = 0.95 } = options;
  requireCorrectness('errorConsistencyIntervals', a, b);
  requireCount('errorConsistencyIntervals', 'resamples', resamples, 2);
  requireLevel('errorConsistencyIntervals', level);
  const n = a.values.length;
  const [trials, chance] = [rng.child('trials').stream(), rng.child('chance').stream()];
  const [x, y] = [new Float64Array(n), new Float64Array(n)];
  const resampled = Float64Array.from({ length: resamples }, () => {
    for (let at = 0; at < n; at++) {
      const trial = trials.integer(n);
      x[at] = a.values[trial]!;
      y[at] = b.values[trial]!;
    }
    return kappaOf(x, y).kappa;
  });
  const accuracies = [countRight(a.values) / n, countRight(b.values) / n] as const;
  const independent = Float64Array.from({ length: resamples }, () => {
    for (let at = 0; at < n; at++) {
      x[at] = Number(chance.uniform() < accuracies[0]);
      y[at] = Number(chance.uniform() < accuracies[1]);
    }
    return kappaOf(x, y).kappa;
  });
  const known = [resampled, independent].map((values) => values.filter((value) => !Number.isNaN(value)));
  const tails = (values: Float64Array) =>
    [(1 - level) / 2, (1 + level) / 2].map((tail) =>
      values.length === 0 ? NaN : percentile(values, 100 * tail),
    ) as [number, number];
  return {
    interval: tails(known[0]!),
    chance: tails(known[1]!),
    undefinedResamples: 2 * resamples - known[0]!.length - known[1]!.length,
  };
}

const countRight = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);

function requireCorrectness(who: string, a: NdArray, b: NdArray): void {
  requirePair(who, ['a', a], ['b', b], 1);
  for (const [name, { values }] of Object.entries({ a, b })) {
    const index = values.findIndex((value) => value !== 0 && value !== 1);
    if (index >= 0)
      throw new DataError(`${who}: ${name} must hold 0 and 1, got ${values[index]} at ${index}`);
  }
}
