import { ndArray } from '@goal-driven/core/arrays';
import { centredFirstTransposed, type CentredTable } from './_centredTable';
import { columnsOf, dot, type Matrix } from './_matrix';
import {
  deflatePowerTable,
  powerIteration,
  powerOf,
  powerTable,
  subtractOuter,
  timesFromLeft,
  type PowerOptions,
  type PowerTable,
} from './_powerIteration';
import { projection, type Projection } from './_projection';

const EPSILON = Number.EPSILON;
/** When the covariances are this small beside those last computed, rounding of their updates may show: anew. */
const STALE = 1e-6;
/** The same of their products with themselves. */
const WORN = 1e-2;

/** One row per component that was found, which may be fewer than asked for. */
export type Latent = {
  readonly weights: Matrix;
  readonly sourceLoadings: Matrix;
  readonly targetLoadings: Matrix;
  readonly iterations: readonly number[];
};

export type NipalsOptions = PowerOptions & {
  readonly components: number;
  /** Called after each component. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
};

/**
 * Components of PLS (mode A, regression deflation) of a centred source x [n, p] and target y [n, q], which is
 * overwritten by its residual.
 *
 * The iteration over samples needs them only through the covariances `S = x^T y` of what is left, so it runs on these.
 * Scores are kept orthogonal, so x needs no deflation, and weights turned to give them, so that it is read once per
 * component.
 */
export function nipals(
  x: CentredTable,
  y: Matrix,
  { components, onProgress, ...options }: NipalsOptions,
): Latent {
  const found: Components = { weights: [], turned: [], scores: [], sources: [], targets: [], iterations: [] };
  const covariances = covariancesOf(x, y, found);
  while (found.weights.length < components) {
    const vanished = clearVanished(y);
    const start = firstColumnLeft(y);
    if (start < 0) break;
    const table = covariances.next(vanished);
    if (table === undefined) break; // nothing left that the source could explain
    const { weights, rounds } = powerIteration(table, start, options);
    const turned = turnedBy(weights, found);
    const { score, sourceLoading } = scoreOf(projection(x, turned), found);
    const targetLoading = loadingOf(score, y);
    subtractOuter(y, score, targetLoading);
    const power = dot(score, score);
    deflatePowerTable(
      table,
      sourceLoading.map((value) => value * power),
      targetLoading,
    );
    found.weights.push(weights);
    found.turned.push(turned);
    found.scores.push(score);
    found.sources.push(sourceLoading);
    found.targets.push(targetLoading);
    found.iterations.push(rounds);
    onProgress?.(found.weights.length, components);
  }
  return {
    weights: stacked(found.weights, columnsOf(x.table)),
    sourceLoadings: stacked(found.sources, columnsOf(x.table)),
    targetLoadings: stacked(found.targets, columnsOf(y)),
    iterations: found.iterations,
  };
}

/** What was found for each component so far. */
type Components = {
  readonly weights: Float64Array[];
  /** Weights that give the scores from x itself. */
  readonly turned: Float64Array[];
  readonly scores: Float64Array[];
  readonly sources: Float64Array[];
  readonly targets: Float64Array[];
  readonly iterations: number[];
};

/** The covariances of what is left, with their products: updated by the caller, computed anew where that wears them out. */
function covariancesOf(x: CentredTable, y: Matrix, { scores }: Components) {
  let table: PowerTable | undefined;
  let [fresh, freshProducts] = [0, 0];
  const renew = (cross: Matrix) => {
    table = powerTable(cross);
    freshProducts = powerOf(table);
    return freshProducts;
  };
  return {
    /** `undefined` where none are left. */
    next(vanished: readonly number[]): PowerTable | undefined {
      if (table === undefined) fresh = renew(centredFirstTransposed(x, y));
      else {
        clearColumns(table.cross, vanished);
        let power = powerOf(table);
        if (vanished.length > 0 || power < WORN * freshProducts) power = renew(table.cross);
        if (power < STALE * fresh) {
          scores.forEach((score) => subtractOuter(y, score, loadingOf(score, y)));
          fresh = renew(centredFirstTransposed(x, y));
        }
      }
      return fresh === 0 ? undefined : table;
    },
  };
}

/** `w` less what the scores so far take: `x` times it is the score of what is left of x. */
function turnedBy(weights: Float64Array, { turned, sources }: Components): Float64Array {
  const result = weights.slice();
  turned.forEach((earlier, k) => {
    const share = dot(sources[k]!, weights);
    for (let c = 0; c < result.length; c++) result[c]! -= share * earlier[c]!;
  });
  return result;
}

/** The score less its parts along the earlier ones, which are rounding, twice; and the loading of x on it. */
function scoreOf({ scores: score, sums }: Projection, { scores, sources }: Components) {
  for (let pass = 0; pass < 2; pass++) {
    scores.forEach((other, k) => {
      const power = dot(other, other);
      const share = dot(score, other) / power;
      for (let i = 0; i < score.length; i++) score[i]! -= share * other[i]!;
      const source = sources[k]!;
      for (let c = 0; c < sums.length; c++) sums[c]! -= share * power * source[c]!;
    });
  }
  const power = dot(score, score);
  return { score, sourceLoading: sums.map((sum) => sum / power) };
}

/** Columns of the residual that rounding alone has left become exact zeros. */
function clearVanished(y: Matrix): number[] {
  const columns = columnsOf(y);
  const largest = new Float64Array(columns);
  for (let start = 0; start < y.values.length; start += columns) {
    for (let c = 0; c < columns; c++) {
      const size = Math.abs(y.values[start + c]!);
      if (size > largest[c]!) largest[c] = size;
    }
  }
  const vanished = [...largest.keys()].filter((c) => largest[c]! > 0 && largest[c]! < 10 * EPSILON);
  clearColumns(y, vanished);
  return vanished;
}

function clearColumns({ values, shape }: Matrix, columns: readonly number[]): void {
  for (const column of columns) for (let at = column; at < values.length; at += shape[1]!) values[at] = 0;
}

/** -1 for none. */
function firstColumnLeft({ values, shape }: Matrix): number {
  for (let column = 0; column < shape[1]!; column++)
    for (let at = column; at < values.length; at += shape[1]!)
      if (Math.abs(values[at]!) > EPSILON) return column;
  return -1;
}

/** `matrix^T score / score^T score` */
function loadingOf(score: Float64Array, matrix: Matrix): Float64Array {
  const power = dot(score, score);
  return timesFromLeft(matrix, score).map((sum) => sum / power);
}

function stacked(rows: readonly Float64Array[], columns: number): Matrix {
  const values = new Float64Array(rows.length * columns);
  rows.forEach((row, index) => values.set(row, index * columns));
  return ndArray(values, [rows.length, columns]);
}
