import type { Tensor4D } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { float32Of } from '../float32Of';
import { newParameter } from '../_parameterTensors';
import { sizeOf } from '../NdArray';
import type { Pass } from '../Pass';
import type { Rng } from '../Rng';
import { tf } from '../tf';
import { conv2d, Conv2d, type ConvParams } from './conv2d';

export const MaskedConv2d = Conv2d.extend({
  peak: z.number().positive().meta({ description: 'Probability of a connection at no distance', unit: '1' }),
  sigma: z.number().positive().meta({ description: 'Width of the fall of probability', unit: 'pixels' }),
}).meta({
  title: 'Convolution with a sparse mask',
  source: 'Shi et al. 2020, doi:10.1101/2020.10.23.353151 (MouseNet)',
});
export type MaskedConv2d = z.output<typeof MaskedConv2d>;

/** 1 where a connection exists, 0 elsewhere; never learned. */
export type MaskState = { readonly mask: Tensor4D /* [height, width, I / groups, O] */ };

/**
 * A convolution whose connections exist or not: each entry of the mask is drawn once, with probability
 * `peak exp(-(dx^2 + dy^2) / (2 sigma^2))` at distance (dx, dy) from the middle of the kernel, and above 1 always.
 */
export function maskedConv2d({ peak, sigma, ...config }: MaskedConv2d) {
  const layer = conv2d(config);
  return {
    /**
     * @param channels I
     * @throws ConfigError when the groups do not divide I and O
     */
    init: (channels: number, rng: Rng): { params: ConvParams; state: MaskState } => {
      const params = layer.init(channels, rng);
      const shape = params.kernel.shape;
      const draw = () => drawMask(shape, { peak, sigma, rng: rng.child('mask') });
      return { params, state: { mask: newParameter(shape, draw) as Tensor4D } };
    },

    /**
     * @returns [B, height', width', O]; a connection that does not exist has no gradient
     * @throws ShapeError when x is not [B, height, width, I]
     */
    apply: ({ kernel, ...others }: ConvParams, { mask }: MaskState, x: Tensor4D, pass: Pass): Tensor4D =>
      tf.tidy(() => layer.apply({ ...others, kernel: tf.mul(kernel, mask) }, x, pass)),
  };
}

type Draw = Pick<MaskedConv2d, 'peak' | 'sigma'> & { readonly rng: Rng };

function drawMask(shape: readonly number[], { peak, sigma, rng }: Draw): Float32Array {
  const [height, width] = shape as [number, number];
  const pairs = sizeOf(shape.slice(2));
  const draws = rng.uniform(height * width * pairs);
  return float32Of(draws, (draw, index) => {
    const pixel = Math.floor(index / pairs);
    const dy = Math.floor(pixel / width) - (height - 1) / 2;
    const dx = (pixel % width) - (width - 1) / 2;
    return draw < peak * Math.exp(-(dx * dx + dy * dy) / (2 * sigma * sigma)) ? 1 : 0;
  });
}
