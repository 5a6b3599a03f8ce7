import { DataError, ndArray, ShapeError, type NdArray } from '@goal-driven/core/arrays';
import { columnsOf, requireFinite, rowsOf, type Matrix } from './_matrix';

/**
 * Checks the true object of each image: whole numbers in 0 .. count - 1.
 *
 * @returns [images]
 */
export function requireObjects(
  who: string,
  objects: NdArray,
  { images, count }: { images: number; count: number },
): Int32Array {
  requireFinite(who, 'objects', objects, 1);
  if (objects.values.length !== images) {
    throw new ShapeError(
      `${who}: objects must name the object of each of ${images} images, got ${objects.values.length}`,
    );
  }
  requireIndices(who, ['objects', objects], count);
  return Int32Array.from(objects.values);
}

/** @throws DataError unless all are whole numbers in 0 .. below - 1 */
export function requireIndices(
  who: string,
  [name, { values }]: readonly [string, NdArray],
  below: number,
): void {
  const index = values.findIndex((value) => !(Number.isInteger(value) && value >= 0 && value < below));
  if (index >= 0) {
    throw new DataError(
      `${who}: ${name} must be whole numbers in 0 .. ${below - 1}, got ${values[index]} at ${index}`,
    );
  }
}

/**
 * What a choice between two objects would give: `P(c) / (P(c) + P(o))` for image with object o and distractor c.
 *
 * @returns [images, objects], NaN at the true object and where both have probability 0
 */
export function sharesOfProbabilities(who: string, probabilities: Matrix, objects: NdArray): Matrix {
  requireFinite(who, 'probabilities', probabilities, 2);
  const [images, count] = [rowsOf(probabilities), columnsOf(probabilities)];
  const negative = probabilities.values.findIndex((value) => value < 0);
  if (negative >= 0) {
    throw new DataError(
      `${who}: probabilities must not be negative, got ${probabilities.values[negative]} at flat index ${negative}`,
    );
  }
  const truth = requireObjects(who, objects, { images, count });
  const shares = probabilities.values.map((probability, at) => {
    const image = Math.floor(at / count);
    if (at % count === truth[image]) return NaN;
    return probability / (probability + probabilities.values[image * count + truth[image]!]!);
  });
  return ndArray(shares, [images, count]);
}
