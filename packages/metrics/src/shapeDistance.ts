import { ConfigError, ShapeError } from '@goal-driven/core/arrays';
import { leadingColumns, svd, symmetricEigen } from './_decompositions';
import { exactMeans } from './_exactMeans';
import { gram } from './_gram';
import {
  columnsOf,
  minusRow,
  multiply,
  requireFinite,
  requireSameRows,
  rowsOf,
  transpose,
  type Matrix,
} from './_matrix';

export type ShapeDistanceOptions = {
  /** 1 leaves responses as they are (Procrustes), 0 whitens them (canonical correlations), between is between. */
  readonly alpha?: number;
  /** Responses to compare after aligning on the others, so that the alignment cannot flatter. */
  readonly test?: { readonly x: Matrix; readonly y: Matrix };
};

export type ShapeDistance = {
  /** rad, 0 .. pi; NaN where a side does not vary */
  readonly angular: number;
  /** Root of the summed squared differences of the aligned responses, in their unit. */
  readonly euclidean: number;
};

/**
 * Generalised shape distance: both sides are partly whitened, aligned by the best rotation or reflection, and compared.
 * On the rows it was aligned on it is a metric; at alpha 0 its angle is `arccos` of the mean canonical correlation.
 *
 * `C = Xc^T Xc` with eigenvalues l; `Z = V diag(d) V^T`, `d = alpha + (1 - alpha) l^-1/2`, scaled by one factor so
 * that `sum l d^2 = sum l`. The narrower side is taken to have more units that are silent.
 *
 * @param x [stimuli, units]
 * @param y [stimuli, units]
 * @throws ShapeError for different stimuli or units of the test, ConfigError for alpha outside 0 .. 1
 * @source Williams, Kunz, Kornblith & Linderman 2021, NeurIPS 34; eigenvalues below 1e-7 are raised to it, as in netrep
 */
export function shapeDistance(
  x: Matrix,
  y: Matrix,
  { alpha = 1, test }: ShapeDistanceOptions = {},
): ShapeDistance {
  if (!(alpha >= 0 && alpha <= 1))
    throw new ConfigError(`shapeDistance: alpha must be in 0 .. 1, got ${alpha}`);
  requireSides('x', x, y);
  if (test) requireSides('test', test.x, test.y);
  const units = Math.max(columnsOf(x), columnsOf(y));
  const [a, b] = [partlyWhitened(padded(x, units), alpha), partlyWhitened(padded(y, units), alpha)];
  const { left, right } = svd(multiply(transpose(a.white), b.white));
  const [testX, testY] = test ? [test.x, test.y] : [x, y];
  if (columnsOf(testX) !== columnsOf(x) || columnsOf(testY) !== columnsOf(y)) {
    throw new ShapeError(
      `shapeDistance: test must have the ${columnsOf(x)} and ${columnsOf(y)} units of x and y, got ${columnsOf(testX)} and ${columnsOf(testY)}`,
    );
  }
  const alignedX = multiply(a.map(padded(testX, units)), left).values;
  const alignedY = multiply(b.map(padded(testY, units)), right).values;
  return distances(alignedX, alignedY);
}

function distances(x: Float64Array, y: Float64Array): ShapeDistance {
  let [xy, xx, yy, squares] = [0, 0, 0, 0];
  x.forEach((value, at) => {
    const other = y[at]!;
    xy += value * other;
    xx += value * value;
    yy += other * other;
    squares += (value - other) ** 2;
  });
  const cosine = xx > 0 && yy > 0 ? xy / Math.sqrt(xx) / Math.sqrt(yy) : NaN;
  return { angular: Math.acos(Math.max(-1, Math.min(1, cosine))), euclidean: Math.sqrt(squares) };
}

/** The centred and partly whitened rows, and the map that does the same, with the same means, to other rows. */
function partlyWhitened(rows: Matrix, alpha: number): { white: Matrix; map: (others: Matrix) => Matrix } {
  const means = exactMeans(rows);
  const centred = minusRow(rows, means);
  if (alpha === 1) return { white: centred, map: (others) => minusRow(others, means) };
  const columns = transpose(centred);
  const { values, vectors } = symmetricEigen(gram(columns, columns));
  const eigenvalues = values.map((value) => Math.max(value, 1e-7));
  const factors = eigenvalues.map((value) => alpha + (1 - alpha) / Math.sqrt(value));
  const before = eigenvalues.reduce((sum, value) => sum + value, 0);
  const after = eigenvalues.reduce((sum, value, i) => sum + value * factors[i]! ** 2, 0);
  const scale = Math.sqrt(before / after);
  const scaled = {
    values: vectors.values.map((value, at) => value * scale * factors[at % factors.length]!),
    shape: vectors.shape,
  };
  const whitening = gram(scaled, vectors);
  const map = (others: Matrix) => multiply(minusRow(others, means), whitening);
  return { white: map(rows), map };
}

function padded(matrix: Matrix, units: number): Matrix {
  const [rows, columns] = [rowsOf(matrix), columnsOf(matrix)];
  if (columns === units) return leadingColumns(matrix, units);
  const values = new Float64Array(rows * units);
  for (let row = 0; row < rows; row++)
    values.set(matrix.values.subarray(row * columns, (row + 1) * columns), row * units);
  return { values, shape: [rows, units] };
}

function requireSides(name: string, x: Matrix, y: Matrix): void {
  const names = name === 'x' ? (['x', 'y'] as const) : (['test.x', 'test.y'] as const);
  requireFinite('shapeDistance', names[0], x, 2);
  requireFinite('shapeDistance', names[1], y, 2);
  requireSameRows('shapeDistance', [names[0], x], [names[1], y]);
}
