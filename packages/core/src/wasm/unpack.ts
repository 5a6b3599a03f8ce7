import type { KernelConfig, KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import { tf } from '../tf';
import { addressOf, heapOf, input, makeOutput, type KernelArguments } from './WasmBackend';

/**
 * Unstacks along an axis by copying each part once. Stock slices one part after another and reads the
 * whole tensor for each: 12 ms for the 20 timesteps of [100, 20, 256], twice in a training step.
 */
export const unpack = (): KernelConfig => ({
  kernelName: 'Unpack',
  backendName: 'wasm',
  kernelFunc: unpackAlong as unknown as KernelFunc, // tfjs's own type is looser
});

function unpackAlong({ inputs, backend, attrs }: KernelArguments<{ axis: number }>): TensorInfo[] {
  const value = input(inputs, 'value');
  const axis = attrs.axis < 0 ? attrs.axis + value.shape.length : attrs.axis;
  const count = value.shape[axis]!;
  const before = tf.util.sizeFromShape(value.shape.slice(0, axis));
  const after = value.shape.slice(axis + 1);
  const bytes = tf.util.sizeFromShape(after) * tf.util.bytesPerElement(value.dtype);
  const shape = [...value.shape.slice(0, axis), ...after];
  const parts = Array.from({ length: count }, () => makeOutput(backend, shape, value.dtype));
  // Only now, for memory may have grown, which leaves older views without their buffer.
  const heap = new Uint8Array(heapOf(backend));
  const from = addressOf(backend, value);
  parts.forEach((part, index) => {
    const to = addressOf(backend, part);
    for (let row = 0; row < before; row++) {
      const start = from + (row * count + index) * bytes;
      heap.copyWithin(to + row * bytes, start, start + bytes);
    }
  });
  return parts;
}
