import { tf, type Tensor } from '@goal-driven/core';

/**
 * Each row over its length.
 *
 * @param x [..., D]
 * @param floor least length that is divided by; 0 has a row of zeros become NaN, as in the sources that add nothing
 * @returns [..., D]
 */
export const unitRows = <X extends Tensor>(x: X, floor = 0): X =>
  tf.tidy(() => {
    const length = tf.sqrt(tf.sum(tf.square(x), -1, true));
    return tf.div<X>(x, floor === 0 ? length : tf.maximum(length, floor));
  });
