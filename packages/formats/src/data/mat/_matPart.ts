import type { MatArrayHeader } from './_matHeader';
import { fail, type MatSource } from './_MatSource';
import type { MatValue } from './MatValue';

/** Where an array stands: its path for errors, and how many hold it. */
export type MatPlace = { readonly path: string; readonly depth: number };

export type MatPart = { readonly value: MatValue; readonly next: number };

/** An array whose header is known. */
export type MatPartReader = {
  readonly source: MatSource;
  readonly header: MatArrayHeader;
  readonly end: number;
  readonly place: MatPlace;
  /** Reads the array inside a cell or a field, at an offset. */
  readonly nested: (source: MatSource, offset: number, end: number, place: MatPlace) => MatPart;
};

/** MATLAB's subscripts of a place in column-major order: `2,1`, from 1. */
export function subscripts(index: number, shape: readonly number[]): string {
  let rest = index;
  return shape
    .map((axis) => {
      const subscript = (rest % axis) + 1;
      rest = Math.floor(rest / axis);
      return subscript;
    })
    .join(',');
}

/** @throws DataError when bytes are left, which no reader of the file would see */
export function finished<T>(source: MatSource, value: T, next: number, end: number, { path }: MatPlace): T {
  if (next < end) fail(source, path, `an array must end with its data, got ${end - next} bytes more`, next);
  return value;
}
