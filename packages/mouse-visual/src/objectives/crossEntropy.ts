import { tf, type Scalar, type Tensor, type Tensor1D, type Tensor2D } from '@goal-driven/core';

/**
 * `mean_i -log softmax(logits_i)[labels_i]`, nats.
 *
 * @param logits [B, classes]
 * @param labels [B], int32, indices into the classes; one beyond them has no logit, and the loss is NaN
 */
export const crossEntropy = (logits: Tensor2D, labels: Tensor1D): Scalar =>
  tf.tidy(() => {
    const target = tf.cast(tf.oneHot(labels, logits.shape[1]), 'float32');
    const own = tf.div(tf.sum(tf.mul(target, tf.logSoftmax(logits)), -1), targets(target));
    return tf.neg(tf.mean<Scalar>(own));
  });

/**
 * Share of rows whose own class has the greatest logit; a tie and a label beyond the classes count as missed. NaN where
 * a logit is NaN or infinite, for then none of its row is the greatest.
 *
 * @param logits [B, classes]
 * @param labels [B], int32
 */
export const accuracyOf = (logits: Tensor2D, labels: Tensor1D): Scalar =>
  tf.tidy(() => {
    const target = tf.cast(tf.oneHot(labels, logits.shape[1]), 'float32');
    const own = tf.sum(tf.mul(logits, target), 1, true);
    const ahead = tf.sum(tf.cast(tf.greaterEqual(logits, own), 'float32'), 1); // itself among them
    const right = tf.mul(tf.cast(tf.equal(ahead, 1), 'float32'), targets(target));
    const unknown = tf.sum<Scalar>(tf.mul(logits, 0)); // 0, or NaN
    return tf.add(tf.mean<Scalar>(right), unknown);
  });

/** 1 for each row that has a target; 0 where the label is no class, of which `oneHot` makes zeros. */
const targets = (target: Tensor): Tensor => tf.sum(target, 1);
