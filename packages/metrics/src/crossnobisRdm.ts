import { ShapeError, type NdArray } from '@goal-driven/core/arrays';
import { gram } from './_gram';
import { requireFinite, zeros, type Matrix } from './_matrix';
import { whitenRows } from './_whitenRows';
import { noiseCovariance } from './noiseCovariance';
import { squaredDistances } from './rdm';

/**
 * Mahalanobis distance of each pair of stimuli, `sqrt((x - y) C^-1 (x - y)^T)`: directions in which units are noisy
 * count less. Noise in the responses makes it too large on average; `crossnobisRdm` does not suffer from that.
 *
 * @param responses [stimuli, units]
 * @param covariance C [units, units], symmetric positive definite, as from `noiseCovariance`
 * @returns [stimuli, stimuli], agrees with scipy's pdist(., 'mahalanobis')
 * @throws DataError when the covariance is not positive definite
 */
export function mahalanobisRdm(responses: Matrix, covariance: Matrix): Matrix {
  requireFinite('mahalanobisRdm', 'responses', responses, 2);
  const squared = squaredDistances(whitenRows('mahalanobisRdm', responses, covariance));
  return { values: squared.values.map(Math.sqrt), shape: squared.shape };
}

export type CrossnobisOptions = {
  /** Towards a multiple of the identity, 0 .. 1, or Ledoit and Wolf's estimate. */
  readonly shrinkage?: number | 'ledoitWolf';
};

/**
 * Cross-validated squared Mahalanobis distance per unit ("crossnobis"): the product of the same difference between
 * two stimuli in two different trials, averaged over all pairs of trials. Independent noise cancels, so a true
 * distance of 0 gives 0 on average, and values may be negative.
 *
 * @param trials [trials, stimuli, units], at least 2 trials
 * @returns [stimuli, stimuli], symmetric, diagonal 0
 * @throws ShapeError for one trial; DataError when the noise covariance is not positive definite (shrink it)
 * @source Walther et al. 2016, NeuroImage 137; Diedrichsen & Kriegeskorte 2017
 */
export function crossnobisRdm(trials: NdArray, { shrinkage = 'ledoitWolf' }: CrossnobisOptions = {}): Matrix {
  requireFinite('crossnobisRdm', 'trials', trials, 3);
  const [count, stimuli, units] = trials.shape as [number, number, number];
  if (count < 2) {
    throw new ShapeError(
      `crossnobisRdm: trials must be [trials >= 2, stimuli, units], got [${trials.shape}]`,
    );
  }
  const { covariance } = noiseCovariance(trials, { shrinkage });
  const rows: Matrix = { values: trials.values, shape: [count * stimuli, units] };
  const white = whitenRows('crossnobisRdm', rows, covariance).values;
  const size = stimuli * units;
  // The sum of products over pairs of different trials is the product of sums less the products within trials.
  const sums = new Float64Array(size);
  white.forEach((value, at) => (sums[at % size]! += value));
  const all = { values: sums, shape: [stimuli, units] };
  const between = gram(all, all).values;
  for (let trial = 0; trial < count; trial++) {
    const one = { values: white.subarray(trial * size, (trial + 1) * size), shape: [stimuli, units] };
    gram(one, one).values.forEach((value, at) => (between[at]! -= value));
  }
  const result = zeros(stimuli, stimuli);
  const pairs = count * (count - 1) * units;
  for (let i = 0; i < stimuli; i++) {
    for (let j = 0; j < stimuli; j++) {
      if (i === j) continue;
      const cross = between[i * stimuli + j]! + between[j * stimuli + i]!;
      result.values[i * stimuli + j] =
        (between[i * (stimuli + 1)]! + between[j * (stimuli + 1)]! - cross) / pairs;
    }
  }
  return result;
}
