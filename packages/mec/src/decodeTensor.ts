import { tf, type Tensor } from '@goal-driven/core';
import type { Period } from './arena';

/**
 * Positions [..., 2] from logits [..., N]: the mean centre [N, 2] of the three most active cells, around the
 * most active one where space closes on itself.
 */
export function decodeTensor(logits: Tensor, centres: Float64Array, period?: Period): Tensor {
  return tf.tidy(() => {
    const cells = centres.length / 2;
    const { indices } = tf.topk(logits, 3);
    const table = tf.tensor2d(Float32Array.from(centres), [cells, 2]);
    const best = tf.gather(table, indices as Tensor);
    if (period === undefined) return tf.mean(best, -2);
    const first = tf.gather(
      table,
      tf.squeeze(tf.slice(indices as Tensor, 0, [...logits.shape.slice(0, -1), 1]), [-1]),
    );
    const around = tf.sub(best, tf.expandDims(first, -2));
    return tf.add(first, tf.mean(shortestWays(around, period), -2));
  });
}

/** Differences [..., 2], m, by the shortest way in a space that closes on itself; as they are in any other. */
export function shortestWays(differences: Tensor, period: Period | undefined): Tensor {
  if (period === undefined) return differences;
  return tf.tidy(() => {
    // An axis that does not close has an infinite period: no laps, and none times infinity would be NaN.
    const lap = tf.tensor1d([period.x, period.y].map((extent) => (extent === Infinity ? 0 : extent)));
    const perLap = tf.tensor1d([1 / period.x, 1 / period.y]);
    return tf.sub(differences, tf.mul(tf.round(tf.mul(differences, perLap)), lap));
  });
}
