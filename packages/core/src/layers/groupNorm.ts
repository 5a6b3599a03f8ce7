import type { Tensor } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { ConfigError, ShapeError } from '../errors';
import { initialize } from '../initializers';
import { sizeOf } from '../NdArray';
import type { Rng } from '../Rng';
import { tf } from '../tf';
import { normalised } from './batchNorm';
import type { NormParams } from './layerNorm';

export const GroupNorm = z
  .strictObject({
    groups: z.int().positive().meta({ description: 'Groups of neighbouring channels, G', unit: '1' }),
    epsilon: z.number().positive().default(1e-5).meta({ description: 'Added to the variance', unit: '1' }),
    scale: z.boolean().default(true).meta({ description: 'Whether gamma is learned' }),
    center: z.boolean().default(true).meta({ description: 'Whether beta is learned' }),
  })
  .meta({ title: 'Group normalisation', source: 'Wu and He 2018, arXiv:1803.08494; PyTorch (defaults)' });
export type GroupNorm = z.output<typeof GroupNorm>;

/** Normalises each example and group of C / G channels over its pixels and channels. */
export function groupNorm({ groups, epsilon, scale, center }: GroupNorm) {
  return {
    /**
     * @param channels C
     * @throws ConfigError when the groups do not divide C
     */
    init: (channels: number, rng: Rng): NormParams => {
      if (channels % groups !== 0) {
        throw new ConfigError(`groupNorm: groups must divide ${channels} channels, got ${groups}`);
      }
      return {
        ...(scale && { gamma: initialize({ kind: 'ones' }, [channels], { rng }) }),
        ...(center && { beta: initialize({ kind: 'zeros' }, [channels], { rng }) }),
      };
    },

    /**
     * @param x [B, ..., C]
     * @throws ShapeError when the last axis is not C
     */
    apply: <X extends Tensor>(params: NormParams, x: X): X =>
      tf.tidy(() => {
        const channels = x.shape.at(-1) ?? 0;
        const expected = (params.gamma ?? params.beta)?.shape[0] ?? channels;
        if (x.rank < 2 || channels !== expected || channels % groups !== 0) {
          throw new ShapeError(
            `groupNorm: input must be [batch, ..., ${expected}] in ${groups} groups, got [${x.shape}]`,
          );
        }
        const places = sizeOf(x.shape.slice(1, -1));
        const grouped = tf.reshape(x, [x.shape[0]!, places, groups, channels / groups]);
        const unit = normalised(grouped, { ...tf.moments(grouped, [1, 3], true), epsilon });
        const restored = tf.reshape(unit, x.shape) as unknown as X; // the shape of x
        const scaled = params.gamma === undefined ? restored : tf.mul<X>(restored, params.gamma);
        return params.beta === undefined ? scaled : tf.add<X>(scaled, params.beta);
      }),
  };
}
