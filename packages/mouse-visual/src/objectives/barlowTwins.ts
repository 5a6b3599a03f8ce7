import { tf, type Scalar, type Tensor2D } from '@goal-driven/core';

const EPSILON = 1e-5;

/**
 * Barlow Twins: the correlations C between dimensions of two views, `C = n(z1)^T n(z2) / B` with each dimension
 * normalised over the batch, should be the identity: `sum_i (C_ii - 1)^2 + redundancy sum_(i != j) C_ij^2`.
 *
 * The statistics are those of the batch, in evaluation too, which has none of its own.
 *
 * @param first [B, D]
 * @param second [B, D]
 * @source Zbontar et al. 2021, arXiv:2103.03230; 1e-5 is added to the variance
 */
export function barlowTwins(
  [first, second]: readonly [Tensor2D, Tensor2D],
  redundancy: number,
): { readonly loss: Scalar; readonly onDiagonal: Scalar; readonly offDiagonal: Scalar } {
  return tf.tidy(() => {
    const [batch, dimensions] = first.shape;
    const correlations = tf.div(tf.matMul(normalised(first), normalised(second), true), batch);
    const identity = tf.eye(dimensions);
    const onDiagonal = tf.sum<Scalar>(tf.square(tf.sub(tf.sum(tf.mul(correlations, identity), 0), 1)));
    const offDiagonal = tf.sum<Scalar>(tf.square(tf.mul(correlations, tf.sub(1, identity))));
    return {
      loss: tf.add<Scalar>(onDiagonal, tf.mul(offDiagonal, redundancy)),
      onDiagonal,
      offDiagonal,
    };
  });
}

function normalised(x: Tensor2D): Tensor2D {
  const { mean, variance } = tf.moments(x, 0);
  return tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, EPSILON)));
}
