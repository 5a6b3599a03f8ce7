import { ShapeError } from './errors';
import { sizeOf } from './NdArray';
import type { Rng } from './Rng';

/**
 * A uniformly random matrix with orthonormal columns (rows, where there are fewer of them), times `gain`,
 * flattened; the shape is read as [all axes but the last, last].
 *
 * Gram-Schmidt on a normal matrix. Its triangular factor has a positive diagonal by construction, which
 * is the sign that makes the result uniform (Mezzadri 2007, Notices of the AMS 54). Each vector is
 * projected twice, so that rounding leaves them orthogonal.
 *
 * @throws ShapeError for fewer than two axes
 */
export function orthogonalMatrix(
  shape: readonly number[],
  { gain, rng }: { gain: number; rng: Rng },
): Float32Array {
  if (shape.length < 2) {
    throw new ShapeError(`orthogonal: shape must have two axes or more, got [${shape}]`);
  }
  const columns = shape.at(-1)!;
  const rows = sizeOf(shape.slice(0, -1));
  const [count, length] = rows < columns ? [rows, columns] : [columns, rows];
  const normal = rng.normal(count * length);
  const vectors = Array.from({ length: count }, (_, index) =>
    normal.subarray(index * length, (index + 1) * length),
  );
  vectors.forEach((vector, index) => orthonormalise(vector, vectors.slice(0, index)));
  const values = new Float32Array(rows * columns);
  vectors.forEach((vector, index) =>
    vector.forEach((value, at) => {
      values[rows < columns ? index * columns + at : at * columns + index] = gain * value;
    }),
  );
  return values;
}

function orthonormalise(vector: Float64Array, others: readonly Float64Array[]): void {
  for (const other of [...others, ...others]) {
    let product = 0;
    for (let at = 0; at < vector.length; at++) product += vector[at]! * other[at]!;
    for (let at = 0; at < vector.length; at++) vector[at]! -= product * other[at]!;
  }
  const norm = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  for (let at = 0; at < vector.length; at++) vector[at]! /= norm;
}
