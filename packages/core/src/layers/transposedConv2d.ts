import type { Tensor4D } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { ConfigError } from '../errors';
import { fansOf } from '../initializers';
import { exactProjector, type Pass } from '../Pass';
import type { Rng } from '../Rng';
import { spread } from '../_spread';
import { tf } from '../tf';
import { checkImage } from './_imageFields';
import { isTransposeOfStrided, transposedConvolution } from './_transposedConvolution';
import { convolutionFields, convolutionParams, convolve, withBias, type ConvParams } from './conv2d';

const extra = z.tuple([z.int().nonnegative(), z.int().nonnegative()]);

export const TransposedConv2d = z
  .strictObject({
    filters: z.int().positive().meta({ description: 'Output channels, O', unit: '1' }),
    outputPadding: extra.default([0, 0]).meta({
      description: 'Rows and columns more at the bottom and right, where padding is explicit',
      unit: 'pixels',
    }),
    ...convolutionFields,
  })
  .meta({ title: 'Transposed convolution', source: 'Keras 2 (defaults), PyTorch (explicit padding)' });
export type TransposedConv2d = z.output<typeof TransposedConv2d>;

/**
 * The transpose of a strided convolution, as a convolution of the input with zeros put between its pixels.
 * n pixels become `n stride` ('same'), `n stride + max(kernel - stride, 0)` ('valid'), or
 * `(n - 1) stride + kernel - padding + outputPadding` (explicit), with a kernel widened by its dilation. Where credit
 * travels by the exact transpose the zeros are not multiplied; the same numbers to rounding.
 *
 * @differs the kernel is that of the convolution that runs, [height, width, I, O]. Keras's Conv2DTranspose
 *   has [height, width, O, I] and PyTorch's [I, O, height, width], both mirrored in height and width.
 *   The fans are theirs: fanIn counts O, fanOut counts I.
 */
export function transposedConv2d(config: TransposedConv2d) {
  const { filters, kernelSize } = config;
  const edges = [edgesAlong(config, 0), edgesAlong(config, 1)] as const;
  const where = { strides: config.strides, edges };
  return {
    /** @param channels I */
    init: (channels: number, rng: Rng): ConvParams =>
      convolutionParams(config, {
        shape: [...kernelSize, channels, filters],
        fans: fansOf([...kernelSize, filters, channels]),
        rng,
      }),

    /**
     * @returns [B, height', width', O]
     * @throws ShapeError when x is not [B, height, width, I]
     */
    apply: (params: ConvParams, x: Tensor4D, pass: Pass): Tensor4D =>
      tf.tidy(() => {
        const { shape } = params.kernel;
        checkImage('transposedConv2d', x, { shape, channels: shape[2] });
        const [rows, columns] = config.strides;
        const undilated = config.dilations.every((dilation) => dilation === 1);
        if (pass.projector === exactProjector && undilated && isTransposeOfStrided(where, kernelSize))
          return withBias(params, transposedConvolution(x, params.kernel, where), config.activation);
        const apart = spread(spread(x, 1, rows), 2, columns);
        const options = { strides: [1, 1], dilations: config.dilations, padding: edges } as const;
        return convolve(params, apart, { pass, options, activation: config.activation });
      }),
  };
}

/** Zeros before and after an axis of the spread input: what the transposed padding leaves of a full one. */
function edgesAlong(config: TransposedConv2d, axis: 0 | 1): [number, number] {
  const { padding, outputPadding } = config;
  const stride = config.strides[axis];
  const reach = (config.kernelSize[axis] - 1) * config.dilations[axis];
  if (typeof padding !== 'string') {
    const [before, after] = padding[axis];
    if (before > reach || after > reach + outputPadding[axis]) {
      throw new ConfigError(`transposedConv2d: padding must be at most ${reach}, got [${before}, ${after}]`);
    }
    return [reach - before, reach - after + outputPadding[axis]];
  }
  if (outputPadding[axis] !== 0) {
    throw new ConfigError(
      `transposedConv2d: outputPadding must be 0 with padding '${padding}', got ${outputPadding[axis]}`,
    );
  }
  const missing = Math.max(stride - reach - 1, 0);
  const cropped = padding === 'same' ? Math.max(reach + 1 - stride, 0) : 0;
  const top = Math.floor(cropped / 2);
  return [reach - top, reach - (cropped - top) + missing];
}
