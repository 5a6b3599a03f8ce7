import {
  columnsOf,
  dot,
  dotAt,
  multiplyFirstTransposed,
  multiplyTransposed,
  rowsOf,
  type Matrix,
} from './_matrix';

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

/**
 * Takes `a b^T` from S, in place, and what follows from the products, which loses the digits by which they fall.
 *
 * @param a [p]
 * @param b [q]
 */
export function deflatePowerTable(table: PowerTable, a: Float64Array, b: Float64Array): void {
  const { cross, products, onTargets } = table;
  const [own, other] = onTargets ? [b, a] : [a, b];
  const along = onTargets ? timesFromLeft(cross, a) : timesVector(cross, b);
  const half = dot(other, other) / 2;
  for (let i = 0; i < along.length; i++) along[i]! -= half * own[i]!;
  subtractOuter(products, own, along);
  subtractOuter(products, along, own);
  subtractOuter(cross, a, b);
}

/** `table -= a b^T` */
export function subtractOuter({ values }: Matrix, a: Float64Array, b: Float64Array): void {
  const columns = b.length;
  for (let row = 0; row < a.length; row++) {
    const factor = a[row]!;
    const start = row * columns;
    for (let c = 0; c < columns; c++) values[start + c]! -= factor * b[c]!;
  }
}

function timesVector({ values, shape }: Matrix, vector: Float64Array): Float64Array {
  const [rows, columns] = shape as [number, number];
  const image = new Float64Array(rows);
  for (let row = 0; row < rows; row++) image[row] = dotAt(values, row * columns, vector, 0, columns);
  return image;
}

/** `table^T vector` */
export function timesFromLeft({ values, shape }: Matrix, vector: Float64Array): Float64Array {
  const columns = shape[1]!;
  const image = new Float64Array(columns);
  for (let row = 0; row < vector.length; row++) {
    const factor = vector[row]!;
    const start = row * columns;
    for (let c = 0; c < columns; c++) image[c]! += factor * values[start + c]!;
  }
  return image;
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
  let image = timesFromLeft(products, c);
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
    const nextImage = timesFromLeft(products, nextC);
    const nextLength = Math.sqrt(dot(nextC, nextImage));
    change = 0;
    for (let i = 0; i < q; i++)
      change += (nextC[i]! / nextLength - c[i]! / length) * (nextImage[i]! / nextLength - image[i]! / length);
    [c, image, length] = [nextC, nextImage, nextLength];
  }
  return { weights: unit(timesVector(cross, c)), rounds };
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
    const next = unit(timesFromLeft(products, weights));
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
