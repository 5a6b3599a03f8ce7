import { tf, type Scalar, type Tensor } from '@goal-driven/core';
import { requireSameShape } from './_requireSameShape';

/**
 * Squared error of the place code itself: summed over cells, averaged over episodes and timesteps. The
 * output is a linear readout and not a logit; a best readout of rank n is spanned by the first n
 * eigenvectors of the code.
 *
 * @param output [..., N]
 * @param target [..., N]
 * @source Sorscher et al. 2019, section 3
 */
export function placeCellSquaredError(output: Tensor, target: Tensor): Scalar {
  requireSameShape('placeCellSquaredError', output, target);
  return tf.tidy(() => tf.mean(tf.sum(tf.squaredDifference(output, target), -1)) as Scalar);
}
