import { ndArray, type NdArray } from '@goal-driven/core/arrays';

/**
 * Test data that every language can make: Park and Miller's generator, `s <- 16807 s mod (2^31 - 1)` from
 * `s = seed`, each step giving `s / (2^31 - 1)`; row-major. Exact in doubles.
 */
export function parkMiller(seed: number, shape: readonly number[]): NdArray {
  let state = seed;
  const next = () => {
    state = (16807 * state) % 2147483647;
    return state / 2147483647;
  };
  return ndArray(Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, next), shape);
}

/** The same array with every value changed. */
export const mapped = ({ values, shape }: NdArray, f: (value: number, at: number) => number): NdArray =>
  ndArray(values.map(f), shape);

/** A variable from its values. */
export const vector = (...values: number[]): NdArray => ndArray(Float64Array.from(values), [values.length]);

/** A table from its rows. */
export const table = (rows: readonly (readonly number[])[]): NdArray =>
  ndArray(Float64Array.from(rows.flat()), [rows.length, rows[0]!.length]);

/** `a` [m, k] times `b` [k, n], by the definition. */
export function product(a: NdArray, b: NdArray): NdArray {
  const [m, k, n] = [a.shape[0]!, a.shape[1]!, b.shape[1]!];
  const entry = (i: number, j: number) =>
    Array.from({ length: k }, (_, l) => a.values[i * k + l]! * b.values[l * n + j]!).reduce(
      (s, v) => s + v,
      0,
    );
  return ndArray(
    Float64Array.from({ length: m * n }, (_, at) => entry(Math.floor(at / n), at % n)),
    [m, n],
  );
}

/** The regression problem of the reference values: `A` [12, 5], `B` [12, 2] and two new rows. */
export function regressionExample(): { A: NdArray; B: NdArray; xt: NdArray } {
  const A = parkMiller(1, [12, 5]);
  const signal = product(
    firstColumns(A, 3),
    table([
      [1, -1],
      [2, 0.5],
      [-1, 1],
    ]),
  );
  const noise = parkMiller(2, [12, 2]).values;
  const B = ndArray(
    signal.values.map((value, index) => value + 0.3 * (noise[index]! - 0.5)),
    [12, 2],
  );
  return {
    A,
    B,
    xt: table([
      [0.1, 0.2, 0.3, 0.4, 0.5],
      [0.9, 0.1, 0.5, 0.3, 0.7],
    ]),
  };
}

export function firstColumns(matrix: NdArray, count: number): NdArray {
  const columns = matrix.shape[1]!;
  return ndArray(
    matrix.values.filter((_, index) => index % columns < count),
    [matrix.shape[0]!, count],
  );
}

export const largestDifference = (a: ArrayLike<number>, b: readonly number[]): number =>
  Math.max(...b.map((value, index) => Math.abs(value - a[index]!)), a.length === b.length ? 0 : Infinity);
