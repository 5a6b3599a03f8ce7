import { ndArray, type NdArray } from '@goal-driven/core/arrays';
import { columnsOf, requireFinite, requireSameRows, rowsOf, takeRows, type Matrix } from './_matrix';
import { splitSummary } from './_splitSummary';
import { fittingPredictor } from './_stimulusPredictions';
import { stimulusSplits, type StimulusSplit } from './_stimulusSplits';
import type { MapFitter } from './LinearMap';
import { columnCorrelations } from './pearson';

export type RegressionScoreOptions = {
  /** Fitted anew to the training stimuli of each split. */
  readonly map: MapFitter;
  /** Training and test stimuli; Brain-Score has ten stratified shuffles with nine tenths in training. */
  readonly splits: readonly StimulusSplit[];
  /** Called after each split. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  /** Looked at before every fit; its reason is thrown. */
  readonly signal?: AbortSignal | undefined;
};

export type RegressionScore = {
  /** Mean over splits of `medians`. */
  readonly raw: number;
  /** Deviation over splits (ddof 0) over the root of their number. */
  readonly error: number;
  /** [splits], medians over the sites that have a value. */
  readonly medians: NdArray;
  /** [splits, sites], correlations of prediction and response over test stimuli; NaN where either does not vary. */
  readonly correlations: NdArray;
  /** [sites], means over splits of what is finite. */
  readonly sites: NdArray;
  /** Sites without a value in any split. */
  readonly undefinedSites: number;
  /** Sites, those without a value among them. */
  readonly n: number;
};

/**
 * Cross-validated predictivity of averaged responses from features, without correction for noise; `ceiledScore` sets it
 * against a ceiling.
 *
 * @param source [stimuli, features]
 * @param target [stimuli, sites]
 * @throws ShapeError, DataError for entries that are not finite, ConfigError for splits that are none; what the map
 *   throws
 * @source Schrimpf et al. 2018, doi:10.1101/407007
 */
export function regressionScore(
  source: Matrix,
  target: Matrix,
  { map, splits, onProgress, signal }: RegressionScoreOptions,
): RegressionScore {
  requireFinite('regressionScore', 'source', source, 2);
  requireFinite('regressionScore', 'target', target, 2);
  requireSameRows('regressionScore', ['source', source], ['target', target]);
  const checked = stimulusSplits('regressionScore', rowsOf(source), { splits });
  const n = columnsOf(target);
  const correlations = ndArray(new Float64Array(checked.length * n), [checked.length, n]);
  const beforeFit = () => signal?.throwIfAborted();
  checked.forEach((split, index) => {
    const predictions = fittingPredictor(source, { map, split, beforeFit })(target);
    const rows = (matrix: Matrix) => takeRows(matrix, split.test);
    correlations.values.set(columnCorrelations(rows(predictions), rows(target)).values, index * n);
    onProgress?.(index + 1, checked.length);
  });
  const { centre: raw, ...summary } = splitSummary(correlations);
  return { ...summary, raw, correlations, n };
}
