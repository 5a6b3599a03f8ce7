import { ConfigError, ndArray, ShapeError } from '@goal-driven/core/arrays';
import { svd } from './_decompositions';
import { exactMeans } from './_exactMeans';
import { gram } from './_gram';
import { columnsOf, minusRow, multiply, requireFinite, rowsOf, type Matrix } from './_matrix';

export type Pca = {
  /** [components, features], orthonormal rows; the largest entry of each is positive. */
  readonly components: Matrix;
  /** Variance along each component (ddof 1), descending. */
  readonly variances: Float64Array;
  /** Share of the total variance; NaN where nothing varies. */
  readonly ratios: Float64Array;
  /** [features], taken off before and put back by `inverse`. */
  readonly means: Float64Array;
  /** [samples, features] -> [samples, components] */
  readonly transform: (samples: Matrix) => Matrix;
  /** [samples, components] -> [samples, features] */
  readonly inverse: (scores: Matrix) => Matrix;
};

/**
 * Principal components: the orthogonal directions of largest variance of the centred samples.
 *
 * @param samples [n, features], n >= 2
 * @param components how many, at most min(n, features); all by default
 * @throws ConfigError for more components than that, ShapeError for one sample
 * @source Pearson 1901; agrees with scikit-learn's PCA up to its choice of signs
 */
export function pca(samples: Matrix, { components }: { readonly components?: number } = {}): Pca {
  requireFinite('pca', 'samples', samples, 2);
  const [n, features] = [rowsOf(samples), columnsOf(samples)];
  if (n < 2) throw new ShapeError(`pca: samples must be at least 2, got ${n}`);
  const most = Math.min(n, features);
  const k = components ?? most;
  if (!Number.isInteger(k) || k < 1 || k > most) {
    throw new ConfigError(`pca: components must be an integer in 1 .. ${most} (samples, features), got ${k}`);
  }
  const means = exactMeans(samples);
  const centred = minusRow(samples, means);
  const { values, right } = svd(centred, k);
  const variances = values.map((value) => value ** 2 / (n - 1));
  const total = centred.values.reduce((sum, value) => sum + value * value, 0) / (n - 1);
  const axes = signedRows(right, k);
  return {
    components: axes,
    variances,
    ratios: variances.map((variance) => variance / total),
    means,
    transform: (others) => {
      requireFinite('pca.transform', 'samples', others, 2);
      requireColumns('pca.transform: samples', others, features);
      return gram(minusRow(others, means), axes);
    },
    inverse: (scores) => {
      requireFinite('pca.inverse', 'scores', scores, 2);
      requireColumns('pca.inverse: scores', scores, k);
      return minusRow(
        multiply(scores, axes),
        means.map((mean) => -mean),
      );
    },
  };
}

/** The first columns as rows, each with its largest entry positive. */
function signedRows(columnsOfAxes: Matrix, k: number): Matrix {
  const [features, width] = [rowsOf(columnsOfAxes), columnsOf(columnsOfAxes)];
  const rows = new Float64Array(k * features);
  for (let c = 0; c < k; c++) {
    const axis = Float64Array.from({ length: features }, (_, f) => columnsOfAxes.values[f * width + c]!);
    const largest = axis.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
    rows.set(largest < 0 ? axis.map((value) => -value) : axis, c * features);
  }
  return ndArray(rows, [k, features]);
}

function requireColumns(what: string, matrix: Matrix, columns: number): void {
  if (columnsOf(matrix) !== columns) {
    throw new ShapeError(`${what} must have ${columns} columns, got ${columnsOf(matrix)}`);
  }
}
