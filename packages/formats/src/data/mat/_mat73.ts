import { DataError, type TypedArray } from '@goal-driven/core/arrays';
import type { Hdf5Value } from '../hdf5/Hdf5Value';
import type { Hdf5File } from '../hdf5/openHdf5';
import type { Budget } from './_MatSource';
import type { MatValue } from './MatValue';

/** What reading a file of version 7.3 carries along. */
export type Mat73 = {
  readonly file: Hdf5File;
  readonly budget: Budget;
  /** Values read before: cells may share what they point at. `undefined` while it is being read. */
  readonly known: Map<string, MatValue | undefined>;
  /** The value at a path. */
  readonly valueAt: (path: string) => MatValue;
};

/** An array of numbers, axes as HDF5 has them. */
export type Numbers = { readonly values: TypedArray; readonly shape: readonly number[] };

/** HDF5 names the axes of MATLAB's order from the last to the first. */
export const matShape = (shape: readonly number[]): number[] => {
  const axes = [...shape].reverse();
  return axes.length > 1 ? axes : [...axes, ...Array<number>(2 - axes.length).fill(1)];
};

/** @throws DataError when the value is no array of numbers */
export function numbersAt(mat: Mat73, path: string, value: Hdf5Value): Numbers {
  if (value.kind !== 'array' && value.kind !== 'bool')
    throw refused(mat, path, 'must be numbers', value.kind);
  return value;
}

/** The error for what is not as MATLAB writes it. */
export function refused({ file }: Mat73, path: string, must: string, got: string): DataError {
  return new DataError(`${file.name}: ${path}: ${must}, got ${got}`);
}
