import { DataError, type NdArray, type TypedArray } from '@goal-driven/core/arrays';
import type { Hdf5Value } from './Hdf5Value';

/**
 * A value that must be numbers (or truth values), as an array. Any shape will do.
 *
 * @param where file and path, for the error
 * @throws DataError for anything else
 */
export function hdf5Numbers(value: Hdf5Value, where: string): NdArray<TypedArray> {
  if (value.kind === 'array' || value.kind === 'bool' || value.kind === 'enum')
    return { values: value.values, shape: value.shape };
  throw new DataError(`${where}: must be numbers, got ${value.kind}`);
}

/**
 * A value that must be one text.
 *
 * @throws DataError for anything else
 */
export function hdf5Text(value: Hdf5Value | undefined, where: string): string {
  if (value?.kind === 'strings' && value.values.length === 1) return value.values[0]!;
  throw new DataError(`${where}: must be a text, got ${value?.kind ?? 'nothing'}`);
}
