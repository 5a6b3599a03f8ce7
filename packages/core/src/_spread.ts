import type { Tensor } from '@tensorflow/tfjs-core';
import { sizeOf } from './NdArray';
import { tf } from './tf';

/** Puts `factor - 1` zeros between neighbours along an axis: n entries become (n - 1) factor + 1. */
export function spread<T extends Tensor>(x: T, axis: number, factor: number): T {
  if (factor === 1) return x;
  return tf.tidy(() => {
    const before = sizeOf(x.shape.slice(0, axis));
    const count = x.shape[axis]!;
    const after = sizeOf(x.shape.slice(axis + 1));
    const padded = tf.pad(tf.reshape(x, [before * count, 1, after]), [[0, 0], [0, factor - 1], [0, 0]]); // prettier-ignore
    const spaced = tf.reshape(padded, [before, count * factor, after]);
    const length = (count - 1) * factor + 1;
    const trimmed = tf.slice(spaced, [0, 0, 0], [before, length, after]);
    return tf.reshape(trimmed, x.shape.with(axis, length)) as T;
  });
}
