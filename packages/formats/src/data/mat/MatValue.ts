import type { TypedArray } from '@goal-driven/core/arrays';

/** MATLAB's classes of numbers. */
export type MatNumberClass =
  'double' | 'single' | 'int8' | 'uint8' | 'int16' | 'uint16' | 'int32' | 'uint32' | 'int64' | 'uint64';

/**
 * Numbers of one class, row-major, in the typed array of that class (`int64` and `uint64` as bigints), whatever
 * smaller type the file stores them in. It is an `NdArray`. `shape` is MATLAB's, two axes or more.
 */
export type MatNumeric = {
  readonly kind: 'numeric';
  readonly class: MatNumberClass;
  readonly shape: readonly number[];
  readonly values: TypedArray;
  /** Imaginary parts, in the order of `values`; absent for real numbers. */
  readonly imaginary?: TypedArray;
};

/** Truth values, 0 and 1, row-major; an `NdArray`. */
export type MatLogical = {
  readonly kind: 'logical';
  readonly shape: readonly number[];
  readonly values: Uint8Array;
};

/** Text as MATLAB holds it: UTF-16 units, row-major; `matRows` gives strings. */
export type MatText = {
  readonly kind: 'char';
  readonly shape: readonly number[];
  readonly values: Uint16Array;
};

/** A cell array, row-major. */
export type MatCell = {
  readonly kind: 'cell';
  readonly shape: readonly number[];
  readonly values: readonly MatValue[];
};

/** A struct array, row-major: one record for each element, `[1, 1]` for a plain struct. */
export type MatStruct = {
  readonly kind: 'struct';
  readonly shape: readonly number[];
  readonly fields: readonly string[];
  readonly values: readonly { readonly [field: string]: MatValue }[];
};

/** A sparse matrix by columns: column j has the entries from `columnStarts[j]` up to `columnStarts[j + 1]`. */
export type MatSparse = {
  readonly kind: 'sparse';
  readonly logical: boolean;
  readonly shape: readonly number[];
  /** Row of each entry, from 0. */
  readonly rows: Int32Array /* [entries] */;
  readonly columnStarts: Int32Array /* [columns + 1] */;
  readonly values: Float64Array /* [entries] */;
  readonly imaginary?: Float64Array /* [entries] */;
};

/**
 * An object or a function handle, described and not made: nothing of it is run or looked up. What it holds is as the
 * file has it: the fields of an object of an old class, the workspace of a function handle, and of a new class
 * (`MCOS`) only a number into a table that MATLAB keeps to itself.
 */
export type MatObject = {
  readonly kind: 'object';
  readonly type: 'object' | 'function' | 'opaque';
  /** Empty for a function handle. */
  readonly className: string;
  readonly shape: readonly number[];
  readonly values: readonly [MatValue];
};

/** What a variable, a cell or a field of a MAT file holds. */
export type MatValue = MatNumeric | MatLogical | MatText | MatCell | MatStruct | MatSparse | MatObject;
