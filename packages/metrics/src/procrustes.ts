import { nuclearNorm, triangularFactor } from './_decompositions';
import {
  columnMeans,
  columnsOf,
  minusRow,
  multiplyTransposed,
  requireFinite,
  requireSameRows,
  rowsOf,
  transpose,
  type Matrix,
} from './_matrix';

export type ProcrustesDistances = {
  /** `sqrt(|X|^2 + |Y|^2 - 2 nu)`, in the unit of the responses; at least 0. */
  readonly euclidean: number;
  /** `arccos(nu / (|X| |Y|))`, rad, 0 .. pi / 2; a metric of shapes regardless of size. */
  readonly angular: number;
  /** Euclidean distance after both are scaled to norm 1, 0 .. sqrt 2. */
  readonly sizeFree: number;
  /** `1 - (nu / (|X| |Y|))^2`, as scipy.spatial.procrustes. */
  readonly disparity: number;
};

/**
 * How far two sets of responses are apart once the best rotation or reflection has aligned them. Columns are centred;
 * where one side has fewer units it is taken to have more that are silent. nu is the sum of singular values of X^T Y.
 *
 * @param x [stimuli, units]
 * @param y [stimuli, units]
 * @returns angular, sizeFree and disparity are NaN where a side does not vary
 * @throws ShapeError for different stimuli
 * @source Schönemann 1966, Psychometrika 31; Williams et al. 2021, NeurIPS 34
 */
export function procrustes(x: Matrix, y: Matrix): ProcrustesDistances {
  requireFinite('procrustes', 'x', x, 2);
  requireFinite('procrustes', 'y', y, 2);
  requireSameRows('procrustes', ['x', x], ['y', y]);
  const [a, b] = [minusRow(x, columnMeans(x)), minusRow(y, columnMeans(y))];
  const [normA, normB] = [normOf(a, x), normOf(b, y)];
  if (normA === 0 || normB === 0) {
    return { euclidean: Math.max(normA, normB), angular: NaN, sizeFree: NaN, disparity: NaN };
  }
  const [unitA, unitB] = [scaled(a, normA), scaled(b, normB)];
  const alignment = Math.min(1, nuclearNorm(crossProduct(unitA, unitB)));
  return {
    euclidean: Math.sqrt(Math.max((normA - normB) ** 2 + 2 * normA * normB * (1 - alignment), 0)),
    angular: Math.acos(alignment),
    sizeFree: Math.sqrt(2 - 2 * alignment),
    disparity: 1 - alignment ** 2,
  };
}

/**
 * A matrix with the singular values of `a^T b`. Sides with more units than stimuli are first reduced to their
 * triangular factor, so that it is never larger than [stimuli, stimuli].
 */
function crossProduct(a: Matrix, b: Matrix): Matrix {
  return multiplyTransposed(reduced(a), reduced(b));
}

/** `a^T`, or the triangular factor R of `a^T = Q R` where that is smaller; Q does not change singular values. */
const reduced = (a: Matrix): Matrix =>
  columnsOf(a) > rowsOf(a) ? triangularFactor(transpose(a)) : transpose(a);

/** Frobenius norm; exactly 0 for constant columns, whose computed mean need not be their value. */
function normOf(centred: Matrix, original: Matrix): number {
  const columns = columnsOf(original);
  if (original.values.every((value, at) => value === original.values[at % columns])) return 0;
  return Math.sqrt(centred.values.reduce((sum, value) => sum + value * value, 0));
}

const scaled = ({ values, shape }: Matrix, norm: number): Matrix => ({
  values: values.map((value) => value / norm),
  shape,
});
