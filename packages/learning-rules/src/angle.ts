import { tf, type Scalar, type Tensor } from '@goal-driven/core';

/**
 * The angle between two tensors, each taken as one vector: 0 to 180 degrees; NaN where one of them is 0. By Kahan's
 * formula, which keeps float32's digits near 0 and 180 where the arc cosine loses half of them.
 *
 * @param a any shape
 * @param b of as many elements
 */
export const angle = (a: Tensor, b: Tensor): Scalar =>
  tf.tidy(() => {
    const [u, v] = [a, b].map((x) => tf.div(tf.reshape(x, [-1]), tf.norm(x)));
    const radians = tf.mul(tf.atan2(tf.norm(tf.sub(u!, v!)), tf.norm(tf.add(u!, v!))), 2);
    return tf.mul(radians, 180 / Math.PI) as Scalar;
  });
