import { ShapeError, tf, type Scalar, type Tensor2D } from '@goal-driven/core';

const EPSILON = 1e-4;

/** How much each part counts. */
export type VicRegWeights = {
  readonly invariance: number;
  readonly variance: number;
  readonly covariance: number;
};

/**
 * VICReg of two views z, z':
 *
 * - invariance: the mean of `(z - z')^2` over all elements
 * - variance: the mean over dimensions of `max(0, 1 - sd)`, half of each view; `sd = sqrt(unbiased variance + 1e-4)`
 * - covariance: squares off the diagonal of the unbiased covariance over D, of both views
 *
 * @param first [B, D], B at least 2
 * @param second [B, D]
 * @returns the parts, unweighted, and their weighted sum
 * @throws ShapeError for fewer than two rows
 * @source Bardes et al. 2022, arXiv:2105.04906
 */
export function vicReg(
  [first, second]: readonly [Tensor2D, Tensor2D],
  weights: VicRegWeights,
): { readonly loss: Scalar; readonly [part: string]: Scalar } {
  if (first.shape[0] < 2)
    throw new ShapeError(`vicReg: a view must have two rows or more, got [${first.shape}]`);
  return tf.tidy(() => {
    const invariance = tf.mean<Scalar>(tf.square(tf.sub(first, second)));
    const [one, other] = [spreadOf(first), spreadOf(second)];
    const variance = tf.div<Scalar>(tf.add(one.variance, other.variance), 2);
    const covariance = tf.add<Scalar>(one.covariance, other.covariance);
    const loss = tf.addN<Scalar>([
      tf.mul<Scalar>(invariance, weights.invariance),
      tf.mul<Scalar>(variance, weights.variance),
      tf.mul<Scalar>(covariance, weights.covariance),
    ]);
    return { loss, invariance, variance, covariance };
  });
}

function spreadOf(x: Tensor2D): { variance: Scalar; covariance: Scalar } {
  const [batch, dimensions] = x.shape;
  const centred = tf.sub<Tensor2D>(x, tf.mean(x, 0));
  const variances = tf.div(tf.sum(tf.square(centred), 0), batch - 1);
  const sd = tf.sqrt(tf.add(variances, EPSILON));
  const covariances = tf.div(tf.matMul(centred, centred, true), batch - 1);
  const off = tf.mul(covariances, tf.sub(1, tf.eye(dimensions)));
  return {
    variance: tf.mean<Scalar>(tf.relu(tf.sub(1, sd))),
    covariance: tf.div<Scalar>(tf.sum(tf.square(off)), dimensions),
  };
}
