import type { NdArray, TypedArray } from '@goal-driven/core/arrays';
import type { MatObject, MatSparse, MatText, MatValue } from './MatValue';

/** What is left of a value when axes of length 1 are. */
export type SimpleMat =
  | number
  | bigint
  | boolean
  | string
  | NdArray<TypedArray>
  | { readonly real: NdArray<TypedArray>; readonly imaginary: NdArray<TypedArray> }
  | MatSparse
  | MatObject
  | readonly SimpleMat[]
  | { readonly [field: string]: SimpleMat };

/**
 * A value without MATLAB's axes of length 1, as a reader of JavaScript expects it: a single number or truth value is
 * one, a row of characters a string (several rows a list), a plain struct a record, cells and struct arrays lists,
 * nested once for each further axis; other numbers are arrays of the axes that are left. Complex numbers stay pairs of
 * arrays, sparse matrices and objects as they are. SciPy's `squeeze_me` does alike, except that it leaves text of one character
 * and cells of one element to their contents: here a cell is a list, also of one. Any shape will do.
 */
export function simplifyMat(value: MatValue): SimpleMat {
  switch (value.kind) {
    case 'sparse':
    case 'object':
      return value;
    case 'char':
      return value.values.length === 0 || value.shape.slice(0, -1).every((axis) => axis === 1)
        ? textOf(value.values)
        : matRows(value);
    case 'cell':
      return nested(value.values.map(simplifyMat), squeezed(value.shape));
    case 'struct': {
      const records = value.values.map((record) =>
        Object.fromEntries(Object.entries(record).map(([field, each]) => [field, simplifyMat(each)])),
      );
      return records.length === 1 ? records[0]! : nested(records, squeezed(value.shape));
    }
    case 'logical':
      return value.values.length === 1
        ? value.values[0] === 1
        : { values: value.values, shape: squeezed(value.shape) };
    case 'numeric': {
      const shape = squeezed(value.shape);
      const real = { values: value.values, shape };
      if (value.imaginary !== undefined) return { real, imaginary: { values: value.imaginary, shape } };
      return value.values.length === 1 ? value.values[0]! : real;
    }
  }
}

/** The rows of a text, one string each, with the blanks that make them equally long. */
export function matRows({ shape, values }: MatText): string[] {
  const width = shape.at(-1)!;
  if (width === 0) return [];
  return Array.from({ length: values.length / width }, (_, row) =>
    textOf(values.subarray(row * width, (row + 1) * width)),
  );
}

function textOf(units: Uint16Array): string {
  let text = '';
  for (let start = 0; start < units.length; start += 4096)
    text += String.fromCharCode(...units.subarray(start, start + 4096));
  return text;
}

const squeezed = (shape: readonly number[]) => shape.filter((axis) => axis !== 1);

function nested(values: readonly SimpleMat[], shape: readonly number[]): readonly SimpleMat[] {
  if (shape.length < 2 || values.length === 0) return values;
  const each = values.length / shape[0]!;
  return Array.from({ length: shape[0]! }, (_, index) =>
    nested(values.slice(index * each, (index + 1) * each), shape.slice(1)),
  );
}
