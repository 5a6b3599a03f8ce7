import { kernels } from './_kernels';

/** A symmetric matrix turned into a tridiagonal one by reflections: `A = Q T Q^T`, `Q = H_0 H_1 ...`. */
export type Tridiagonal = {
  /** [n] */
  readonly diagonal: Float64Array;
  /** [n], entry i is that of rows i and i + 1; the last is 0. */
  readonly beside: Float64Array;
  /** [n, n], row k holds the vector v of `H_k = I - scale_k v v^T` from column k + 1 on. */
  readonly reflectors: Float64Array;
  /** [n] */
  readonly scales: Float64Array;
};

/** First double of a table in the shared memory, the most to be held there, and rows below which loops are as quick. */
const [BASE, MOST, LEAST_ROWS] = [128, 2 ** 24, 32];

/**
 * Householder's reduction.
 *
 * @param symmetric [n, n], of which the upper half is read
 * @source Golub & Van Loan, Matrix Computations, 8.3.1
 */
export function tridiagonalise(symmetric: Float64Array, n: number): Tridiagonal {
  const compiled = n >= LEAST_ROWS && n * n <= MOST ? kernels() : undefined;
  if (compiled === undefined) {
    const values = symmetric.slice();
    const products = new Float64Array(n);
    return reduce(values, n, (k, scale) => reflectRest(values, n, { k, scale, products }));
  }
  const memory = compiled.doubles(BASE + n * n + n + 1);
  const values = memory.subarray(BASE, BASE + n * n);
  values.set(symmetric);
  const room = BASE + n * n;
  const reduced = reduce(values, n, (k, scale) => {
    memory[room + n] = scale;
    compiled.run('reflectRest', [8 * BASE, n, k, 8 * room], { chunks: 1, helped: false });
  });
  return { ...reduced, reflectors: values.slice() };
}

function reduce(values: Float64Array, n: number, rest: (k: number, scale: number) => void): Tridiagonal {
  const diagonal = new Float64Array(n);
  const beside = new Float64Array(n);
  const scales = new Float64Array(n);
  for (let k = 0; k < n - 1; k++) {
    diagonal[k] = values[k * n + k]!;
    const { scale, image } = reflector(values, k * n + k + 1, n - k - 1);
    beside[k] = image;
    scales[k] = scale;
    if (scale !== 0) rest(k, scale);
  }
  diagonal[n - 1] = values[n * n - 1]!;
  return { diagonal, beside, reflectors: values, scales };
}

/** Replaces a vector by that of the reflection that takes it to `(image, 0, 0, ...)`; its first entry is 1. */
function reflector(values: Float64Array, start: number, count: number): { scale: number; image: number } {
  const first = values[start]!;
  let rest = 0;
  for (let at = start + 1; at < start + count; at++) rest += values[at]! * values[at]!;
  if (rest === 0) {
    values[start] = 1;
    return { scale: 0, image: first };
  }
  const norm = Math.sqrt(first * first + rest);
  // Of the two reflections that which does not cancel.
  const image = first > 0 ? -norm : norm;
  const pivot = first - image;
  for (let at = start + 1; at < start + count; at++) values[at]! /= pivot;
  values[start] = 1;
  return { scale: -pivot / image, image };
}

/** `H A H` on the rows and columns behind k: `A - v w^T - w v^T`. */
function reflectRest(
  values: Float64Array,
  n: number,
  { k, scale, products }: { k: number; scale: number; products: Float64Array },
): void {
  const v = k * n; // v[j] is values[v + j], j > k
  products.fill(0);
  for (let i = k + 1; i < n; i++) {
    const row = i * n;
    const own = values[v + i]!;
    let sum = values[row + i]! * own;
    for (let j = i + 1; j < n; j++) {
      const entry = values[row + j]!;
      sum += entry * values[v + j]!;
      products[j]! += entry * own;
    }
    products[i]! += sum;
  }
  let along = 0;
  for (let i = k + 1; i < n; i++) along += products[i]! * values[v + i]!;
  const half = (scale * scale * along) / 2;
  for (let i = k + 1; i < n; i++) products[i] = scale * products[i]! - half * values[v + i]!;
  for (let i = k + 1; i < n; i++) {
    const row = i * n;
    const [a, b] = [values[v + i]!, products[i]!];
    for (let j = i; j < n; j++) values[row + j]! -= a * products[j]! + b * values[v + j]!;
  }
}
