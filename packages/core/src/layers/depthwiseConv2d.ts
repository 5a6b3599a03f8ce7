import type { Tensor4D } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { fansOf } from '../initializers';
import type { Pass } from '../Pass';
import type { Rng } from '../Rng';
import { checkImage } from './_imageFields';
import { convolutionFields, convolutionParams, convolve, type ConvParams } from './conv2d';

export const DepthwiseConv2d = z
  .strictObject({
    multiplier: z
      .int()
      .positive()
      .default(1)
      .meta({ description: 'Filters per input channel, M', unit: '1' }),
    fans: z.enum(['keras', 'torch']).default('keras').meta({
      description: 'Fans of a kernel: Keras takes C inputs and M outputs per pixel, PyTorch 1 and C M',
    }),
    ...convolutionFields,
  })
  .meta({ title: 'Depthwise convolution', source: 'Keras 2 (defaults)' });
export type DepthwiseConv2d = z.output<typeof DepthwiseConv2d>;

/**
 * A convolution of every channel by itself: C channels in, C M out, those of channel c at c M .. c M + M - 1.
 *
 * @differs the kernel is [height, width, 1, C M], as for a convolution in C groups; TensorFlow's
 *   [height, width, C, M] has the same numbers in the same order
 */
export function depthwiseConv2d(config: DepthwiseConv2d) {
  const { multiplier, kernelSize, fans } = config;
  return {
    /** @param channels C */
    init: (channels: number, rng: Rng): ConvParams => {
      const shape = [...kernelSize, 1, channels * multiplier];
      const fanShape = fans === 'torch' ? shape : [...kernelSize, channels, multiplier];
      return convolutionParams(config, { shape, fans: fansOf(fanShape), rng });
    },

    /**
     * @returns [B, height', width', C M]
     * @throws ShapeError when x is not [B, height, width, C]
     */
    apply: (params: ConvParams, x: Tensor4D, pass: Pass): Tensor4D => {
      const { shape } = params.kernel;
      const groups = shape[3] / multiplier;
      checkImage('depthwiseConv2d', x, { shape, channels: groups });
      return convolve(params, x, { pass, options: { ...config, groups }, activation: config.activation });
    },
  };
}
