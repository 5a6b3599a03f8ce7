import type { NamedTensorMap, Tensor } from '@tensorflow/tfjs-core';
import { tf } from '../tf';

/**
 * `x - ln sum exp x` over the last axis, in one pass each way where the backend has such kernels: `torch` does. tfjs's
 * own operation takes seven and four. Where gradients of gradients are asked for it is left to that.
 *
 * @param logits [..., N]
 * @returns [..., N], nats
 */
export const logSoftmax = <X extends Tensor>(logits: X): X =>
  fusedLogSoftmax(logits) ?? tf.logSoftmax(logits);

/** The same, or nothing where the backend has no such kernels. */
export function fusedLogSoftmax<X extends Tensor>(logits: X): X | undefined {
  if (logits.dtype !== 'float32' || logits.rank === 0) return undefined;
  if (tf.getKernel('LogSoftmaxGrad', tf.getBackend()) === undefined) return undefined;
  if (tf.engine().state.gradientDepth > 1) return undefined;
  const inputs: NamedTensorMap = { logits };
  return tf.engine().runKernel('LogSoftmax', inputs, { axis: logits.rank - 1 }) as X;
}
