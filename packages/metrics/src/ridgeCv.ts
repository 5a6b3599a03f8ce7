import { ConfigError, ndArray, type NdArray } from '@goal-driven/core/arrays';
import { centredTimes, productsOfRows } from './_centredTable';
import { splitsOf } from './_folds';
import {
  columnMeans,
  columnsOf,
  minusRow,
  multiply,
  requireTables,
  rowsOf,
  subtractRow,
  takeRows,
  zeros,
  type Matrix,
} from './_matrix';
import { withMap } from './_linearMap';
import type { LinearMap } from './LinearMap';
import {
  dualSpectrum,
  ridgeMap,
  ridgeProblem,
  shrinker,
  spectralMap,
  spectrumOf,
  type RidgeProblem,
  type RidgeSpectrum,
} from './_ridgeProblem';
import { requireAlphas } from './ridge';
import type { Split } from './Split';

export type RidgeCvOptions = {
  /** Penalties to choose from, > 0; of equally good ones the first. */
  readonly alphas: readonly number[];
  /**
   * `leaveOneOut` (by the shortcut, exact), `generalised` (leverages replaced by their mean, which ignores the basis in
   * which samples are written), a number of folds of samples in a row, or splits.
   */
  readonly validation?: 'leaveOneOut' | 'generalised' | number | readonly Split[];
  /** Choose an alpha for each target, by its own error, in place of one by their mean. */
  readonly perTarget?: boolean;
  /** Called after each split. */
  readonly onProgress?: (done: number, total: number) => void;
};

export type RidgeCv = LinearMap & {
  /** [q], that of each target. */
  readonly alpha: Float64Array;
  /** [alphas, q], mean squared error on samples left out; over splits the mean of their means. */
  readonly errors: NdArray;
};

/**
 * Ridge regression whose penalty is chosen by cross-validation, then fitted to all samples. All alphas and targets share
 * one decomposition, in each split one of that split. The source is to stay as it is while the map is in use, as with
 * `ridge`.
 *
 * @param source X [samples, p], at least 2 samples
 * @param target Y [samples, q]
 * @throws as `ridge`; ConfigError for no alphas or impossible splits
 * @source agrees with scikit-learn's RidgeCV (leave-one-out) and with its grid search over Ridge by mean squared error;
 *   generalised: Golub, Heath & Wahba 1979, Technometrics 21(2), the intercept counted
 */
export function ridgeCv(source: Matrix, target: Matrix, options: RidgeCvOptions): RidgeCv {
  const { alphas, validation = 'leaveOneOut', perTarget = false, onProgress } = options;
  requireTables('ridgeCv', source, target);
  requireAlphas('ridgeCv', alphas);
  if (rowsOf(source) < 2) throw new ConfigError(`ridgeCv: samples must be at least 2, got ${rowsOf(source)}`);
  if (typeof validation === 'string' && validation !== 'leaveOneOut' && validation !== 'generalised') {
    throw new ConfigError(
      `ridgeCv: validation must be leaveOneOut, generalised, folds or splits, got ${String(validation)}`,
    );
  }
  const problem = ridgeProblem(source, target);
  if (typeof validation === 'string') {
    const spectrum = spectrumOf(problem);
    const errors = shortcutErrors(problem, spectrum, alphas, validation);
    const alpha = chosen(errors, alphas, perTarget);
    return withMap(spectralMap(problem, spectrum, alpha), { alpha, errors });
  }
  const splits = splitsOf('ridgeCv', validation, rowsOf(source));
  const errors = zeros(alphas.length, columnsOf(target));
  splits.forEach((split, done) => {
    addSplit(errors, heldOut(problem, split), alphas, splits.length);
    onProgress?.(done + 1, splits.length);
  });
  const alpha = chosen(errors, alphas, perTarget);
  const map = alpha.every((value) => value === alpha[0])
    ? ridgeMap(problem, alpha[0]!)
    : spectralMap(problem, spectrumOf(problem), alpha);
  return withMap(map, { alpha, errors });
}

function chosen(errors: NdArray, alphas: readonly number[], perTarget: boolean): Float64Array {
  const targets = errors.shape[1]!;
  const best = (sizes: Float64Array) => alphas[sizes.indexOf(Math.min(...sizes))]!;
  const sizes = (from: number, to: number) =>
    Float64Array.from(alphas, (_, a) =>
      errors.values.subarray(a * targets + from, a * targets + to).reduce((sum, error) => sum + error, 0),
    );
  if (!perTarget) return new Float64Array(targets).fill(best(sizes(0, targets)));
  return Float64Array.from({ length: targets }, (_, target) => best(sizes(target, target + 1)));
}

