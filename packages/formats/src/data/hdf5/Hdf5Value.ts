import type { TypedArray } from '@goal-driven/core/arrays';

/** An object that another points at; `Hdf5File.pathOf` says which. */
export type Hdf5Reference = { readonly address: Uint8Array };

/**
 * What a dataset or an attribute holds, row-major; `[]` is the shape of a single value.
 *
 * | kind | values |
 * |---|---|
 * | `array` | integers and floats in the typed array of their width (half precision becomes single); an NdArray |
 * | `bool` | 0 and 1, of h5py's enumeration of FALSE and TRUE; an NdArray |
 * | `enum` | numbers, and the names they stand for; an NdArray |
 * | `strings` | text, of fixed or any length |
 * | `references` | objects of the file |
 * | `compound` | a column for each field, every one of the same shape (plus the field's own axes, if it is an array) |
 * | `ragged` | a list for each element |
 * | `opaque` | bytes that are not interpreted, `width` for each element |
 * | `empty` | nothing: HDF5's null dataspace |
 */
export type Hdf5Value =
  | { readonly kind: 'array' | 'bool'; readonly values: TypedArray; readonly shape: readonly number[] }
  | {
      readonly kind: 'enum';
      readonly values: TypedArray;
      readonly shape: readonly number[];
      readonly names: { readonly [name: string]: number };
    }
  | { readonly kind: 'strings'; readonly values: readonly string[]; readonly shape: readonly number[] }
  | {
      readonly kind: 'references';
      readonly values: readonly Hdf5Reference[];
      readonly shape: readonly number[];
    }
  | {
      readonly kind: 'compound';
      readonly columns: { readonly [field: string]: Hdf5Value };
      readonly shape: readonly number[];
    }
  | { readonly kind: 'ragged'; readonly values: readonly Hdf5Value[]; readonly shape: readonly number[] }
  | {
      readonly kind: 'opaque';
      readonly values: Uint8Array;
      readonly width: number;
      readonly shape: readonly number[];
    }
  | { readonly kind: 'empty' };
