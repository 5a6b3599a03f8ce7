import { ShapeError, tf, type Scalar, type Tensor2D } from '@goal-driven/core';
import { unitRows } from './unitRows';

type Compared = {
  /** [B, D]; lengths do not matter. */
  readonly queries: Tensor2D;
  /** [B, D], of the other view, from the momentum encoder; constants, lengths do not matter. */
  readonly keys: Tensor2D;
  /** [K, D], keys of earlier batches, of length 1. */
  readonly queue: Tensor2D;
};

/**
 * Each query must find its key before all keys of the queue, by the cosine over the temperature: cross entropy to
 * the first of 1 + K logits, the mean over the batch, nats.
 *
 * @source He et al. 2020, arXiv:1911.05722; Chen et al. 2020, arXiv:2003.04297
 */
export const queueContrast = ({ queries, keys, queue }: Compared, temperature: number): Scalar =>
  tf.tidy(() => {
    const unit = unitRows(queries, 1e-12);
    const own = tf.div(tf.sum(tf.mul(unit, unitRows(keys, 1e-12)), 1, true), temperature);
    const others = tf.div(tf.matMul(unit, queue, false, true), temperature);
    const all = tf.logSumExp(tf.concat([own, others], 1), 1, true);
    return tf.mean<Scalar>(tf.sub(all, own));
  });

/**
 * The queue after a batch: first in, first out, oldest first. The original overwrites places at a pointer, which
 * holds the same keys in another order.
 *
 * @param queue [K, D]
 * @param keys [B, D], B at most K; they are given length 1
 * @returns [K, D]
 * @throws ShapeError for more keys than there are places, or of another D
 */
export function enqueue(queue: Tensor2D, keys: Tensor2D): Tensor2D {
  const [[places, dimensions], [count, width]] = [queue.shape, keys.shape];
  if (count > places || width !== dimensions)
    throw new ShapeError(
      `enqueue: keys must be [B, ${dimensions}], B at most ${places} as the queue's, got [${keys.shape}]`,
    );
  return tf.tidy(() => tf.concat([tf.slice(queue, [count, 0]), unitRows(keys, 1e-12)], 0));
}
