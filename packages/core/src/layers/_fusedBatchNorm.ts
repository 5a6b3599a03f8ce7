import type { NamedTensorMap, Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import { tf } from '../tf';

type Affine = { readonly gamma?: Tensor1D; readonly beta?: Tensor1D; readonly epsilon: number };

/**
 * Normalisation by the batch's own moments in one pass each way, where the backend has such a kernel: `torch`
 * does. The biased moments carry no gradient, and the gradient of y none of its own, so where two are asked
 * for it is left to the plain operations.
 *
 * @param x [..., C]
 */
export function fusedBatchNorm<X extends Tensor>(
  x: X,
  { gamma, beta, epsilon }: Affine,
): { y: X; mean: Tensor; variance: Tensor } | undefined {
  if (gamma === undefined || beta === undefined || x.dtype !== 'float32') return undefined;
  if (tf.getKernel('BatchNormTraining', tf.getBackend()) === undefined) return undefined;
  if (tf.engine().state.gradientDepth > 1) return undefined;
  const inputs: NamedTensorMap = { x, gamma, beta };
  const [y, mean, variance] = tf.engine().runKernel('BatchNormTraining', inputs, { epsilon }) as Tensor[];
  return { y: y as X, mean: mean!, variance: variance! };
}
