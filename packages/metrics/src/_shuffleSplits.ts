import { ConfigError, RandomState } from '@goal-driven/core/arrays';
import type { StimulusSplit } from './_stimulusSplits';

/**
 * Shuffles as scikit-learn's ShuffleSplit makes them: one generator for all, the test stimuli first, the share of
 * training rounded down.
 *
 * @throws ConfigError for a share that leaves one side empty
 */
export function shuffleSplits(
  stimuli: number,
  { splits, trainFraction, seed }: { splits: number; trainFraction: number; seed: number },
): StimulusSplit[] {
  const count = Math.floor(trainFraction * stimuli);
  if (!(count >= 1 && count < stimuli)) {
    throw new ConfigError(
      `regressionScore: trainFraction must leave at least 1 of ${stimuli} stimuli on either side, got ${trainFraction}`,
    );
  }
  const state = new RandomState(seed);
  return Array.from({ length: splits }, () => {
    const order = state.permutation(stimuli);
    return { test: order.slice(0, stimuli - count), train: order.slice(stimuli - count) };
  });
}
