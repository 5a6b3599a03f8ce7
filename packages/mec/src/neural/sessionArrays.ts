import { extname } from 'node:path';
import { DataError, readNpzFile, type NdArray, type TypedArray } from '@goal-driven/core';
import { matArrays } from './_matArrays';
import { nwbArrays } from './_nwbArrays';
import type { SessionNames } from './SessionNames';

/** Arrays by our names: what `recordedSession` takes. */
export type SessionArrays = Readonly<Record<string, NdArray<TypedArray>>>;

const readers: Readonly<Record<string, (path: string, names: SessionNames) => Promise<SessionArrays>>> = {
  '.npz': async (path, names) => renamed(await readNpzFile(path), names, path),
  '.mat': async (path, names) => renamed(await matArrays(path, names), names, path),
  '.nwb': nwbArrays,
};

/**
 * What a file holds of a session, whatever its kind: NPZ; MAT of versions 5 to 7.3, whose vectors lose their axis of
 * length 1; NWB 2, by its units and its SpatialSeries of Position and CompassDirection.
 *
 * @throws EnvironmentError for a file that cannot be read, DataError for one of another kind or without what is named
 */
export function sessionArrays(path: string, names: SessionNames = {}): Promise<SessionArrays> {
  const read = readers[extname(path).toLowerCase()];
  if (read === undefined)
    throw new DataError(`${path}: a session must be a file of ${Object.keys(readers).join(', ')}`);
  return read(path, names);
}

/** The arrays of a file under our names; what is not named has our name or none. */
function renamed(arrays: SessionArrays, names: SessionNames, path: string): SessionArrays {
  const { pos, ...others } = names;
  const found: Record<string, NdArray<TypedArray>> = { ...arrays };
  const take = (name: string): NdArray<TypedArray> => {
    const array = arrays[name];
    if (array === undefined)
      throw new DataError(
        `${path}: it must hold ${name}, got ${Object.keys(arrays).join(', ') || 'nothing'}`,
      );
    return array;
  };
  for (const [ours, theirs] of Object.entries(others)) if (theirs !== undefined) found[ours] = take(theirs);
  if (typeof pos === 'string') found['pos'] = take(pos);
  else if (pos !== undefined)
    found['pos'] = beside(take(pos[0]), take(pos[1]), `${path}: ${pos.join(' and ')}`);
  return found;
}

/** Two vectors [n] as [n, 2]. */
function beside(x: NdArray<TypedArray>, y: NdArray<TypedArray>, where: string): NdArray<Float64Array> {
  if (x.shape.length !== 1 || y.shape.length !== 1 || x.shape[0] !== y.shape[0])
    throw new DataError(`${where} must be vectors of one length, got [${x.shape}] and [${y.shape}]`);
  const values = new Float64Array(2 * x.values.length);
  for (let at = 0; at < x.values.length; at++) {
    values[2 * at] = Number(x.values[at]);
    values[2 * at + 1] = Number(y.values[at]);
  }
  return { values, shape: [x.values.length, 2] };
}
