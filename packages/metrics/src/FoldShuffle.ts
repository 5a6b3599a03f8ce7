import type { RandomState } from '@goal-driven/core/arrays';

/** Folds in a random order of the samples. */
export type FoldShuffle = {
  /** NumPy's legacy generator; it moves on from one repeat to the next. */
  readonly random: RandomState;
  /** How often all folds are drawn anew, 1 by default. */
  readonly repeats?: number;
};
