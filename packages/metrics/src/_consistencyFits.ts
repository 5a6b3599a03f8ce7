import { ndArray, type NdArray } from '@goal-driven/core/arrays';
import type { ConsistencyProblem } from './_consistencyProblem';
import type { SiteCorrelations } from './_consistencyTerms';
import { takeUnits, type HalfDraw } from './_halfDraws';
import { column, columnsOf, takeRows, type Matrix } from './_matrix';
import { averageRanks } from './_ranks';
import { fittingPredictor, smoothingPredictor, type Predictor } from './_stimulusPredictions';
import type { StimulusSplit } from './_stimulusSplits';
import type { MapFitter } from './LinearMap';
import { columnCorrelations } from './pearson';

/** Correlations of every site over some stimuli. */
export type Correlate = (stimuli: ArrayLike<number>) => SiteCorrelations;

/**
 * Fits the maps of one split to one draw of halves after another. What does not depend on the draw is fitted once: the
 * map of full averages, unless the units of the source change.
 */
export function splitFits(
  { split, map }: { readonly split: StimulusSplit; readonly map: MapFitter },
  problem: ConsistencyProblem,
): (draw: HalfDraw) => Correlate {
  const { means, form, beforeFit, smooths, fixed } = problem;
  const predictorOf = (source: Matrix): Predictor =>
    (smooths ? smoothingPredictor : fittingPredictor)(source, { map, split, beforeFit });
  const full = (predictor: Predictor) => (form === 'fullNumerator' ? predictor(means.target) : undefined);
  const shared = fixed ? predictorOf(means.source) : undefined;
  let sharedFull = shared && full(shared);
  return ({ source, target, units }) => {
    const firstPredictor = shared ?? predictorOf(source.first);
    const deterministic = source.second === source.first;
    const secondPredictor = deterministic ? firstPredictor : predictorOf(source.second);
    const ofDraw = () => full(deterministic ? firstPredictor : predictorOf(takeUnits(means.source, units)));
    const prediction = sharedFull ?? ofDraw();
    if (units === undefined) sharedFull = prediction;
    const [first, second] = [firstPredictor(target.first), secondPredictor(target.second)];
    const numerator = prediction ? ([prediction, means.target] as const) : ([first, target.second] as const);
    return (stimuli) => {
      const r = ([a, b]: readonly [Matrix, Matrix]): NdArray =>
        siteCorrelations(takeRows(a, stimuli), takeRows(b, stimuli), problem.correlation);
      return { r_xy: r(numerator), r_xx: r([first, second]), r_yy: r([target.first, target.second]) };
    };
  };
}

function siteCorrelations(a: Matrix, b: Matrix, correlation: 'pearson' | 'spearman'): NdArray {
  return correlation === 'pearson'
    ? columnCorrelations(a, b)
    : columnCorrelations(columnRanks(a), columnRanks(b));
}

/** Each column by its ranks; one with an entry that is not a number stays without. */
function columnRanks(matrix: Matrix): Matrix {
  const columns = columnsOf(matrix);
  const ranked = ndArray(new Float64Array(matrix.values.length), matrix.shape);
  for (let c = 0; c < columns; c++) {
    const values = column(matrix, c);
    const ranks = values.some(Number.isNaN) ? values.fill(NaN) : averageRanks(values);
    ranks.forEach((rank, row) => {
      ranked.values[row * columns + c] = rank;
    });
  }
  return ranked;
}
