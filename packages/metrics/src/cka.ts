import { ConfigError, ShapeError } from '@goal-driven/core/arrays';
import { changeRow, materialised, productsOfColumns, type CentredTable } from './_centredTable';
import { engineFor } from './_engineProducts';
import { eachUpperGramPanelPair } from './_gram';
import {
  columnMeans,
  columnsOf,
  dotAt,
  multiplyFirstTransposed,
  requireFinite,
  requireSameRows,
  rowsOf,
  type Matrix,
} from './_matrix';
import { squaredDistances } from './rdm';

export type CkaOptions = {
  /** `rbf` is `exp(-d^2 / (2 bandwidth^2 m))`, d the distance of two stimuli and m the median of all d^2. */
  readonly kernel?: 'linear' | 'rbf';
  /** Of the rbf kernel, in units of the root of the median squared distance (the diagonal counts). */
  readonly bandwidth?: number;
  /**
   * `biased` grows with the number of units and exceeds 0 for unrelated responses; `debiased` is 0 for them on
   * average, may be negative, and needs 4 stimuli. Say which one a number is.
   */
  readonly estimator?: 'biased' | 'debiased';
};

/**
 * Centred kernel alignment: how alike two sets of responses relate the same stimuli, whatever the units.
 *
 * `HSIC(K, L) / sqrt(HSIC(K, K) HSIC(L, L))` of the kernels of x and y. Linear kernels are never held as tables
 * [n, n]; where products of units are the less work, these are summed instead.
 *
 * @param x [stimuli, units]
 * @param y [stimuli, units]
 * @returns 0 .. 1 (biased); at most about 1, perhaps negative (debiased); NaN where either side does not vary or
 *   its debiased self-alignment is not positive
 * @throws ShapeError for different stimuli, or fewer than 4 where debiased
 * @source Kornblith et al. 2019, ICML; debiased by the estimator of Song et al. 2012, JMLR 13
 */
export function cka(x: Matrix, y: Matrix, options: CkaOptions = {}): number {
  const { kernel = 'linear', bandwidth = 1, estimator = 'biased' } = options;
  requireFinite('cka', 'x', x, 2);
  requireFinite('cka', 'y', y, 2);
  requireSameRows('cka', ['x', x], ['y', y]);
  requireOptions(kernel, bandwidth, estimator);
  const n = rowsOf(x);
  if (n < (estimator === 'debiased' ? 4 : 2)) {
    throw new ShapeError(
      `cka: the ${estimator} estimator must have ${estimator === 'debiased' ? 4 : 2} stimuli, got ${n}`,
    );
  }
  const constant = [x, y].some(isConstant);
  if (constant) return NaN;
  if (kernel === 'rbf') return alignment(hsicOfTables(rbf(x, bandwidth), rbf(y, bandwidth), estimator));
  const [a, b] = [centredAndScaled(x), centredAndScaled(y)];
  return alignment(
    (unitsAreFewer(n, columnsOf(x), columnsOf(y)) ? hsicOfUnits : hsicOfStimuli)(a, b, estimator),
  );
}

/** Whether products of units, [p, q], [p, p] and [q, q], take fewer multiplications than those of n stimuli. */
const unitsAreFewer = (n: number, p: number, q: number): boolean =>
  p * q + (p * p + q * q) / 2 <= (n * (p + q)) / 2;

/** HSIC of K with L, K with K, L with L, up to a common factor. */
type Hsic = readonly [kl: number, kk: number, ll: number];

function alignment([kl, kk, ll]: Hsic): number {
  return kk > 0 && ll > 0 ? kl / Math.sqrt(kk) / Math.sqrt(ll) : NaN;
}

/** Sums over a pair of kernels, from which either estimator follows. */
type Sums = { kl: number; kk: number; ll: number; rowsK: Float64Array; rowsL: Float64Array };

/**
 * Song's estimator from sums without the diagonals, `rows` being the sums of rows.
 * `[sum(K L) + 1'K1 1'L1 / ((n - 1)(n - 2)) - 2 1'KL1 / (n - 2)] / (n (n - 3))`
 */
function debiased({ kl, kk, ll, rowsK, rowsL }: Sums): Hsic {
  const n = rowsK.length;
  const total = (rows: Float64Array) => rows.reduce((sum, value) => sum + value, 0);
  const estimate = (product: number, a: Float64Array, b: Float64Array) => {
    const rows = a.reduce((sum, value, i) => sum + value * b[i]!, 0);
    return (product + (total(a) * total(b)) / ((n - 1) * (n - 2)) - (2 * rows) / (n - 2)) / (n * (n - 3));
  };
  return [estimate(kl, rowsK, rowsL), estimate(kk, rowsK, rowsK), estimate(ll, rowsL, rowsL)];
}

/** From products of units: for linear kernels of centred columns. */
function hsicOfUnits(x: CentredTable, y: CentredTable, estimator: 'biased' | 'debiased'): Hsic {
  const [kl, kk, ll] = squaredNorms(x, y);
  if (estimator === 'biased') return [kl, kk, ll];
  // Rows of a centred kernel sum to 0: without its diagonal, to minus the diagonal.
  const [dx, dy] = [squaredLengths(x), squaredLengths(y)];
  const diagonal = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
  return debiased({
    kl: kl - diagonal(dx, dy),
    kk: kk - diagonal(dx, dx),
    ll: ll - diagonal(dy, dy),
    rowsK: dx.map((value) => -value),
    rowsL: dy.map((value) => -value),
  });
}

