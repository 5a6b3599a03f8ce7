import {
  batchNorm,
  conv2d,
  Conv2d,
  ConfigError,
  tf,
  type BatchNormParams,
  type BatchNormState,
  type ConvParams,
  type Tensor4D,
  type Tree,
} from '@goal-driven/core';
import type { Op } from '../graph/Op';
import type { OpSite } from './createOp';
import type { OpLayer } from './OpLayer';
import { resizeAligned } from '../cells/resizeAligned';
import { windowedShape } from './windowedShape';

type ResidualOp = Extract<Op, { op: 'residual' }>;

/**
 * Adds what entered the node to what came of it.
 *
 * @throws ConfigError when a vector entered the node
 */
export function residualOp(op: ResidualOp, { node, shape, entered }: OpSite): OpLayer {
  if (entered.length !== 3)
    throw new ConfigError(`${node}: residual must have a map that entered the node, got [${entered}]`);
  const [height, width, channels] = shape as [number, number, number];
  const stepped = op.strides.some((stride) => stride > 1);
  if (!stepped && op.batchNorm === null && entered[2] === channels) {
    return {
      shape,
      init: () => ({ params: {}, state: {} }),
      apply: (_params, state, { x, entered: from }) => ({
        y: tf.tidy(() => tf.add(x, resizeAligned(from as Tensor4D, [height, width]))),
        state,
      }),
    };
  }
  const { kernelSize, strides, kernelInitializer } = op;
  windowedShape(`${node}: residual`, entered, { size: kernelSize, strides, padding: 'same' });
  const conv = conv2d(
    Conv2d.parse({ filters: channels, kernelSize, strides, padding: 'same', bias: false, kernelInitializer }),
  );
  const norm = op.batchNorm === null ? undefined : batchNorm(op.batchNorm);
  return {
    shape,
    init: (rng) => {
      const kernel = conv.init(entered[2]!, rng);
      if (norm === undefined) return { params: kernel, state: {} };
      const { params, state } = norm.init(channels, rng.child('batchNorm'));
      return { params: { ...kernel, batchNorm: params }, state: { batchNorm: state } };
    },
    apply: (params, state, { x, entered: from, pass }) =>
      tf.tidy(() => {
        // What `init` above made.
        const { batchNorm: affine, ...kernel } = params as Tree &
          ConvParams & { batchNorm?: BatchNormParams };
        const projected = conv.apply(kernel, from as Tensor4D, pass);
        if (norm === undefined) return { y: tf.add(x, resizeAligned(projected, [height, width])), state };
        const moments = state['batchNorm'] as BatchNormState;
        const { y, state: next } = norm.apply(affine ?? {}, moments, projected, pass.at('batchNorm'));
        return { y: tf.add(x, resizeAligned(y, [height, width])), state: { batchNorm: next } };
      }),
  };
}
