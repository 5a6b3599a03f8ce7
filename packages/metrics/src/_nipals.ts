import { ndArray } from '@goal-driven/core/arrays';
import { columnsOf, dotAt, multiplyFirstTransposed, type Matrix } from './_matrix';
import { powerIteration, powerOf, powerTable, type PowerOptions } from './_powerIteration';

const EPSILON = Number.EPSILON;
/** When the covariances are this small beside those last computed, rounding of their updates may show: anew. */
const STALE = 1e-6;

/** One row per component that was found, which may be fewer than asked for. */
export type Latent = {
  readonly weights: Matrix;
  readonly sourceLoadings: Matrix;
  readonly targetLoadings: Matrix;
  readonly iterations: readonly number[];
};

/**
 * Components of PLS (mode A, regression deflation) of a centred source x [n, p] and target y [n, q], which is
 * overwritten by its residual.
 *
 * The iteration over samples needs them only through the covariances `S = x^T y` of what is left, so it runs on these.
 * Scores are kept orthogonal, so x needs no deflation: it is read twice per component.
 */
export function nipals(
  x: Matrix,
  y: Matrix,
  { components, ...options }: PowerOptions & { components: number },
): Latent {
  const scores: Float64Array[] = [];
  const [weights, sources, targets]: [Float64Array[], Float64Array[], Float64Array[]] = [[], [], []];
  const iterations: number[] = [];
  let cross: Matrix | undefined;
  let fresh = 0;
  while (weights.length < components) {
    const vanished = clearVanished(y);
    const start = firstColumnLeft(y);
    if (start < 0) break;
    if (cross === undefined) cross = multiplyFirstTransposed(x, y);
    else clearColumns(cross, vanished);
    let table = powerTable(cross);
    if (fresh === 0) fresh = powerOf(table);
    else if (powerOf(table) < STALE * fresh) {
      scores.forEach((score) => deflate(y, score, loadingOf(score, y)));
      cross = multiplyFirstTransposed(x, y);
      table = powerTable(cross);
      fresh = powerOf(table);
    }
    if (fresh === 0) break; // nothing left that the source could explain
    const found = powerIteration(table, start, options);
    const score = orthogonal(timesVector(x, found.weights), scores);
    const [sourceLoading, targetLoading] = [loadingOf(score, x), loadingOf(score, y)];
    deflate(y, score, targetLoading);
    deflateCross(cross, dotAt(score, 0, score, 0, score.length), sourceLoading, targetLoading);
    scores.push(score);
    weights.push(found.weights);
    sources.push(sourceLoading);
    targets.push(targetLoading);
    iterations.push(found.rounds);
  }
  return {
    weights: stacked(weights, columnsOf(x)),
    sourceLoadings: stacked(sources, columnsOf(x)),
    targetLoadings: stacked(targets, columnsOf(y)),
    iterations,
  };
}

/** Columns of the residual that rounding alone has left become exact zeros. */
function clearVanished(y: Matrix): number[] {
  const columns = columnsOf(y);
  const largest = new Float64Array(columns);
  for (let at = 0; at < y.values.length; at++)
    largest[at % columns] = Math.max(largest[at % columns]!, Math.abs(y.values[at]!));
  const vanished = [...largest.keys()].filter((c) => largest[c]! < 10 * EPSILON);
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

/** Less its parts along the earlier scores, twice. */
function orthogonal(score: Float64Array, earlier: readonly Float64Array[]): Float64Array {
  const n = score.length;
  for (let pass = 0; pass < 2; pass++) {
    for (const other of earlier) {
      const share = dotAt(score, 0, other, 0, n) / dotAt(other, 0, other, 0, n);
      for (let i = 0; i < n; i++) score[i]! -= share * other[i]!;
    }
  }
  return score;
}

function timesVector({ values, shape }: Matrix, vector: Float64Array): Float64Array {
  const columns = shape[1]!;
  return Float64Array.from({ length: shape[0]! }, (_, row) =>
    dotAt(values, row * columns, vector, 0, columns),
  );
}

/** `matrix^T score / score^T score` */
function loadingOf(score: Float64Array, { values, shape }: Matrix): Float64Array {
  const columns = shape[1]!;
  const power = dotAt(score, 0, score, 0, score.length);
  const loading = new Float64Array(columns);
  for (let row = 0; row < score.length; row++) {
    const factor = score[row]!;
    const start = row * columns;
    for (let c = 0; c < columns; c++) loading[c]! += factor * values[start + c]!;
  }
  for (let c = 0; c < columns; c++) loading[c]! /= power;
  return loading;
}

function deflate({ values }: Matrix, score: Float64Array, loading: Float64Array): void {
  const columns = loading.length;
  for (let row = 0; row < score.length; row++) {
    const factor = score[row]!;
    const start = row * columns;
    for (let c = 0; c < columns; c++) values[start + c]! -= factor * loading[c]!;
  }
}

function deflateCross({ values }: Matrix, power: number, source: Float64Array, target: Float64Array): void {
  deflate(
    ndArray(values, [source.length, target.length]),
    source.map((value) => value * power),
    target,
  );
}

function stacked(rows: readonly Float64Array[], columns: number): Matrix {
  const values = new Float64Array(rows.length * columns);
  rows.forEach((row, index) => values.set(row, index * columns));
  return ndArray(values, [rows.length, columns]);
}
