import { tf, type Scalar, type Tensor1D, type Tensor2D } from '@goal-driven/core';

/**
 * Share of rows whose own class is among the `count` greatest logits; a tie counts against it, so that with a count of 1
 * it is `accuracyOf` where all logits are finite; a row that is not finite, or a label beyond the classes, is missed.
 *
 * @param logits [B, classes]
 * @param labels [B], int32, indices into the classes
 */
export const topAccuracyOf = (logits: Tensor2D, labels: Tensor1D, count: number): Scalar =>
  tf.tidy(() => {
    const target = tf.cast(tf.oneHot(labels, logits.shape[1]), 'float32');
    const own = tf.sum(tf.mul(logits, target), 1, true);
    const ahead = tf.sum(tf.cast(tf.greaterEqual(logits, own), 'float32'), 1); // itself among them
    const ranked = tf.logicalAnd(tf.greaterEqual(ahead, 1), tf.lessEqual(ahead, count));
    const among = tf.logicalAnd(ranked, tf.isFinite(tf.squeeze(own, [1])));
    return tf.mean<Scalar>(tf.mul(tf.cast(among, 'float32'), tf.sum(target, 1))); // no label, no answer
  });
