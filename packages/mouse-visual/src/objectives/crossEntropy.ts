import { tf, type Scalar, type Tensor1D, type Tensor2D } from '@goal-driven/core';

/**
 * `mean_i -log softmax(logits_i)[labels_i]`, nats.
 *
 * @param logits [B, classes]
 * @param labels [B], int32, indices into the classes
 */
export const crossEntropy = (logits: Tensor2D, labels: Tensor1D): Scalar =>
  tf.tidy(() => {
    const target = tf.cast(tf.oneHot(labels, logits.shape[1]), 'float32');
    return tf.neg(tf.mean<Scalar>(tf.sum(tf.mul(target, tf.logSoftmax(logits)), -1)));
  });

/**
 * Share of rows whose own class has the greatest logit; a tie counts as missed. NaN where a logit is NaN or infinite,
 * for then none of its row is the greatest.
 *
 * @param logits [B, classes]
 * @param labels [B], int32
 */
export const accuracyOf = (logits: Tensor2D, labels: Tensor1D): Scalar =>
  tf.tidy(() => {
    const own = tf.sum(tf.mul(logits, tf.cast(tf.oneHot(labels, logits.shape[1]), 'float32')), 1, true);
    const ahead = tf.sum(tf.cast(tf.greaterEqual(logits, own), 'float32'), 1); // itself among them
    const unknown = tf.sum<Scalar>(tf.mul(logits, 0)); // 0, or NaN
    return tf.add(tf.mean<Scalar>(tf.cast(tf.equal(ahead, 1), 'float32')), unknown);
  });
