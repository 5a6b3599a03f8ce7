import { readNpzFile } from '@goal-driven/core';
import type { LayerFeatures } from '../neural/LayerFeatures';
import { ConfigError, DataError, ndArray, type NdArray, type TypedArray } from '@goal-driven/core/arrays';

/**
 * Features of the layers of a model from an NPZ file: an array for each layer, [images, ...], whose later axes become
 * one, in the order of the file.
 *
 * @param layers which, and in what order; all in that of the file where left out
 * @throws EnvironmentError for a file that cannot be read; DataError for one that is no NPZ, a layer of one axis, without
 *   units or of other images than the first, or numbers that are not finite; ConfigError for a layer that is not there
 */
export async function layerFeatures(path: string, layers?: readonly string[]): Promise<LayerFeatures> {
  const arrays = await readNpzFile(path, { maxBytes: 2 ** 31 - 1 });
  const names = layers ?? Object.keys(arrays);
  if (names.length === 0) throw new DataError(`${path}: it must hold at least one layer, got none`);
  const images = arrays[names[0]!]?.shape[0];
  return Object.fromEntries(
    names.map((name) => {
      const array = Object.hasOwn(arrays, name) ? arrays[name] : undefined;
      if (array === undefined) {
        throw new ConfigError(`${path}: layers must be among ${Object.keys(arrays).join(', ')}, got ${name}`);
      }
      return [name, flattened(array, { path, name, images })];
    }),
  );
}

function flattened(
  { values, shape }: NdArray<TypedArray>,
  {
    path,
    name,
    images,
  }: { readonly path: string; readonly name: string; readonly images: number | undefined },
): NdArray {
  if (shape.length < 2 || shape[0] !== images || values.length === 0) {
    throw new DataError(`${path}: ${name} must be [${images} images, units], got [${shape}]`);
  }
  const numbers = Float64Array.from(values as ArrayLike<number | bigint>, Number);
  const bad = numbers.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw new DataError(`${path}: ${name} must be finite, got ${numbers[bad]} at index ${bad}`);
  return ndArray(numbers, [images!, values.length / images!]);
}
