import { tf, type Scalar, type Tensor } from '@goal-driven/core';
import { requireSameShape } from './_requireSameShape';

/**
 * Mean squared error over episodes, timesteps and both coordinates, m^2.
 *
 * @param output [..., 2], m
 * @param target [..., 2], m
 * @source the position target of Cueva & Wei 2018, as in Nayebi et al. 2021
 */
export function positionLoss(output: Tensor, target: Tensor): Scalar {
  requireSameShape('positionLoss', output, target);
  return tf.tidy(() => tf.mean(tf.squaredDifference(output, target)) as Scalar);
}
