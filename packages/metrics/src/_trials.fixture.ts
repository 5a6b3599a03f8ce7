import { ndArray, type NdArray } from '@goal-driven/core/arrays';
import { parkMiller, product, table } from './_fixtures';

/** Trials of a population: its mean responses with uniform noise of width 0.2, [trials, stimuli, sites]. */
export function noisyTrials(means: NdArray, seed: number, trials: number): NdArray {
  const noise = parkMiller(seed, [trials, ...means.shape]);
  const size = means.values.length;
  return ndArray(
    noise.values.map((value, index) => means.values[index % size]! + 0.2 * (value - 0.5)),
    noise.shape,
  );
}

/**
 * The trials of the reference values: features `Ms` [10, 3], six trials of an animal that has them for responses, `S`,
 * and six trials of two sites that are linear in them, `T`.
 */
export function trialExample(): { Ms: NdArray; S: NdArray; T: NdArray } {
  const Ms = parkMiller(11, [10, 3]);
  const weights = table([
    [1, 0.5],
    [-0.5, 1],
    [0.25, 0.25],
  ]);
  return { Ms, S: noisyTrials(Ms, 12, 6), T: noisyTrials(product(Ms, weights), 13, 6) };
}