/**
 * Residuals over `1 - leverage`, or over its mean. In the dual both carry a factor alpha, which is left out: for a small
 * one they vanish together.
 */
function shortcutErrors(
  { dual, x, y }: RidgeProblem,
  spectrum: RidgeSpectrum,
  alphas: readonly number[],
  kind: 'leaveOneOut' | 'generalised',
): Matrix {
  const [n, targets] = [rowsOf(y), columnsOf(y)];
  const scores = dual ? spectrum.basis : centredTimes(x, spectrum.basis);
  const errors = zeros(alphas.length, targets);
  const fittedAt = shrinker(scores, spectrum);
  alphas.forEach((alpha, a) => {
    const fitted = fittedAt(alpha).values;
    const shares = leverages(scores, spectrum.values, alpha);
    const rests = dual ? shares : shares.map((share) => 1 - 1 / n - share);
    const mean = rests.reduce((sum, rest) => sum + rest, 0) / n;
    for (let at = 0; at < fitted.length; at++) {
      const residual = dual ? fitted[at]! : y.values[at]! - fitted[at]!;
      const rest = kind === 'generalised' ? mean : rests[Math.floor(at / targets)]!;
      errors.values[a * targets + (at % targets)]! += (residual / rest) ** 2 / n;
    }
  });
  return errors;
}

/** Of each row the sum of `score^2 / (value + alpha)`. */
function leverages(scores: Matrix, values: Float64Array, alpha: number): Float64Array {
  const width = values.length;
  return Float64Array.from({ length: rowsOf(scores) }, (_, row) => {
    let sum = 0;
    for (let k = 0; k < width; k++) sum += scores.values[row * width + k]! ** 2 / (values[k]! + alpha);
    return sum;
  });
}

/** A split's spectrum, the projections of its held-out samples on the basis, and what they should give. */
type HeldOut = { readonly spectrum: RidgeSpectrum; readonly scores: Matrix; readonly wanted: Matrix };

function heldOut(problem: RidgeProblem, { train, test }: Split): HeldOut {
  const y = takeRows(problem.y, train);
  const means = columnMeans(y);
  subtractRow(y, means);
  const wanted = takeRows(problem.y, test);
  subtractRow(wanted, means);
  if (problem.dual) return { ...dualHeldOut(problem.table, train, test, y), wanted };
  const own = ridgeProblem(takeRows(problem.x.table, train), y);
  const spectrum = spectrumOf(own);
  const rows = { table: takeRows(problem.x.table, test), means: own.means[0] };
  const scores = own.dual
    ? multiply(productsOfRows(rows, own.x), spectrum.basis)
    : centredTimes(rows, spectrum.basis);
  return { spectrum, scores, wanted };
}

/** From the products of all samples: centring by the training samples is a matter of their means. */
function dualHeldOut(
  table: Matrix,
  train: ArrayLike<number>,
  test: ArrayLike<number>,
  y: Matrix,
): Omit<HeldOut, 'wanted'> {
  const products = between(table, train, train);
  const means = columnMeans(products);
  const grand = means.reduce((sum, mean) => sum + mean, 0) / means.length;
  const count = train.length;
  products.values.forEach((value, at) => {
    products.values[at] = value - means[at % count]! - means[Math.floor(at / count)]! + grand;
  });
  const spectrum = dualSpectrum(products, y);
  // The basis has no constant part, so what a row has in common drops out.
  return { spectrum, scores: multiply(minusRow(between(table, test, train), means), spectrum.basis) };
}

function between({ values, shape }: Matrix, rows: ArrayLike<number>, columns: ArrayLike<number>): Matrix {
  const [n, width] = [shape[1]!, columns.length];
  const taken = new Float64Array(rows.length * width);
  for (let row = 0, at = 0; row < rows.length; row++)
    for (let c = 0; c < width; c++) taken[at++] = values[rows[row]! * n + columns[c]!]!;
  return ndArray(taken, [rows.length, width]);
}

/** Adds a split's mean squared errors, over the number of splits. */
function addSplit(
  errors: NdArray,
  { spectrum, scores, wanted }: HeldOut,
  alphas: readonly number[],
  splits: number,
): void {
  const targets = columnsOf(wanted);
  const share = 1 / rowsOf(wanted) / splits;
  const predictedAt = shrinker(scores, spectrum);
  alphas.forEach((alpha, a) => {
    const predicted = predictedAt(alpha).values;
    for (let row = 0, at = 0; row < rowsOf(wanted); row++)
      for (let q = 0; q < targets; q++, at++)
        errors.values[a * targets + q]! += (predicted[at]! - wanted.values[at]!) ** 2 * share;
  });
}
