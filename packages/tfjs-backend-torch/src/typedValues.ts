import type { BackendValues, DataType } from '@tensorflow/tfjs-core';
import { tf } from './tf';
import type { TorchData } from './TorchData';

/** The values as the typed array that the addon wants. */
export function typedValues(values: BackendValues, dtype: DataType): ArrayBufferView {
  if (dtype === 'float32' || dtype === 'complex64') {
    return values instanceof Float32Array ? values : Float32Array.from(values as unknown as number[]);
  }
  if (dtype === 'int32')
    return values instanceof Int32Array ? values : Int32Array.from(values as unknown as number[]);
  return values instanceof Uint8Array ? values : Uint8Array.from(values as unknown as number[]);
}

/** The same, with strings as they are. */
export const typedOrStrings = (values: BackendValues, dtype: DataType): BackendValues =>
  dtype === 'string' ? values : (typedValues(values, dtype) as BackendValues);

/** An array for all values of a tensor. */
export function roomFor({
  shape,
  dtype,
}: Pick<TorchData, 'shape' | 'dtype'>): Float32Array | Int32Array | Uint8Array {
  const size = tf.util.sizeFromShape(shape as number[]);
  if (dtype === 'float32') return new Float32Array(size);
  if (dtype === 'complex64') return new Float32Array(2 * size);
  return dtype === 'int32' ? new Int32Array(size) : new Uint8Array(size);
}
