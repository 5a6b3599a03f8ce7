import { ndArray, type NdArray } from '@goal-driven/core/arrays';
import { meanOfKnown, medianOfKnown } from './known';
import { columnsOf, requireFinite, requireSameRows, rowsOf, type Matrix } from './_matrix';
import { requireSplits } from './_requireSplits';
import { heldOut } from './crossValidatedMap';
import type { MapFitter } from './LinearMap';
import type { Split } from './Split';

export type PredictivityOptions = {
  /** Fitted anew to the training stimuli of each split. */
  readonly map: MapFitter;
  /** Indices of stimuli for training and test. */
  readonly splits: readonly Split[];
};

export type Predictivity = {
  /** [splits, sites], correlation of prediction and target on the test stimuli. */
  readonly correlations: NdArray;
  /** [sites], mean over splits of what is defined. */
  readonly values: NdArray;
  /** Over sites, of what is defined. */
  readonly median: number;
  /** Correlations without a value: a constant prediction or target, or one test stimulus. */
  readonly undefinedCorrelations: number;
  /** Sites without any; they are left out of the median. */
  readonly undefinedSites: number;
  /** Number of sites. */
  readonly n: number;
};

/**
 * How well a source predicts each site of a target: a map is fitted to the training stimuli of each split, and its
 * predictions of the test stimuli are correlated with the target. No correction for noise.
 *
 * @param source [stimuli, features]
 * @param target [stimuli, sites]
 * @throws ShapeError for different stimuli, DataError for entries that are not finite, ConfigError for splits that do
 *   not part these stimuli; what the map throws
 * @source Yamins et al. 2014, PNAS 111(23); Nayebi et al. 2021, NeurIPS
 */
export function predictivity(
  source: Matrix,
  target: Matrix,
  { map, splits }: PredictivityOptions,
): Predictivity {
  requireFinite('predictivity', 'source', source, 2);
  requireFinite('predictivity', 'target', target, 2);
  requireSameRows('predictivity', ['source', source], ['target', target]);
  requireSplits('predictivity', splits, rowsOf(source));
  const bySplit = splits.map((split) => {
    const { fit, score } = heldOut([source, target], split);
    return score(fit(map));
  });
  return summarised(bySplit, columnsOf(target));
}

/** Means, median and counts of correlations, for each split one per site. */
export function summarised(bySplit: readonly Float64Array[], sites: number): Predictivity {
  const correlations = Float64Array.from(bySplit.flatMap((row) => [...row]));
  const values = Float64Array.from({ length: sites }, (_, site) =>
    meanOfKnown(bySplit.map((row) => row[site]!)),
  );
  return {
    correlations: ndArray(correlations, [bySplit.length, sites]),
    values: ndArray(values, [sites]),
    median: medianOfKnown(values),
    undefinedCorrelations: correlations.filter(Number.isNaN).length,
    undefinedSites: values.filter(Number.isNaN).length,
    n: sites,
  };
}
