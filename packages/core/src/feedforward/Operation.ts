import { z } from 'zod';
import { ActivationName } from '../activations';
import { pair } from '../layers/_imageFields';
import { BatchNorm } from '../layers/batchNorm';
import { Conv2d } from '../layers/conv2d';
import { Dense } from '../layers/dense';
import { Dropout } from '../layers/dropout';
import { LocalResponseNorm } from '../layers/localResponseNorm';
import { MaskedConv2d } from '../layers/maskedConv2d';
import { AveragePool2d, MaxPool2d } from '../layers/pooling';
import { TransposedConv2d } from '../layers/transposedConv2d';

const name = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/)
  .optional()
  .meta({ description: 'Under which its parameters stand; its place in the list, from 0, where left out' });
const size = z.int().positive().max(65536);

/**
 * One operation of a node, in the order of the list that holds it. `dense` works on vectors, `batchNorm`, `activation`
 * and `dropout` on anything, the others on maps [height, width, channels]. Their own defaults are the layers'.
 */
export const Operation = z
  .discriminatedUnion('op', [
    Conv2d.extend({ op: z.literal('conv'), name }),
    MaskedConv2d.extend({ op: z.literal('maskedConv'), name }),
    TransposedConv2d.extend({ op: z.literal('transposedConv'), name }),
    Dense.extend({ op: z.literal('dense'), name }),
    z.strictObject({
      op: z.literal('batchNorm'),
      name,
      settings: BatchNorm,
      axis: z.enum(['channels', 'height']).optional().meta({
        description:
          'What has moments of its own: channels where left out; rows of a map in the published KNets',
      }),
    }),
    LocalResponseNorm.extend({ op: z.literal('localResponseNorm'), name }),
    z.strictObject({ op: z.literal('activation'), name, activation: ActivationName }),
    MaxPool2d.extend({ op: z.literal('maxPool'), name }),
    AveragePool2d.extend({ op: z.literal('averagePool'), name }),
    z.strictObject({ op: z.literal('adaptiveAveragePool'), name, size: pair('Size of the output') }),
    z
      .strictObject({ op: z.literal('globalAveragePool'), name })
      .meta({ title: 'Mean over the map, [channels]' }),
    z.strictObject({ op: z.literal('flatten'), name }).meta({
      title: 'The map as a vector: rows, then columns, then channels (the last changes fastest)',
    }),
    z.strictObject({
      op: z.literal('reshape'),
      name,
      shape: z.array(size).min(1).max(3).meta({ description: 'Shape of one example', unit: '1' }),
    }),
    z.strictObject({
      op: z.literal('channels'),
      name,
      start: z.int().nonnegative().meta({ description: 'First channel that is kept', unit: '1' }),
      count: size.meta({ description: 'How many are kept', unit: '1' }),
    }),
    z.strictObject({
      op: z.literal('maxUnpool'),
      name,
      of: z.string().max(200).meta({ description: 'The max pool that it undoes, as node.operation' }),
    }),
    Dropout.extend({ op: z.literal('dropout'), name }),
  ])
  .meta({ title: 'Operation of a feed-forward network' });
export type Operation = z.output<typeof Operation>;
export type OperationInput = z.input<typeof Operation>;
