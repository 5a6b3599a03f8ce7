import { ndArray } from '@goal-driven/core/arrays';
import {
  centredFirstTransposed,
  productsOfColumns,
  productsOfRows,
  type CentredTable,
} from './_centredTable';
import { choleskySolve } from './_cholesky';
import { symmetricEigen } from './_decompositions';
import { factoredMap, linearMap } from './_linearMap';
import type { LinearMap } from './LinearMap';
import {
  columnMeans,
  columnsOf,
  minusRow,
  multiplyFirstTransposed,
  plain,
  rowsOf,
  zeros,
  type Matrix,
} from './_matrix';
import { productInto } from './_products';

/** A ridge regression after centring: in the products of features, or in those of samples where these are fewer. */
export type RidgeProblem = {
  readonly dual: boolean;
  /** [n, p], seen from its means: the table stays the caller's. */
  readonly x: CentredTable;
  /** [n, q] */
  readonly y: Matrix;
  readonly means: readonly [source: Float64Array, target: Float64Array];
  /** `x^T x` [p, p], in the dual `x x^T` [n, n] */
  readonly table: Matrix;
};

export function ridgeProblem(source: Matrix, target: Matrix): RidgeProblem {
  const means = [columnMeans(source), columnMeans(target)] as const;
  const x = { table: source, means: means[0] };
  const dual = columnsOf(source) > rowsOf(source);
  const table = dual ? productsOfRows(x, x) : productsOfColumns(x, x);
  return { dual, x, y: minusRow(target, means[1]), means, table };
}

/** The table in the basis of its eigenvectors, in which every alpha is a division. */
export type RidgeSpectrum = {
  /** [p, p] eigenvectors, in the dual [n, n - 1] without the constant vector, which centring removes. */
  readonly basis: Matrix;
  /** Of each basis vector, at least 0. */
  readonly values: Float64Array;
  /** [basis vectors, q], the right side. */
  readonly shares: Matrix;
};

export const spectrumOf = ({ dual, x, y, table }: RidgeProblem): RidgeSpectrum =>
  dual ? dualSpectrum(table, y) : primalSpectrum(x, y, table);

function primalSpectrum(x: CentredTable, y: Matrix, table: Matrix): RidgeSpectrum {
  const { values, vectors } = symmetricEigen(table);
  const shares = multiplyFirstTransposed(vectors, centredFirstTransposed(x, y));
  return { basis: vectors, values: values.map(notNegative), shares };
}

/** Of products of centred samples: a reflection that takes the constant vector to the first axis sets it apart. */
export function dualSpectrum(table: Matrix, y: Matrix): RidgeSpectrum {
  const n = rowsOf(table);
  if (n === 1) return { basis: zeros(1, 0), values: new Float64Array(0), shares: zeros(0, columnsOf(y)) };
  const axis = new Float64Array(n).fill(1 / Math.sqrt(n));
  axis[0]! += 1;
  const scale = 1 / axis[0]!; // 2 / |axis|^2
  const { values, vectors } = symmetricEigen(reflectedRest(table.values, axis, scale));
  const basis = new Float64Array(n * (n - 1));
  basis.set(vectors.values, n - 1);
  for (let k = 0; k < n - 1; k++) {
    let along = 0;
    for (let i = 1; i < n; i++) along += axis[i]! * basis[i * (n - 1) + k]!;
    for (let i = 0; i < n; i++) basis[i * (n - 1) + k]! -= scale * along * axis[i]!;
  }
  const vectorsOfAll = ndArray(basis, [n, n - 1]);
  return {
    basis: vectorsOfAll,
    values: values.map(notNegative),
    shares: multiplyFirstTransposed(vectorsOfAll, y),
  };
}

/** Rows and columns behind the first of `H table H`, `H = I - scale axis axis^T`. */
function reflectedRest(table: Float64Array, axis: Float64Array, scale: number): Matrix {
  const n = axis.length;
  const image = new Float64Array(n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) image[i]! += table[i * n + j]! * axis[j]!;
  const along = image.reduce((sum, value, i) => sum + value * axis[i]!, 0);
  const w = image.map((value, i) => scale * value - (scale * scale * along * axis[i]!) / 2);
  const rest = new Float64Array((n - 1) * (n - 1));
  for (let i = 1, at = 0; i < n; i++) {
    for (let j = 1; j < n; j++) rest[at++] = table[i * n + j]! - axis[i]! * w[j]! - w[i]! * axis[j]!;
  }
  return ndArray(rest, [n - 1, n - 1]);
}

const notNegative = (value: number): number => Math.max(0, value);

/** `left diag(1 / (values + alpha)) shares` */
const shrunk = (left: Matrix, spectrum: RidgeSpectrum, alpha: Alphas): Matrix =>
  shrinker(left, spectrum)(alpha);

/** The same at one alpha after the other, each written over by the next. */
export function shrinker(left: Matrix, { values, shares }: RidgeSpectrum): (alpha: Alphas) => Matrix {
  const size = { rows: rowsOf(left), columns: columnsOf(shares), depth: rowsOf(shares) };
  const divided = zeros(size.depth, size.columns);
  const product = zeros(size.rows, size.columns);
  return (alpha) => {
    for (let k = 0, at = 0; k < size.depth; k++) {
      for (let target = 0; target < size.columns; target++, at++) {
        const penalty = typeof alpha === 'number' ? alpha : alpha[target]!;
        divided.values[at] = shares.values[at]! / (values[k]! + penalty);
      }
    }
    const to = { values: product.values, start: 0, row: size.columns };
    productInto(to, plain(left), plain(divided), size);
    return product;
  };
}

/** One penalty, or one for each target. */
export type Alphas = number | ArrayLike<number>;

/** The map at one alpha, by Cholesky's factor where that exists. */
export function ridgeMap(problem: RidgeProblem, alpha: number): LinearMap {
  const { dual, x, y, table } = problem;
  const right = dual ? y : centredFirstTransposed(x, y);
  const weights = choleskySolve(table, right, alpha);
  return weights === undefined ? spectralMap(problem, spectrumOf(problem), alpha) : mapOf(problem, weights);
}

/** The map at any alphas, from the spectrum of its problem. */
export const spectralMap = (problem: RidgeProblem, spectrum: RidgeSpectrum, alpha: Alphas): LinearMap =>
  mapOf(problem, shrunk(spectrum.basis, spectrum, alpha));

const mapOf = ({ dual, x, means }: RidgeProblem, weights: Matrix): LinearMap =>
  dual ? factoredMap(x, weights, means) : linearMap(weights, ...means);
