import { ndArray, NumericalError } from '@goal-driven/core/arrays';
import { rowsOf, transpose, type Matrix } from './_matrix';
import type { Operand } from './_operands';
import { productInto } from './_products';
import { rotationsOf, type Rotations } from './_rowRotations';
import { tridiagonalise, type Tridiagonal } from './_tridiagonal';

export type Eigen = {
  /** Descending. */
  readonly values: Float64Array;
  /** [size, size], one eigenvector per column. */
  readonly vectors: Matrix;
};

/**
 * All eigenvalues and eigenvectors of a symmetric matrix, of which the upper half is read: reflections to a
 * tridiagonal matrix, the implicit QL iteration there, and the reflections back as products.
 *
 * @throws NumericalError when an eigenvalue is not found, as with entries that are not finite
 */
export function symmetricEigen(matrix: Matrix): Eigen {
  const n = rowsOf(matrix);
  const scale = matrix.values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const scaled = matrix.values.map((value) => (scale === 0 ? 0 : value / scale)); // squares stay within doubles
  const tridiagonal = tridiagonalise(scaled, n);
  // Rows are eigenvectors, so that a rotation walks memory in order.
  const rows = new Float64Array(n * n);
  for (let i = 0; i < n; i++) rows[i * n + i] = 1;
  const values = iterate(tridiagonal, rows, n);
  reflectBack(tridiagonal, rows, n);
  const order = Array.from(values.keys()).sort((a, b) => values[b]! - values[a]! || a - b);
  const sorted = new Float64Array(n * n);
  order.forEach((from, to) => sorted.set(rows.subarray(from * n, (from + 1) * n), to * n));
  return {
    values: Float64Array.from(order, (from) => values[from]! * scale),
    vectors: transpose(ndArray(sorted, [n, n])),
  };
}

const MOST_ROUNDS = 60;

/** The implicit QL iteration; its rotations turn `rows`. */
function iterate({ diagonal, beside }: Tridiagonal, rows: Float64Array, n: number): Float64Array {
  const d = diagonal.slice();
  const e = beside.slice();
  const rotations = rotationsOf(rows, n);
  // What rounding in the reduction has left: a null space is made of such entries.
  const nothing =
    Number.EPSILON * d.reduce((most, value, i) => Math.max(most, Math.abs(value) + Math.abs(e[i]!)), 0);
  for (let l = 0; l < n; l++) {
    for (let round = 0; ; round++) {
      let m = l;
      while (m < n - 1 && !(Math.abs(e[m]!) <= nothing)) m++;
      if (m === l) break;
      if (round === MOST_ROUNDS) {
        throw new NumericalError(
          `symmetricEigen: an eigenvalue must be found within ${MOST_ROUNDS} rounds, got none for number ${l}`,
        );
      }
      rotations.reserve(m - l);
      sweep(d, e, l, m, rotations);
    }
  }
  rotations.finish();
  return d;
}

/** One sweep with Wilkinson's shift over the rows l .. m. */
function sweep(d: Float64Array, e: Float64Array, l: number, m: number, rotations: Rotations): void {
  const { list } = rotations;
  let at = 3 * rotations.count;
  const slope = (d[l + 1]! - d[l]!) / (2 * e[l]!);
  const root = Math.sqrt(slope * slope + 1);
  let g = d[m]! - d[l]! + e[l]! / (slope + (slope < 0 ? -root : root));
  let s = 1.0;
  let c = 1.0;
  let p = 0.0;
  for (let i = m - 1; i >= l; i--) {
    const f = s * e[i]!;
    const b = c * e[i]!;
    const r = Math.sqrt(f * f + g * g);
    e[i + 1] = r;
    if (r === 0) {
      d[i + 1]! -= p;
      e[m] = 0;
      rotations.count = at / 3;
      return;
    }
    s = f / r;
    c = g / r;
    g = d[i + 1]! - p;
    const turn = (d[i]! - g) * s + 2 * c * b;
    p = s * turn;
    d[i + 1] = g + p;
    g = c * turn - b;
    list[at] = i;
    list[at + 1] = c;
    list[at + 2] = s;
    at += 3;
  }
  rotations.count = at / 3;
  d[l]! -= p;
  e[l] = g;
  e[m] = 0;
}

const REFLECTORS = 48;

/**
 * `rows Q^T`, the reflections of a block at a time as `I - V^T T V` (rows of V are their vectors).
 *
 * @source Schreiber & Van Loan 1989, SIAM Journal on Scientific and Statistical Computing 10(1)
 */
function reflectBack({ reflectors, scales }: Tridiagonal, rows: Float64Array, n: number): void {
  const last = Math.max(0, n - 2);
  for (let first = last - (last % REFLECTORS); first >= 0; first -= REFLECTORS) {
    const count = Math.min(REFLECTORS, n - 1 - first);
    if (count < 1) continue;
    const vectors = new Float64Array(count * n);
    for (let k = 0; k < count; k++) {
      const row = (first + k) * n;
      vectors.set(reflectors.subarray(row + first + k + 1, row + n), k * n + first + k + 1);
    }
    const triangle = triangleOf(vectors, scales.subarray(first, first + count), n);
    applyBlock(rows, { vectors, triangle, count, n });
  }
}

/** T [count, count], upper: the product of the reflections is `I - V^T T V`. */
function triangleOf(vectors: Float64Array, scales: Float64Array, n: number): Float64Array {
  const count = scales.length;
  const across: Operand = { values: vectors, start: 0, row: 1, column: n };
  const overlaps = new Float64Array(count * count);
  const along: Operand = { ...across, row: n, column: 1 };
  productInto({ values: overlaps, start: 0, row: count }, along, across, {
    rows: count,
    columns: count,
    depth: n,
  });
  const triangle = new Float64Array(count * count);
  for (let j = 0; j < count; j++) {
    for (let i = 0; i < j; i++) {
      let sum = 0;
      for (let k = i; k < j; k++) sum += triangle[i * count + k]! * overlaps[k * count + j]!;
      triangle[i * count + j] = -scales[j]! * sum;
    }
    triangle[j * count + j] = scales[j]!;
  }
  return triangle;
}

type Block = { vectors: Float64Array; triangle: Float64Array; count: number; n: number };

/** `rows (I - V^T T V)^T`. */
function applyBlock(rows: Float64Array, { vectors, triangle, count, n }: Block): void {
  const shares = new Float64Array(n * count);
  const turned = new Float64Array(n * count);
  const change = new Float64Array(n * n);
  const table = (values: Float64Array, columns: number): Operand => ({
    values,
    start: 0,
    row: columns,
    column: 1,
  });
  const turn = (values: Float64Array, columns: number): Operand => ({
    values,
    start: 0,
    row: 1,
    column: columns,
  });
  const into = (values: Float64Array, columns: number) => ({ values, start: 0, row: columns });
  productInto(into(shares, count), table(rows, n), turn(vectors, n), { rows: n, columns: count, depth: n });
  productInto(into(turned, count), table(shares, count), turn(triangle, count), {
    rows: n,
    columns: count,
    depth: count,
  });
  productInto(into(change, n), table(turned, count), table(vectors, n), {
    rows: n,
    columns: n,
    depth: count,
  });
  for (let at = 0; at < change.length; at++) rows[at]! -= change[at]!;
}
