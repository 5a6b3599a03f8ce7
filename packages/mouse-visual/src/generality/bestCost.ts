import { meanOfKnown, type Split } from '@goal-driven/metrics';

/** What a probe is fitted by. */
export type ProbeFit = {
  /** Weights of the loss against the penalty to choose from; a single one is taken as it is. */
  readonly costs: readonly number[];
  /** Parts of the samples by which a cost is chosen. */
  readonly folds: number;
};

/**
 * The cost of the largest mean score over splits, of equals the first; the first of all where no split has a score.
 *
 * @param scores of a split, one for each cost; NaN where it has none
 */
export function bestCost(
  costs: readonly number[],
  splits: () => readonly Split[],
  scores: (split: Split) => readonly number[],
): number {
  if (costs.length === 1) return costs[0]!;
  const found = splits().map(scores);
  const means = costs.map((_, at) => meanOfKnown(found.map((each) => each[at]!)));
  const known = means.filter((mean) => !Number.isNaN(mean));
  return known.length === 0 ? costs[0]! : costs[means.indexOf(Math.max(...known))]!;
}
