import { tf, type Scalar, type Tensor2D } from '@goal-driven/core';
import { unitRows } from './unitRows';

/**
 * SimSiam's distance, `-mean_i cos(prediction_i, target_i)`, in [-1, 1]. No gradient flows into the target.
 *
 * @param prediction [B, D]
 * @param target [B, D]
 * @source Chen & He 2021, arXiv:2011.10566
 */
export const negativeCosine = (prediction: Tensor2D, target: Tensor2D): Scalar =>
  tf.tidy(() => {
    const product = tf.mul(unitRows(prediction, 1e-12), stopped(unitRows(target, 1e-12)));
    return tf.neg(tf.mean<Scalar>(tf.sum(product, 1)));
  });

/** The same values, and a gradient of 0. */
const stopped = (x: Tensor2D): Tensor2D =>
  tf.customGrad((value) => ({
    value: tf.clone(value as Tensor2D),
    gradFunc: (error) => tf.zerosLike(error),
  }))(x) as Tensor2D;
