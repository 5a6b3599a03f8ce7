import {
  columnsOf,
  dot,
  multiply,
  multiplyFirstTransposed,
  multiplyTransposed,
  rowsOf,
  type Matrix,
} from './_matrix';
import { ndArray } from '@goal-driven/core/arrays';

export type PowerOptions = {
  /** Of the squared change of the weights from one round to the next. */
  readonly tolerance: number;
  readonly maxIterations: number;
};

export type Weights = { readonly weights: Float64Array; readonly rounds: number };

/** Products of a table `S` [p, q] with itself on its smaller side, on which the iteration runs. */
export type PowerTable = { readonly cross: Matrix; readonly products: Matrix; readonly onTargets: boolean };

export function powerTable(cross: Matrix): PowerTable {
  const onTargets = columnsOf(cross) <= rowsOf(cross);
  const products = onTargets ? multiplyFirstTransposed(cross, cross) : multiplyTransposed(cross, cross);
  return { cross, products, onTargets };
}

/** Squared norm of S. */
export function powerOf({ products }: PowerTable): number {
  const n = rowsOf(products);
  let sum = 0;
  for (let i = 0; i < n; i++) sum += products.values[i * n + i]!;
  return sum;
}

/**
 * The power iteration of NIPALS for `w`, [p], of length 1: `w <- S c`, `c <- S^T w`, from the column `start` of S, each
 * scaled. On products of S with itself a round costs min(p, q)^2, and gives the rounds and the weights of the iteration
 * over samples to rounding.
 */
export function powerIteration(table: PowerTable, start: number, options: PowerOptions): Weights {
  return table.onTargets ? overTargets(table, start, options) : overSources(table, start, options);
}

/** On `c`: the change of `w = S c / |S c|` is a form in the products. */
function overTargets({ cross, products }: PowerTable, start: number, options: PowerOptions): Weights {
  const q = columnsOf(cross);
  let c: Float64Array = new Float64Array(q);
  c[start] = 1;
  let image = times(products, c);
  let length = Math.sqrt(dot(c, image));
  let rounds = 1;
  // A single target's weights are there at once.
  for (
    let change = Infinity;
    q > 1 && change >= options.tolerance && rounds < options.maxIterations;
    rounds++
  ) {
    const size = Math.sqrt(dot(image, image));
    const nextC = image.map((value) => value / size);
    const nextImage = times(products, nextC);
    const nextLength = Math.sqrt(dot(nextC, nextImage));
    change = 0;
    for (let i = 0; i < q; i++)
      change += (nextC[i]! / nextLength - c[i]! / length) * (nextImage[i]! / nextLength - image[i]! / length);
    [c, image, length] = [nextC, nextImage, nextLength];
  }
  return { weights: unit(multiply(cross, ndArray(c, [q, 1])).values), rounds };
}

function overSources({ cross, products }: PowerTable, start: number, options: PowerOptions): Weights {
  const [p, q] = [rowsOf(cross), columnsOf(cross)];
  let weights = unit(Float64Array.from({ length: p }, (_, i) => cross.values[i * q + start]!));
  let rounds = 1;
  for (
    let change = Infinity;
    q > 1 && change >= options.tolerance && rounds < options.maxIterations;
    rounds++
  ) {
    const next = unit(times(products, weights));
    change = 0;
    for (let i = 0; i < p; i++) change += (next[i]! - weights[i]!) ** 2;
    weights = next;
  }
  return { weights, rounds };
}

function unit(vector: Float64Array): Float64Array {
  const length = Math.sqrt(dot(vector, vector));
  return vector.map((value) => value / length);
}

/** A symmetric table times a vector. */
function times({ values }: Matrix, vector: Float64Array): Float64Array {
  const n = vector.length;
  const image = new Float64Array(n);
  for (let row = 0; row < n; row++) {
    const factor = vector[row]!;
    const start = row * n;
    for (let column = 0; column < n; column++) image[column]! += factor * values[start + column]!;
  }
  return image;
}
