import { tf, type Tensor3D } from '@goal-driven/core';
import type { PathIntegrationBatch, PathIntegrationExtras } from './pathIntegrationStream';
import type { PathIntegrationInput } from './pathIntegrationTask';

/**
 * What a network is given of a batch, as tensors; the caller owns them.
 *
 * @param still without motion: no displacement, or no speed and the same turns
 */
export function networkInput(batch: PathIntegrationBatch, still: boolean): PathIntegrationInput {
  const { cues } = batch as PathIntegrationExtras;
  return tf.tidy(() => {
    const velocity = tf.tensor3d(batch.velocity.values, batch.velocity.shape as [number, number, number]);
    return {
      velocity: still ? withoutMotion(velocity) : velocity,
      start: tf.tensor2d(batch.start.values, batch.start.shape as [number, number]),
      ...(cues === undefined
        ? {}
        : { cues: tf.tensor3d(cues.values, cues.shape as [number, number, number]) }),
    };
  });
}

function withoutMotion(velocity: Tensor3D): Tensor3D {
  if (velocity.shape[2] !== 3) return tf.zerosLike(velocity);
  return tf.mul(velocity, tf.tensor1d([0, 1, 1]));
}
