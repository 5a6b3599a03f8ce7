import { ndArray, RandomState, ShapeError, type NdArray } from '@goal-driven/core/arrays';
import { splitSummary } from './_splitSummary';
import { requireCount } from './_vectors';
import { columnCorrelations } from './pearson';
import { spearmanBrown } from './spearmanBrown';
import { meanOfTrials } from './splitHalves';

export type InternalConsistencyOptions = {
  /** Random halves of the trials; 10 by default. */
  readonly halves?: number;
  /** Of NumPy's legacy generator, which makes all halves; 1 by default. */
  readonly seed?: number;
};

export type InternalConsistency = {
  /** Mean over halves of `medians`, the ceiling of an explained variance; NaN where it is at most 0. */
  readonly ceiling: number;
  /** The same, also below 0. */
  readonly consistency: number;
  /** Deviation over halves (ddof 0) over the root of their number. */
  readonly error: number;
  /** [halves], medians over the sites that have a value. */
  readonly medians: NdArray;
  /** [halves, sites], split-half correlations after Spearman-Brown; NaN where an average does not vary. */
  readonly reliability: NdArray;
  /** [sites], means over halves of what is finite. */
  readonly sites: NdArray;
  /** Sites without a value in any halves. */
  readonly undefinedSites: number;
  /** Sites, those without a value among them. */
  readonly n: number;
};

/**
 * Brain-Score's ceiling of a set of recordings: the agreement of the averages of one half of the trials with those
 * of the other.
 *
 * @param trials [trials, stimuli, sites], at least 2 each of the first two; NaN where not recorded
 * @param options 10 halves and seed 1 as published
 * @throws ShapeError, ConfigError
 * @source Schrimpf et al. 2018, doi:10.1101/407007; splits as scikit-learn's ShuffleSplit, the smaller half for training
 */
export function internalConsistency(
  trials: NdArray,
  { halves = 10, seed = 1 }: InternalConsistencyOptions = {},
): InternalConsistency {
  const [count, stimuli, n] = trials.shape as readonly [number, number, number];
  if (trials.shape.length !== 3 || count < 2 || stimuli < 2 || n < 1) {
    throw new ShapeError(
      `internalConsistency: trials must be [trials >= 2, stimuli >= 2, sites], got [${trials.shape}]`,
    );
  }
  requireCount('internalConsistency', 'halves', halves, 1);
  const state = new RandomState(seed);
  const reliability = ndArray(new Float64Array(halves * n), [halves, n]);
  for (let split = 0; split < halves; split++) {
    const order = [...state.permutation(count)];
    const second = order.splice(0, Math.ceil(count / 2));
    const correlations = columnCorrelations(meanOfTrials(trials, order), meanOfTrials(trials, second));
    reliability.values.set(
      correlations.values.map((r) => spearmanBrown(r)),
      split * n,
    );
  }
  const { centre: consistency, sites, ...summary } = splitSummary(reliability);
  return { ...summary, ceiling: consistency > 0 ? consistency : NaN, consistency, reliability, sites, n };
}
