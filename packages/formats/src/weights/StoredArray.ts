import type { ElementName, NdArray, TypedArray } from '@goal-driven/core/arrays';

/** The names that safetensors has for element types. */
export const DTYPES = {
  f8: 'F64',
  f4: 'F32',
  f2: 'F16',
  bf2: 'BF16',
  i8: 'I64',
  i4: 'I32',
  i2: 'I16',
  i1: 'I8',
  u8: 'U64',
  u4: 'U32',
  u2: 'U16',
  u1: 'U8',
  b1: 'BOOL',
} as const satisfies Record<ElementName, string>;

/**
 * An array of a file of weights, any shape, and how it was stored: F16 and BF16 have become Float32Array, BOOL is a
 * Uint8Array of 0 and 1.
 */
export type StoredArray = NdArray<TypedArray> & { readonly dtype: (typeof DTYPES)[ElementName] };
