import { ConfigError, RandomState } from '@goal-driven/core/arrays';
import { requireCount } from './_vectors';
import type { Split } from './Split';

export type RandomSplitsOptions = {
  /**
   * Share of the samples in training, rounded up. 0 tests everything: one split without training, for
   * comparisons without a map.
   */
  readonly trainFraction: number;
  /** How many, at least 1. */
  readonly splits: number;
  /** Split `s` is drawn with seed `seed + s`. */
  readonly seed?: number;
};

/**
 * The train/test splits of the studies: split `s` is `RandomState(seed + s).permutation(samples)`, of which
 * the first `ceil(trainFraction samples)` train and all others test.
 *
 * @throws ConfigError for a fraction outside 0 .. 1, or one that leaves nothing to test
 * @source brainmodel_utils, mec and mouse-vision (neuroailab)
 */
export function randomSplits(
  samples: number,
  { trainFraction, splits, seed = 0 }: RandomSplitsOptions,
): Split[] {
  requireCount('randomSplits', 'samples', samples, 1);
  requireCount('randomSplits', 'splits', splits, 1);
  if (!(trainFraction >= 0 && trainFraction <= 1)) {
    throw new ConfigError(`randomSplits: trainFraction must be in 0 .. 1, got ${trainFraction}`);
  }
  if (trainFraction === 0) {
    return [{ train: new Int32Array(0), test: Int32Array.from({ length: samples }, (_, index) => index) }];
  }
  const count = Math.ceil(trainFraction * samples);
  if (count === samples) {
    throw new ConfigError(
      `randomSplits: trainFraction must leave some of ${samples} samples to test, got ${trainFraction}`,
    );
  }
  return Array.from({ length: splits }, (_, split) => {
    const order = new RandomState(seed + split).permutation(samples);
    return { train: order.slice(0, count), test: order.slice(count) };
  });
}
