import { ShapeError } from './errors';

/** The element types an array may have; its dtype is the type of its `values`. */
export type TypedArray =
  | Float64Array
  | Float32Array
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigUint64Array;

/** A dense row-major array outside the tensor engine. Metrics compute on `NdArray<Float64Array>`. */
export type NdArray<T extends TypedArray = Float64Array> = {
  readonly values: T;
  readonly shape: readonly number[];
};

/** Number of elements of a shape; 1 for a scalar's `[]`. */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((size, axis) => size * axis, 1);

/**
 * Joins values and a shape. Any shape will do, `[]` for a single number.
 *
 * @throws ShapeError when an axis is not a non-negative integer, or the product of the shape is not the
 *   number of values
 */
export function ndArray<T extends TypedArray>(values: T, shape: readonly number[]): NdArray<T> {
  if (!shape.every((axis) => Number.isSafeInteger(axis) && axis >= 0)) {
    throw new ShapeError(`ndArray: every axis must be a non-negative integer, got [${shape}]`);
  }
  if (values.length !== sizeOf(shape)) {
    throw new ShapeError(`ndArray: shape [${shape}] must hold ${sizeOf(shape)} values, got ${values.length}`);
  }
  return { values, shape };
}
