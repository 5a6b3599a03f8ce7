import { DataError, ndArray, type NdArray, type TypedArray } from '@goal-driven/core/arrays';

/**
 * An array of a file as doubles.
 *
 * @throws DataError where it is absent, has other axes, or holds integers that a double cannot
 */
export function numbersOf(
  arrays: Readonly<Record<string, NdArray<TypedArray>>>,
  name: string,
  field: string,
  axes: number,
): NdArray {
  const array = Object.hasOwn(arrays, field) ? arrays[field] : undefined;
  if (array?.shape.length !== axes) {
    const found = array === undefined ? 'nothing' : `[${array.shape}]`;
    throw new DataError(`${name}: it must hold ${field} of ${axes} axes, got ${found}`);
  }
  return ndArray(Float64Array.from(array.values as ArrayLike<number | bigint>, Number), array.shape);
}

/** Whether a file says of itself, by `synthetic`, one number other than 0, that nobody was observed. */
export const isSynthetic = (arrays: Readonly<Record<string, NdArray<TypedArray>>>): boolean =>
  Object.hasOwn(arrays, 'synthetic') && Number(arrays['synthetic']!.values[0]) !== 0;

/** @throws DataError unless there is one whole number from 0 for each image */
export function requireCodes(
  name: string,
  [field, codes]: readonly [string, Int32Array],
  images: number,
): void {
  if (codes.length !== images) {
    throw new DataError(`${name}: ${field} must be of each of ${images} images, got ${codes.length}`);
  }
  const bad = codes.findIndex((code) => code < 0 || code >= 1e6);
  if (bad >= 0) {
    throw new DataError(
      `${name}: ${field} must be whole numbers from 0 below 1000000, got ${codes[bad]} at ${bad}`,
    );
  }
}
