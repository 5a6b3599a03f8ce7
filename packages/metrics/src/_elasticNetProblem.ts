import {
  column,
  columnMeans,
  columnsOf,
  dot,
  dotAt,
  minusRow,
  multiplyFirstTransposed,
  rowsOf,
  transpose,
  type Matrix,
} from './_matrix';
import { descentOfFeatures, descentOfProducts, type Descent } from './_coordinateDescent';

/** Features and targets after centring, and what descents on all targets share. */
export type ElasticNetProblem = {
  readonly n: number;
  readonly means: readonly [source: Float64Array, target: Float64Array];
  /** `X^T y`, [p, q] */
  readonly slopes: Matrix;
  /** Whether `table` holds the features, [p, n], or their products, [p, p]. */
  readonly ofFeatures: boolean;
  readonly table: Float64Array;
  /** [p], squared lengths of the features. */
  readonly powers: Float64Array;
  /** What a descent starts from: the target, [n], or its products with the features, [p]. */
  start(target: number): Float64Array;
  /** The target's squared length. */
  power(target: number): number;
};

/** Below this tolerance the gap of products, which cancels, would not be told from rounding. */
const EXACT = 1e-9;

/**
 * In products of features where these do not outnumber samples, or not by far and many targets share them; a tight
 * tolerance is for the features themselves.
 */
export function elasticNetProblem(source: Matrix, target: Matrix, tolerance: number): ElasticNetProblem {
  const means = [columnMeans(source), columnMeans(target)] as const;
  const [x, y] = [minusRow(source, means[0]), minusRow(target, means[1])];
  const [n, p, q] = [rowsOf(x), columnsOf(x), columnsOf(y)];
  const slopes = multiplyFirstTransposed(x, y);
  const power = (index: number) => {
    const response = column(y, index);
    return dot(response, response);
  };
  if (tolerance >= EXACT && (p <= n || (q >= 8 && p <= 2 * n))) {
    const { values } = multiplyFirstTransposed(x, x);
    const powers = Float64Array.from({ length: p }, (_, i) => values[i * p + i]!);
    const start = (index: number) => column(slopes, index);
    return { n, means, slopes, ofFeatures: false, table: values, powers, start, power };
  }
  const { values } = transpose(x);
  const powers = Float64Array.from({ length: p }, (_, i) => dotAt(values, i * n, values, i * n, n));
  return {
    n,
    means,
    slopes,
    ofFeatures: true,
    table: values,
    powers,
    start: (index) => column(y, index),
    power,
  };
}

/** A descent on one target, from weights of 0. */
export function descentOn(
  { ofFeatures, table, powers, start, power }: ElasticNetProblem,
  target: number,
): Descent {
  return ofFeatures
    ? descentOfFeatures(table, powers, start(target))
    : descentOfProducts(table, powers, start(target), power(target));
}
