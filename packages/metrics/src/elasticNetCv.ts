import { ConfigError, ndArray, type NdArray } from '@goal-driven/core/arrays';
import { fitPaths } from './_elasticNetPaths';
import { elasticNetProblem, type ElasticNetProblem } from './_elasticNetProblem';
import { splitsOf } from './_folds';
import {
  columnsOf,
  minusRow,
  multiply,
  requireTables,
  rowsOf,
  takeRows,
  transpose,
  type Matrix,
} from './_matrix';
import { fitTargets, largestSlopes, type ElasticNet } from './elasticNet';
import type { Split } from './Split';

export type ElasticNetCvOptions = {
  /** Shares of the penalty on absolute coefficients to choose from, above 0 .. 1; of equally good ones the first. */
  readonly l1Ratios?: readonly number[];
  /** Alphas of a path: from the smallest that makes all coefficients 0, per target and ratio, falling evenly in logarithms. */
  readonly alphaCount?: number;
  /** The last alpha of a path over its first. */
  readonly epsilon?: number;
  /** A number of folds of samples in a row, or splits. */
  readonly validation?: number | readonly Split[];
  /** As of `elasticNet`; 1e-4 by default. */
  readonly tolerance?: number;
  /** Of every fit; 1000 by default. */
  readonly maxSweeps?: number;
  /** Called after each target's path for each ratio in each split. */
  readonly onProgress?: (done: number, total: number) => void;
};

export type ElasticNetCv = ElasticNet & {
  /** [q], that of each target. */
  readonly alpha: Float64Array;
  /** [q] */
  readonly l1Ratio: Float64Array;
  /** [ratios, alphas, q], descending. */
  readonly alphas: NdArray;
  /** [ratios, alphas, q], mean over splits of the mean squared error on samples left out. */
  readonly errors: NdArray;
  /** Fits of paths that stopped at `maxSweeps`, of ratios x alphas x q x splits; their errors count all the same. */
  readonly unconverged: number;
};

/**
 * The elastic net with alpha and ratio of each target chosen by cross-validation over paths of alphas, each fit warm from
 * the one before; then fitted to all samples. Targets share the products of features.
 *
 * @param source X [samples, p]
 * @param target Y [samples, q]
 * @throws as `elasticNet`, for the last fit; ConfigError for an impossible path or splits
 * @source Friedman, Hastie & Tibshirani 2010; agrees with scikit-learn's ElasticNetCV for each target alone
 */
export function elasticNetCv(
  source: Matrix,
  target: Matrix,
  options: ElasticNetCvOptions = {},
): ElasticNetCv {
  const { l1Ratios = [0.5], validation = 5, tolerance = 1e-4, maxSweeps = 1000, onProgress } = options;
  requireTables('elasticNetCv', source, target);
  const targets = columnsOf(target);
  const splits = splitsOf('elasticNetCv', validation, rowsOf(source));
  const whole = elasticNetProblem(source, target, tolerance);
  const paths = pathsOf(whole, { ...options, l1Ratios });
  const errors = ndArray(new Float64Array(paths.values.length), paths.shape);
  const total = splits.length * l1Ratios.length * targets;
  let unconverged = 0;
  splits.forEach((split, index) => {
    const fold = foldOf(source, target, split, tolerance);
    l1Ratios.forEach((l1Ratio, ratio) => {
      const own = pathsAt(paths, ratio);
      fitPaths(fold.problem, own, { l1Ratio, tolerance, maxSweeps }, (site, path) => {
        unconverged += path.unconverged;
        addErrors(errors, fold, path.weights, { ratio, site, share: 1 / splits.length });
        onProgress?.((index * l1Ratios.length + ratio) * targets + site + 1, total);
      });
    });
  });
  const chosen = Array.from({ length: targets }, (_, site) => choose(paths, errors, l1Ratios, site));
  return {
    ...fitTargets('elasticNetCv', whole, chosen, { tolerance, maxSweeps }),
    alpha: Float64Array.from(chosen, ({ alpha }) => alpha),
    l1Ratio: Float64Array.from(chosen, ({ l1Ratio }) => l1Ratio),
    alphas: paths,
    errors,
    unconverged,
  };
}

