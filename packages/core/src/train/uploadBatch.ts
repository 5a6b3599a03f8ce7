import type { Batch } from '../DataStream';
import { DataError } from '../errors';
import type { NdArray, TypedArray } from '../NdArray';
import type { BatchTensors } from '../Task';
import { tf, type Tensor } from '../tf';

/**
 * A batch on the engine. Floating-point arrays become float32, whole numbers int32.
 *
 * @throws DataError where a whole number does not fit int32
 */
export const uploadBatch = (batch: Batch): BatchTensors =>
  Object.fromEntries(Object.entries(batch).map(([name, array]) => [name, upload(name, array)]));

function upload(name: string, { values, shape }: NdArray<TypedArray>): Tensor {
  if (values instanceof Float32Array) return tf.tensor(values, [...shape], 'float32');
  if (values instanceof Float64Array) return tf.tensor(Float32Array.from(values), [...shape], 'float32');
  if (values instanceof Int32Array) return tf.tensor(values, [...shape], 'int32');
  const whole = new Int32Array(values.length);
  for (let index = 0; index < values.length; index++) {
    const value = Number(values[index]);
    whole[index] = value;
    if (whole[index] !== value)
      throw new DataError(`uploadBatch: ${name} must hold int32 values, got ${value}`);
  }
  return tf.tensor(whole, [...shape], 'int32');
}
