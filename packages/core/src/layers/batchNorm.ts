import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { ShapeError } from '../errors';
import { initialize, Initializer } from '../initializers';
import { sizeOf } from '../NdArray';
import type { Pass } from '../Pass';
import type { Rng } from '../Rng';
import { tf } from '../tf';
import { checkLastAxis } from './_checkAxis';
import { fusedBatchNorm } from './_fusedBatchNorm';

const fields = {
  scale: z.boolean().default(true).meta({ description: 'Whether gamma is learned' }),
  center: z.boolean().default(true).meta({ description: 'Whether beta is learned' }),
  gammaInitializer: Initializer.optional().meta({ description: 'Start of gamma; ones where left out' }),
};
const epsilon = z.number().positive().meta({ description: 'Added to the variance', unit: '1' });
const momentum = z.number().min(0).max(1);
const runningVariance = z.enum(['biased', 'unbiased']).meta({
  description:
    "Whether the running variance divides by n or n - 1; TensorFlow's fused kernel for images is unbiased",
});

/** The two conventions by name; they differ in what momentum weighs and in the defaults. */
export const BatchNorm = z
  .discriminatedUnion('convention', [
    z.strictObject({
      convention: z.literal('tensorflow'),
      momentum: momentum.default(0.99).meta({ description: 'Weight of the old running moments', unit: '1' }),
      epsilon: epsilon.default(1e-3),
      runningVariance: runningVariance.default('biased'),
      ...fields,
    }),
    z.strictObject({
      convention: z.literal('torch'),
      momentum: momentum
        .default(0.1)
        .meta({ description: 'Weight of the batch in the running moments', unit: '1' }),
      epsilon: epsilon.default(1e-5),
      runningVariance: runningVariance.default('unbiased'),
      ...fields,
    }),
  ])
  .meta({ title: 'Batch normalisation', source: 'Ioffe and Szegedy 2015, arXiv:1502.03167' });
export type BatchNorm = z.output<typeof BatchNorm>;

export type BatchNormParams = { readonly gamma?: Tensor1D /* [C] */; readonly beta?: Tensor1D /* [C] */ };
export type BatchNormState = { readonly mean: Tensor1D /* [C] */; readonly variance: Tensor1D /* [C] */ };

/**
 * Normalises each channel over the batch (and pixels or timesteps) while training, by the running moments
 * otherwise: `y = gamma (x - mean) / sqrt(variance + epsilon) + beta`. The batch's variance is biased.
 */
export function batchNorm(config: BatchNorm) {
  const { epsilon, scale, center } = config;
  return {
    /** @param channels C */
    init: (channels: number, rng: Rng): { params: BatchNormParams; state: BatchNormState } => {
      const made = (kind: 'zeros' | 'ones') => initialize({ kind }, [channels], { rng }) as Tensor1D;
      const start = config.gammaInitializer ?? { kind: 'ones' };
      const gamma = () => initialize(start, [channels], { rng: rng.child('gamma') }) as Tensor1D;
      const params = { ...(scale && { gamma: gamma() }), ...(center && { beta: made('zeros') }) };
      return { params, state: { mean: made('zeros'), variance: made('ones') } };
    },

    /**
     * @param x [..., C], two axes or more
     * @returns y like x, and the running moments to carry on: the same tensors in evaluation
     * @throws ShapeError when the last axis is not C, or there is one value per channel to learn from
     */
    apply: <X extends Tensor>(params: BatchNormParams, state: BatchNormState, x: X, { training }: Pass) => {
      checkLastAxis('batchNorm', x, { name: 'mean', shape: state.mean.shape, size: state.mean.shape[0] });
      return tf.tidy(() => {
        if (!training) return { y: normalised(x, { ...state, ...params, epsilon }), state };
        const count = sizeOf(x.shape.slice(0, -1));
        if (count < 2) {
          throw new ShapeError(
            `batchNorm: training must have two values per channel or more, got [${x.shape}]`,
          );
        }
        const { y, mean, variance } =
          fusedBatchNorm(x, { ...params, epsilon }) ?? composed(x, { ...params, epsilon });
        return { y, state: advanced(config, state, { mean, variance, count }) };
      });
    },
  };
}

type Moments = { readonly mean: Tensor; readonly variance: Tensor };

type Affine = { readonly gamma?: Tensor1D; readonly beta?: Tensor1D; readonly epsilon: number };

function composed<X extends Tensor>(x: X, affine: Affine): Moments & { y: X } {
  const axes = x.shape.slice(0, -1).map((_, axis) => axis);
  const { mean, variance } = tf.moments(x, axes);
  return { y: normalised(x, { mean, variance, ...affine }), mean, variance };
}

/** `gamma (x - mean) / sqrt(variance + epsilon) + beta`, where either may be absent. */
export function normalised<X extends Tensor>(
  x: X,
  { mean, variance, gamma, beta, epsilon }: Moments & { gamma?: Tensor; beta?: Tensor; epsilon: number },
): X {
  const unit = tf.mul<X>(tf.sub(x, mean), tf.rsqrt(tf.add(variance, epsilon)));
  const scaled = gamma === undefined ? unit : tf.mul<X>(unit, gamma);
  return beta === undefined ? scaled : tf.add<X>(scaled, beta);
}

function advanced(
  config: BatchNorm,
  state: BatchNormState,
  batch: Moments & { count: number },
): BatchNormState {
  const weight = config.convention === 'torch' ? config.momentum : 1 - config.momentum;
  const correction = config.runningVariance === 'unbiased' ? batch.count / (batch.count - 1) : 1;
  const blend = (old: Tensor1D, fresh: Tensor): Tensor1D =>
    tf.add(tf.mul(old, 1 - weight), tf.mul(fresh, weight));
  return {
    mean: blend(state.mean, batch.mean),
    variance: blend(state.variance, tf.mul(batch.variance, correction)),
  };
}
