import {
  ActivationName,
  AveragePool2d,
  BatchNorm,
  Conv2d,
  Dense,
  DepthwiseConv2d,
  Dropout,
  Initializer,
  MaxPool2d,
} from '@goal-driven/core';
import { z } from 'zod';

const l2 = z.number().min(0).default(0).meta({
  description: 'Strength of the penalty lambda / 2 |w|^2 on the kernel and the bias',
  unit: '1',
});

const pair = (description: string) =>
  z
    .tuple([z.int().positive(), z.int().positive()])
    .meta({ description: `${description}, [height, width]`, unit: 'pixels' });

/** Convolution; a kernel that is not padded and larger than the map is cut to the map's size. */
const Conv = Conv2d.extend({
  op: z.literal('conv'),
  padding: Conv2d.shape.padding.unwrap().default('same'),
  l2,
});
const Depthwise = DepthwiseConv2d.extend({
  op: z.literal('depthwise'),
  padding: DepthwiseConv2d.shape.padding.unwrap().default('same'),
  l2,
});

/**
 * Adds what entered the node: as it is where the shapes agree, else through a convolution without bias, whose
 * strides make up for those of the node; a map of another size still is resized (bilinear, corners aligned).
 */
const Residual = z.strictObject({
  op: z.literal('residual'),
  kernelSize: pair('Size of the projection').default([1, 1]),
  strides: pair('Step of the projection').default([1, 1]),
  kernelInitializer: Initializer.prefault({ kind: 'glorotUniform' }),
  batchNorm: BatchNorm.nullable().default(null).meta({ description: 'Normalisation of the projection' }),
});

/**
 * One operation of a node, in the order of the list that holds it. All but the last four work on maps
 * [height, width, channels]; `dense` works on vectors.
 */
export const Op = z
  .discriminatedUnion('op', [
    Conv,
    Depthwise,
    Dense.extend({ op: z.literal('dense'), l2 }),
    z.strictObject({ op: z.literal('batchNorm'), settings: BatchNorm }),
    MaxPool2d.extend({ op: z.literal('maxPool') }),
    AveragePool2d.extend({ op: z.literal('averagePool') }),
    z.strictObject({
      op: z.literal('adaptiveAveragePool'),
      size: pair('Windows of the map; several where the map is larger'),
    }),
    Residual,
    z.strictObject({ op: z.literal('globalAveragePool') }).meta({ title: 'Mean over the map, [channels]' }),
    z.strictObject({ op: z.literal('flatten') }).meta({ title: 'The map as a vector' }),
    z.strictObject({ op: z.literal('activation'), activation: ActivationName }),
    Dropout.extend({ op: z.literal('dropout') }),
  ])
  .meta({ title: 'Operation' });
export type Op = z.output<typeof Op>;
export type OpInput = z.input<typeof Op>;
export type OpName = Op['op'];
