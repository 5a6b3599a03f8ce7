import type { Tensor } from '@tensorflow/tfjs-core';
import { tf } from '../tf';
import { widenGradient } from './widenGradient';

/**
 * The gradient of a sum or a mean: the error, repeated. tfjs multiplies it by a tensor of ones; here it is a view that
 * repeats each number where it lies.
 */
export function registerSumGradients(): void {
  const ours = (dy: unknown): boolean => tf.getBackend() === 'torch' && (dy as Tensor).dtype === 'float32';
  widenGradient('Sum', ours, {
    gradFunc: (dy, [x], attrs) => ({ x: () => repeated(dy as Tensor, x!, attrs['axis']) }),
  });
  widenGradient('Mean', ours, {
    gradFunc: (dy, [x], attrs) => ({
      x: () => {
        const count = (x as Tensor).size / Math.max(1, (dy as Tensor).size);
        return repeated(tf.div(dy as Tensor, count), x!, attrs['axis']);
      },
    }),
  });
}

/** @param axis what was summed over */
function repeated(dy: Tensor, x: Tensor, axis: unknown): Tensor {
  const axes = tf.util.parseAxisParam(axis as number | number[], x.shape);
  const kept = x.shape.map((length, place) => (axes.includes(place) ? 1 : length));
  return tf.tile(
    tf.reshape(dy, kept),
    x.shape.map((length, place) => (axes.includes(place) ? length : 1)),
  );
}
