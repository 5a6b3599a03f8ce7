import { ndArray, ShapeError, type NdArray, type RandomState } from '@goal-driven/core/arrays';
import type { Matrix } from './_matrix';

/** Averages over either half of the trials, each [stimuli, sites]. */
export type Halves = { readonly first: Matrix; readonly second: Matrix };

/**
 * Averages over two random halves of the trials, the same halves for all stimuli and sites. The trials are
 * shuffled by NumPy's legacy generator, as the published halves were; the second half has the odd one.
 *
 * @param trials [trials, stimuli, sites]; NaN marks a presentation that was not recorded and is skipped
 * @returns both halves [stimuli, sites]; NaN where a half has no recorded trial
 * @throws ShapeError for fewer than 2 trials
 * @source metrics of brainmodel_utils (split halves, synchronous over units)
 */
export function splitHalves(trials: NdArray, state: RandomState): Halves {
  const count = trials.shape[0]!;
  if (trials.shape.length !== 3 || count < 2) {
    throw new ShapeError(`splitHalves: trials must be [trials >= 2, stimuli, sites], got [${trials.shape}]`);
  }
  const order = Array.from({ length: count }, (_, trial) => trial);
  state.shuffle(order);
  const middle = Math.floor(count / 2);
  return {
    first: meanOfTrials(trials, order.slice(0, middle)),
    second: meanOfTrials(trials, order.slice(middle)),
  };
}

/** Mean over these trials (all by default), NaN skipped: [stimuli, sites]. */
export function meanOfTrials(trials: NdArray, chosen?: readonly number[]): Matrix {
  const [count, stimuli, sites] = trials.shape as readonly [number, number, number];
  const size = stimuli * sites;
  const sums = new Float64Array(size);
  const recorded = new Int32Array(size);
  for (const trial of chosen ?? Array.from({ length: count }, (_, index) => index)) {
    for (let index = 0; index < size; index++) {
      const value = trials.values[trial * size + index]!;
      if (Number.isNaN(value)) continue;
      sums[index]! += value;
      recorded[index]! += 1;
    }
  }
  return ndArray(
    sums.map((sum, index) => sum / recorded[index]!),
    [stimuli, sites],
  );
}
