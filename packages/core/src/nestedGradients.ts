import type { Tensor } from '@tensorflow/tfjs-core';
import { tf } from './tf';

/**
 * Gradients of `f` in `xs` for the error `dy` of what it returns, 0 where none reaches. Also within the backward
 * pass of others, whose tape tfjs would otherwise forget.
 *
 * @param dy of the shape of what `f` returns
 * @returns a gradient of the shape of each of `xs`
 */
export function nestedGradients(f: () => Tensor, xs: readonly Tensor[], dy: Tensor): Tensor[] {
  const { state } = tf.engine();
  const tape = state.activeTape;
  try {
    const { grads } = tf.engine().gradients(f, [...xs], dy, true);
    return xs.map((x, index) => (grads[index] as Tensor | null) ?? tf.zerosLike(x));
  } finally {
    state.activeTape = tape;
  }
}
