/**
 * Chance that the largest gap between the empirical distribution of n values and their true one is at least d.
 *
 * By Marsaglia, Tsang and Wang's matrix power, absolute error below 1e-12; where that matrix would exceed 400 rows,
 * by Kolmogorov's limit with Vrbik's correction (absolute error below 1e-5 there).
 */
export function kolmogorovTail(d: number, n: number): number {
  if (d <= 0.5 / n) return 1;
  if (d >= 1) return 0;
  const k = Math.ceil(n * d);
  if (2 * k - 1 > 400) return limit(d, n);
  return Math.max(0, Math.min(1, 1 - matrixPower(k, n, k - n * d)));
}

function limit(d: number, n: number): number {
  const root = Math.sqrt(n);
  const plain = d * root;
  const x = plain + 1 / (6 * root) + (plain - 1) / (4 * n);
  let sum = 0;
  for (let j = 1; j < 100; j++) sum += (j % 2 === 1 ? 2 : -2) * Math.exp(-2 * j * j * x * x);
  return Math.max(0, Math.min(1, sum));
}

function matrixPower(k: number, n: number, h: number): number {
  const size = 2 * k - 1;
  const base = startMatrix(size, h);
  let result: Float64Array = Float64Array.from({ length: size * size }, (_, at) =>
    at % (size + 1) === 0 ? 1 : 0,
  );
  let square: Float64Array = base;
  let [exponent, squareExponent] = [0, 0];
  for (let power = n; power > 0; power = Math.floor(power / 2)) {
    if (power % 2 === 1) {
      result = times(result, square, size);
      exponent += squareExponent;
      exponent += shrink(result);
    }
    square = times(square, square, size);
    squareExponent = 2 * squareExponent + shrink(square);
  }
  // n! / n^n, step by step with the power of 2 kept apart.
  let value = result[(k - 1) * size + k - 1]!;
  for (let i = 1; i <= n; i++) {
    value *= i / n;
    if (value < 2 ** -500) {
      value *= 2 ** 500;
      exponent -= 500;
    }
  }
  return value * 2 ** exponent;
}

function startMatrix(size: number, h: number): Float64Array {
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < size; i++) for (let j = 0; j < Math.min(size, i + 2); j++) matrix[i * size + j] = 1;
  for (let i = 0; i < size; i++) {
    matrix[i * size]! -= h ** (i + 1);
    matrix[(size - 1) * size + i]! -= h ** (size - i);
  }
  matrix[(size - 1) * size]! += 2 * h - 1 > 0 ? (2 * h - 1) ** size : 0;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i + 1; j++) for (let g = 1; g <= i - j + 1; g++) matrix[i * size + j]! /= g;
  }
  return matrix;
}

function times(a: Float64Array, b: Float64Array, size: number): Float64Array {
  const product = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < size; k++) {
      const factor = a[i * size + k]!;
      if (factor === 0) continue;
      for (let j = 0; j < size; j++) product[i * size + j]! += factor * b[k * size + j]!;
    }
  }
  return product;
}

/** Scales a matrix by a power of 2 so that it neither overflows nor vanishes; returns that power. */
function shrink(matrix: Float64Array): number {
  const largest = matrix.reduce((most, value) => Math.max(most, value), 0);
  const exponent = Math.floor(Math.log2(largest));
  for (let at = 0; at < matrix.length; at++) matrix[at]! *= 2 ** -exponent;
  return exponent;
}