/** From products of stimuli, some rows at a time. */
function hsicOfStimuli(x: CentredTable, y: CentredTable, estimator: 'biased' | 'debiased'): Hsic {
  const sums = emptySums(rowsOf(x.table));
  const withDiagonal = estimator === 'biased';
  eachUpperGramPanelPair(x, y, (start, panels, count) =>
    addRows(sums, panels, { start, count, withDiagonal }),
  );
  return estimator === 'biased' ? [sums.kl, sums.kk, sums.ll] : debiased(sums);
}

/** From tables [n, n]; the biased estimator centres them. */
function hsicOfTables(k: Matrix, l: Matrix, estimator: 'biased' | 'debiased'): Hsic {
  const sums = emptySums(rowsOf(k));
  const tables = estimator === 'biased' ? ([doubleCentred(k), doubleCentred(l)] as const) : ([k, l] as const);
  const count = rowsOf(k);
  addRows(sums, [tables[0].values, tables[1].values], {
    start: 0,
    count,
    withDiagonal: estimator === 'biased',
  });
  return estimator === 'biased' ? [sums.kl, sums.kk, sums.ll] : debiased(sums);
}

const emptySums = (n: number): Sums => ({
  kl: 0,
  kk: 0,
  ll: 0,
  rowsK: new Float64Array(n),
  rowsL: new Float64Array(n),
});

/** Adds `count` rows of two symmetric tables, from row `start`; of them only the upper triangle is read. */
function addRows(
  sums: Sums,
  [k, l]: readonly [Float64Array, Float64Array],
  { start, count, withDiagonal }: { start: number; count: number; withDiagonal: boolean },
): void {
  const n = sums.rowsK.length;
  for (let i = start; i < start + count; i++) {
    const row = (i - start) * n;
    let [kl, kk, ll, rowK, rowL] = [0, 0, 0, 0, 0];
    for (let j = i + 1; j < n; j++) {
      const a = k[row + j]!;
      const b = l[row + j]!;
      kl += a * b;
      kk += a * a;
      ll += b * b;
      rowK += a;
      rowL += b;
      sums.rowsK[j]! += a;
      sums.rowsL[j]! += b;
    }
    const [a, b] = withDiagonal ? [k[row + i]!, l[row + i]!] : [0, 0];
    sums.kl += 2 * kl + a * b;
    sums.kk += 2 * kk + a * a;
    sums.ll += 2 * ll + b * b;
    sums.rowsK[i]! += rowK + a;
    sums.rowsL[i]! += rowL + b;
  }
}

function rbf(matrix: Matrix, bandwidth: number): Matrix {
  const { values, shape } = squaredDistances(matrix);
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length / 2;
  const median = (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2;
  return { values: values.map((squared) => Math.exp(-squared / (2 * bandwidth ** 2 * median))), shape };
}

function doubleCentred(table: Matrix): Matrix {
  const n = rowsOf(table);
  const means = columnMeans(table);
  const grand = means.reduce((sum, mean) => sum + mean, 0) / n;
  return {
    values: table.values.map((value, at) => value - means[at % n]! - means[Math.floor(at / n)]! + grand),
    shape: table.shape,
  };
}

function squaredLengths(x: CentredTable): Float64Array {
  const width = columnsOf(x.table);
  const row = new Float64Array(width);
  return Float64Array.from({ length: rowsOf(x.table) }, (_, i) => {
    changeRow(x, i, row);
    return dotAt(row, 0, row, 0, width);
  });
}

/** Sums of squared products of units: of x with y, x with x, y with y. */
function squaredNorms(x: CentredTable, y: CentredTable): Hsic {
  const norm = ({ values }: Matrix) => dotAt(values, 0, values, 0, values.length);
  const size = { rows: columnsOf(x.table), columns: columnsOf(y.table), depth: rowsOf(x.table) };
  if (engineFor(size) === undefined)
    return [norm(productsOfColumns(x, y)), norm(productsOfColumns(x, x)), norm(productsOfColumns(y, y))];
  // An engine takes tables as they lie; each would be changed for each of its three sides.
  const [a, b] = [materialised(x), materialised(y)];
  const product = multiplyFirstTransposed;
  return [norm(product(a, b)), norm(product(a, a)), norm(product(b, b))];
}

/** To a largest entry of 0.5 .. 1, so that fourth powers stay within doubles; by a power of two, which rounds nothing. */
function centredAndScaled(table: Matrix): CentredTable {
  const means = columnMeans(table);
  const { values } = table;
  const columns = columnsOf(table);
  let largest = 0;
  for (let start = 0; start < values.length; start += columns) {
    for (let c = 0; c < columns; c++) {
      const size = Math.abs(values[start + c]! - means[c]!);
      if (size > largest) largest = size;
    }
  }
  const exponent = Math.max(-MOST_EXPONENT, Math.min(MOST_EXPONENT, -Math.ceil(Math.log2(largest))));
  return { table, means, factors: new Float64Array(columns).fill(2 ** exponent) };
}

const MOST_EXPONENT = 1000;

const isConstant = ({ values, shape }: Matrix): boolean =>
  values.every((value, at) => value === values[at % shape[1]!]);

function requireOptions(kernel: string, bandwidth: number, estimator: string): void {
  if (kernel !== 'linear' && kernel !== 'rbf')
    throw new ConfigError(`cka: kernel must be linear or rbf, got ${kernel}`);
  if (!(bandwidth > 0)) throw new ConfigError(`cka: bandwidth must be greater than 0, got ${bandwidth}`);
  if (estimator !== 'biased' && estimator !== 'debiased')
    throw new ConfigError(`cka: estimator must be biased or debiased, got ${estimator}`);
}
