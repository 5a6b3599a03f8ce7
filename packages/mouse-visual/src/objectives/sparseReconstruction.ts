import { tf, type Scalar, type Tensor, type Tensor2D } from '@goal-driven/core';

/** What half the squared error is divided by: all elements, or pixels, whose channels are then added up. */
export type ErrorPer = 'element' | 'pixel';

/**
 * A sparse autoencoder's loss: half the mean squared error, and `sparsity` times the mean magnitude of the code.
 *
 * @param output [B, height, width, channels], like the target
 * @param code [B, C]
 * @param per `element` is the published implementation's, `pixel` the paper's equation
 * @source Nayebi et al. 2023, methods, and its implementation
 */
export function sparseReconstruction(
  { output, target, code }: { readonly output: Tensor; readonly target: Tensor; readonly code: Tensor2D },
  { sparsity, per }: { readonly sparsity: number; readonly per: ErrorPer },
): { readonly loss: Scalar; readonly error: Scalar; readonly penalty: Scalar } {
  return tf.tidy(() => {
    const channels = per === 'pixel' ? target.shape.at(-1)! : 1;
    const error = tf.mul<Scalar>(tf.mean(tf.square(tf.sub(output, target))), channels / 2);
    const penalty = tf.mul<Scalar>(tf.mean(tf.abs(code)), sparsity);
    return { loss: tf.add<Scalar>(error, penalty), error, penalty };
  });
}
