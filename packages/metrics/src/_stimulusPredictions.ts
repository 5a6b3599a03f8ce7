import { columnsOf, multiply, rowsOf, takeRows, zeros, type Matrix } from './_matrix';
import type { StimulusSplit } from './_stimulusSplits';
import type { FittedMap, LinearMap, MapFitter } from './LinearMap';

/** Fits a map on training stimuli and predicts, up to a constant per site, the responses to all stimuli. */
export type Predictor = (target: Matrix) => Matrix;

export type PredictorOptions = {
  readonly map: MapFitter;
  readonly split: StimulusSplit;
  /** Called before every fit. */
  readonly beforeFit: () => void;
};

/** A fit of its own for every target. Where the target does not vary in training, neither does its prediction. */
export const fittingPredictor =
  (source: Matrix, { map, split, beforeFit }: PredictorOptions): Predictor =>
  (target) => {
    beforeFit();
    const training = takeRows(target, split.train);
    const fitted = map(takeRows(source, split.train), training);
    const predictions = fitted.predict(source);
    return 'coefficients' in fitted ? exactConstants(predictions, training) : predictions;
  };

/**
 * One fit for all targets, of a map whose predictions are linear in its target: fitted to an indicator of each training
 * stimulus in turn, it gives what takes any target to its predictions, or to its coefficients where those are fewer.
 */
export function smoothingPredictor(source: Matrix, { map, split, beforeFit }: PredictorOptions): Predictor {
  beforeFit();
  const count = split.train.length;
  const fitted = map(takeRows(source, split.train), identity(count));
  const smooth = coefficientsAreFewer(source, count) ? coefficientSmoother(source, fitted) : undefined;
  const smoother = smooth ? undefined : fitted.predict(source);
  return (target) => {
    const training = takeRows(target, split.train);
    return exactConstants(smooth ? smooth(training) : multiply(smoother!, training), training);
  };
}

const coefficientsAreFewer = (source: Matrix, count: number): boolean =>
  columnsOf(source) * (rowsOf(source) + count) < rowsOf(source) * count;

/** Undefined for a map without coefficients. Leaves the intercept out, a constant per site that no correlation sees. */
function coefficientSmoother(source: Matrix, fitted: FittedMap): Predictor | undefined {
  if (!('coefficients' in fitted)) return undefined;
  const { coefficients } = fitted as LinearMap;
  return (training) => multiply(source, multiply(coefficients, training));
}

function identity(size: number): Matrix {
  const matrix = zeros(size, size);
  for (let index = 0; index < size; index++) matrix.values[index * size + index] = 1;
  return matrix;
}

/** Rounding would leave a prediction that correlates with something. */
function exactConstants(predictions: Matrix, training: Matrix): Matrix {
  const columns = columnsOf(training);
  for (let site = 0; site < columns; site++) {
    const constant = training.values[site]!;
    let row = 1;
    while (row < rowsOf(training) && training.values[row * columns + site] === constant) row++;
    if (row < rowsOf(training)) continue;
    for (let at = site; at < predictions.values.length; at += columns) predictions.values[at] = constant;
  }
  return predictions;
}
