import type { FeedForwardInput } from '@goal-driven/core';
import { z } from 'zod';
import {
  BATCH_NORM,
  classes,
  DROPOUT,
  FLATTEN,
  numbered,
  RELU,
  size,
  torchAdaptivePool,
  torchConv,
  torchLinear,
  torchPool,
} from './torchParts';

export const Vgg16 = z
  .strictObject({
    kind: z.literal('vgg16'),
    size,
    classes,
    batchNorm: z.boolean().default(false).meta({ description: 'Whether every convolution is normalised' }),
  })
  .meta({ title: 'VGG16', source: 'Simonyan & Zisserman 2015, arXiv:1409.1556; as in torchvision' });
export type Vgg16 = z.output<typeof Vgg16>;

const BLOCKS = [
  [64, 64],
  [128, 128],
  [256, 256, 256],
  [512, 512, 512],
  [512, 512, 512],
];

/**
 * VGG16 (configuration D), with torchvision's names. Without classes the output is the second hidden layer, [4096], and
 * the dropout before the last layer is gone too.
 */
export function vgg16Graph({ size, classes, batchNorm }: Vgg16): FeedForwardInput {
  const convolution = (filters: number) => [
    torchConv(filters, { size: 3, padding: 1 }, { start: 'kaiming' }),
    ...(batchNorm ? [BATCH_NORM] : []),
    RELU,
  ];
  const blocks = BLOCKS.map((block) => [...block.flatMap(convolution), torchPool({ size: 2 })]);
  const pools = blocks.map((_, index) => blocks.slice(0, index + 1).flat().length - 1);
  const hidden = [torchLinear(4096, { start: 'narrow' }), RELU];
  const last = classes === null ? [] : [DROPOUT, torchLinear(classes, { start: 'narrow' })];
  return {
    input: [...size, 3],
    nodes: [
      { name: 'features', from: ['input'], operations: numbered(blocks.flat()) },
      { name: 'avgpool', from: ['features'], operations: [torchAdaptivePool(7)] },
      {
        name: 'classifier',
        from: ['avgpool'],
        operations: [{ ...FLATTEN, name: 'flatten' }, ...numbered([...hidden, DROPOUT, ...hidden, ...last])],
      },
    ],
    record: [...pools.map((index) => `features.${index}`), 'classifier.1', 'classifier.4'],
  };
}
