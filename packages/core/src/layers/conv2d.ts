import type { Tensor1D, Tensor4D } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { ActivationName, activations } from '../activations';
import { ConfigError } from '../errors';
import { fansOf, initialize, Initializer, type Fans } from '../initializers';
import type { ConvolutionOptions, Pass } from '../Pass';
import type { Rng } from '../Rng';
import { tf } from '../tf';
import { checkImage, PaddingField, pair } from './_imageFields';

/** Fields that all convolutions share. */
export const convolutionFields = {
  kernelSize: pair('Size of the kernel'),
  strides: pair('Step of the kernel').default([1, 1]),
  dilations: pair('Distance between neighbours of the kernel').default([1, 1]),
  padding: PaddingField.default('valid'),
  bias: z.boolean().default(true).meta({ description: 'Whether a bias is added' }),
  activation: ActivationName.default('linear'),
  kernelInitializer: Initializer.prefault({ kind: 'glorotUniform' }).meta({
    description: 'Start of the kernel',
  }),
  biasInitializer: Initializer.prefault({ kind: 'zeros' }).meta({ description: 'Start of the bias' }),
};

export const Conv2d = z
  .strictObject({
    filters: z.int().positive().meta({ description: 'Output channels, O', unit: '1' }),
    groups: z.int().positive().default(1).meta({
      description: 'Groups of channels that do not see each other',
      unit: '1',
    }),
    ...convolutionFields,
  })
  .meta({ title: 'Convolution', source: 'Keras 2 (defaults)' });
export type Conv2d = z.output<typeof Conv2d>;

export type ConvParams = {
  readonly kernel: Tensor4D /* [height, width, I / groups, O] */;
  readonly bias?: Tensor1D /* [O] */;
};

/**
 * A convolution (cross-correlation) over images [B, height, width, I]. With groups, output channel o
 * sees the inputs of group `floor(o groups / O)`, as in PyTorch.
 */
export function conv2d(config: Conv2d) {
  const { filters, groups, kernelSize } = config;
  return {
    /**
     * @param channels I
     * @throws ConfigError when the groups do not divide I and O
     */
    init: (channels: number, rng: Rng): ConvParams => {
      if (channels % groups !== 0 || filters % groups !== 0) {
        throw new ConfigError(
          `conv2d: groups must divide ${channels} channels and ${filters} filters, got ${groups}`,
        );
      }
      const shape = [...kernelSize, channels / groups, filters];
      return convolutionParams(config, { shape, fans: fansOf(shape), rng });
    },

    /**
     * @returns [B, height', width', O]
     * @throws ShapeError when x is not [B, height, width, I]
     */
    apply: (params: ConvParams, x: Tensor4D, pass: Pass): Tensor4D => {
      const { kernel } = params;
      checkImage('conv2d', x, { shape: kernel.shape, channels: kernel.shape[2] * groups });
      return convolve(params, x, { pass, options: config, activation: config.activation });
    },
  };
}

type Start = Pick<Conv2d, 'bias' | 'kernelInitializer' | 'biasInitializer'>;
type Where = { readonly shape: readonly number[]; readonly fans: Fans; readonly rng: Rng };

/** Kernel of a shape, and a bias for its last axis; both with the same fans. */
export function convolutionParams(
  { bias, kernelInitializer, biasInitializer }: Start,
  { shape, fans, rng }: Where,
): ConvParams {
  const kernel = initialize(kernelInitializer, shape, {
    rng: rng.child('kernel'),
    fans: () => fans,
  }) as Tensor4D;
  if (!bias) return { kernel };
  const at = { rng: rng.child('bias'), fans: () => fans };
  return { kernel, bias: initialize(biasInitializer, [shape.at(-1)!], at) as Tensor1D };
}

type Convolving = {
  readonly pass: Pass;
  readonly options: ConvolutionOptions;
  readonly activation: ActivationName;
};

/** What a convolution gave, with bias and activation. */
export const withBias = ({ bias }: ConvParams, convolved: Tensor4D, activation: ActivationName): Tensor4D =>
  activations[activation](bias === undefined ? convolved : tf.add<Tensor4D>(convolved, bias));

/** Convolution through the projector, bias, activation. */
export function convolve(params: ConvParams, x: Tensor4D, { pass, options, activation }: Convolving) {
  return tf.tidy(() => {
    const { strides, dilations, padding, groups = 1 } = options;
    const convolved = pass.projector.conv2d(pass.at('kernel').path, x, params.kernel, {
      strides,
      dilations,
      padding,
      groups,
    });
    return withBias(params, convolved, activation);
  });
}