/** The alpha of a target that does not vary, as scikit-learn's. */
const LEAST_ALPHA = 1e-15;

/** [ratios, alphas, targets] */
function pathsOf(
  { n, slopes }: ElasticNetProblem,
  { l1Ratios, alphaCount = 100, epsilon = 1e-3 }: ElasticNetCvOptions & { l1Ratios: readonly number[] },
): NdArray {
  if (l1Ratios.length === 0 || l1Ratios.some((ratio) => !(ratio > 0 && ratio <= 1)))
    throw new ConfigError(`elasticNetCv: l1Ratios must lie above 0 and up to 1, got [${l1Ratios}]`);
  if (!Number.isInteger(alphaCount) || alphaCount < 1)
    throw new ConfigError(`elasticNetCv: alphaCount must be an integer of at least 1, got ${alphaCount}`);
  if (!(epsilon > 0 && epsilon < 1))
    throw new ConfigError(`elasticNetCv: epsilon must be between 0 and 1, got ${epsilon}`);
  const steepest = largestSlopes(slopes);
  const alpha = (ratio: number, index: number, site: number): number => {
    const largest = steepest[site]! / (n * l1Ratios[ratio]!);
    if (largest <= LEAST_ALPHA) return LEAST_ALPHA;
    return largest * epsilon ** (alphaCount === 1 ? 0 : index / (alphaCount - 1));
  };
  const values = l1Ratios.flatMap((_, ratio) =>
    Array.from({ length: alphaCount }, (_, index) =>
      Array.from(steepest, (_, site) => alpha(ratio, index, site)),
    ),
  );
  return ndArray(Float64Array.from(values.flat()), [l1Ratios.length, alphaCount, steepest.length]);
}

/** Those of a ratio, [targets, alphas]. */
function pathsAt({ values, shape }: NdArray, ratio: number): Matrix {
  const [, alphas, targets] = shape as [number, number, number];
  const size = alphas * targets;
  return transpose(ndArray(values.subarray(ratio * size, (ratio + 1) * size), [alphas, targets]));
}

type Fold = {
  readonly problem: ElasticNetProblem;
  /** Samples left out, centred by those fitted on: [test, p] and [test, q]. */
  readonly source: Matrix;
  readonly target: Matrix;
};

function foldOf(source: Matrix, target: Matrix, { train, test }: Split, tolerance: number): Fold {
  const problem = elasticNetProblem(takeRows(source, train), takeRows(target, train), tolerance);
  return {
    problem,
    source: minusRow(takeRows(source, test), problem.means[0]),
    target: minusRow(takeRows(target, test), problem.means[1]),
  };
}

function addErrors(
  errors: NdArray,
  { source, target }: Fold,
  coefficients: Matrix,
  { ratio, site, share }: { ratio: number; site: number; share: number },
): void {
  const [alphas, targets, rows] = [columnsOf(coefficients), columnsOf(target), rowsOf(target)];
  const predicted = multiply(source, coefficients).values;
  for (let row = 0, at = 0; row < rows; row++) {
    const wanted = target.values[row * targets + site]!;
    for (let index = 0; index < alphas; index++, at++)
      errors.values[(ratio * alphas + index) * targets + site]! +=
        ((predicted[at]! - wanted) ** 2 / rows) * share;
  }
}

/** The first of the best. */
function choose(
  paths: NdArray,
  errors: NdArray,
  l1Ratios: readonly number[],
  site: number,
): { alpha: number; l1Ratio: number } {
  const [ratios, alphas, targets] = paths.shape as [number, number, number];
  let best = site;
  for (let at = site; at < ratios * alphas * targets; at += targets)
    if (errors.values[at]! < errors.values[best]!) best = at;
  return { alpha: paths.values[best]!, l1Ratio: l1Ratios[Math.floor(best / (alphas * targets))]! };
}
