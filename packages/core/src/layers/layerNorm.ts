import type { Tensor } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { ShapeError } from '../errors';
import { initialize } from '../initializers';
import type { Rng } from '../Rng';
import { tf } from '../tf';
import { normalised } from './batchNorm';

export const LayerNorm = z
  .strictObject({
    epsilon: z.number().positive().default(1e-5).meta({ description: 'Added to the variance', unit: '1' }),
    scale: z.boolean().default(true).meta({ description: 'Whether gamma is learned' }),
    center: z.boolean().default(true).meta({ description: 'Whether beta is learned' }),
  })
  .meta({ title: 'Layer normalisation', source: 'Ba et al. 2016, arXiv:1607.06450; PyTorch (defaults)' });
export type LayerNorm = z.output<typeof LayerNorm>;

/** Scale and shift of what was normalised, [channels] each; absent where the layer has none. */
export type NormParams = { readonly gamma?: Tensor; readonly beta?: Tensor };

/**
 * Normalises each example over its last axes, those of the shape given to `init`.
 *
 * @differs Keras's epsilon is 1e-3
 */
export function layerNorm({ epsilon, scale, center }: LayerNorm) {
  return {
    /** @param shape the axes to normalise over, such as [channels] or [height, width, channels] */
    init: (shape: readonly number[], rng: Rng): NormParams => ({
      ...(scale && { gamma: initialize({ kind: 'ones' }, shape, { rng }) }),
      ...(center && { beta: initialize({ kind: 'zeros' }, shape, { rng }) }),
    }),

    /**
     * @param shape the one given to `init`
     * @param x [..., ...shape]
     * @throws ShapeError when x does not end in the shape
     */
    apply: <X extends Tensor>(params: NormParams, x: X, { shape }: { shape: readonly number[] }): X =>
      tf.tidy(() => {
        if (shape.length === 0 || String(x.shape.slice(-shape.length)) !== String(shape)) {
          throw new ShapeError(`layerNorm: input must be [..., ${shape}], got [${x.shape}]`);
        }
        const axes = shape.map((_, axis) => x.rank - shape.length + axis);
        return normalised(x, { ...tf.moments(x, axes, true), ...params, epsilon });
      }),
  };
}
