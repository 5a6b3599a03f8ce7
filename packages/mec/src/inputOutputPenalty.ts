import { ConfigError, leafAt, tf, type Scalar, type Tensor, type Tree } from '@goal-driven/core';

/**
 * Mean square of the kernel on the inputs plus that of the kernel of the output.
 *
 * @throws ConfigError for a network without them
 * @source Cueva & Wei 2018, arXiv:1803.07770, L2 regularisation of input and output weights
 */
export function inputOutputPenalty(params: Tree): Scalar {
  const input = leafAt(params, 'M/kernel') ?? leafAt(params, 'cell/kernel');
  const output = leafAt(params, 'decoder/kernel');
  if (input === undefined || output === undefined) {
    throw new ConfigError(
      'inputOutputPenalty: the network must have weights at M/kernel or cell/kernel and at decoder/kernel, got none',
    );
  }
  const meanSquare = (kernel: Tensor) => tf.mean(tf.square(kernel));
  return tf.tidy(() => tf.add(meanSquare(input), meanSquare(output)) as Scalar);
}
