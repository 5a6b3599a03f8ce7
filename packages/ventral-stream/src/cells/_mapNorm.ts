import { initialize, layerNorm, tf, type Rng, type Tensor1D, type Tensor4D } from '@goal-driven/core';

export type MapNormParams = {
  readonly gamma: Tensor1D /* [channels] */;
  readonly beta: Tensor1D /* [channels] */;
};

const plain = layerNorm({ epsilon: 1e-12, scale: false, center: false });

/**
 * Normalises each example over its whole map, height, width and channels; gain and shift are of the channel.
 * On a constant map the published epsilon of 1e-12 magnifies rounding to the order of 1.
 */
export const mapNorm = {
  init: (channels: number, rng: Rng): MapNormParams => ({
    gamma: initialize({ kind: 'ones' }, [channels], { rng }) as Tensor1D,
    beta: initialize({ kind: 'zeros' }, [channels], { rng }) as Tensor1D,
  }),
  apply: ({ gamma, beta }: MapNormParams, x: Tensor4D): Tensor4D =>
    tf.tidy(() => tf.add(tf.mul(plain.apply({}, x, { shape: x.shape.slice(1) }), gamma), beta)),
};
