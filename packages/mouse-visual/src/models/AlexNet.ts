import type { FeedForwardInput, OperationInput } from '@goal-driven/core';
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

const source = 'Krizhevsky 2014, arXiv:1404.5997; as in torchvision';

export const AlexNet = z
  .strictObject({
    kind: z.literal('alexNet'),
    size,
    classes,
    batchNorm: z.boolean().default(false).meta({
      description: 'Whether all convolutions and hidden layers but the last are normalised',
    }),
    pool: z.int().positive().max(64).default(6).meta({
      description: 'Side of the map that the classifier sees',
      unit: 'pixels',
    }),
  })
  .meta({ title: 'AlexNet', source });
export type AlexNet = z.output<typeof AlexNet>;

type Stage = {
  readonly filters: number;
  readonly window: Parameters<typeof torchConv>[1];
  readonly pooled: boolean;
};

/** The five convolutions of AlexNet. */
export const ALEXNET_STAGES: readonly Stage[] = [
  { filters: 64, window: { size: 11, stride: 4, padding: 2 }, pooled: true },
  { filters: 192, window: { size: 5, padding: 2 }, pooled: true },
  { filters: 384, window: { size: 3, padding: 1 }, pooled: false },
  { filters: 256, window: { size: 3, padding: 1 }, pooled: false },
  { filters: 256, window: { size: 3, padding: 1 }, pooled: true },
];

/** A convolution, its norm, its rectifier and its pool. */
export const alexNetStage = (
  { filters, window, pooled }: Stage,
  { batchNorm }: { readonly batchNorm: boolean },
): OperationInput[] => [
  torchConv(filters, window),
  ...(batchNorm ? [BATCH_NORM] : []),
  RELU,
  ...(pooled ? [torchPool({ size: 3, stride: 2 })] : []),
];

/**
 * AlexNet, `features`, `avgpool` and `classifier`, whose operations have torchvision's indices. At 64 pixels the pool
 * repeats one pixel 36 times. Without classes the output is the second hidden layer, [4096].
 *
 * @source Nayebi, Kong et al. 2023, doi:10.1371/journal.pcbi.1011506, the public code
 */
export function alexNetGraph({ size, classes, batchNorm, pool }: AlexNet): FeedForwardInput {
  const norm = batchNorm ? [BATCH_NORM] : [];
  const hidden = [DROPOUT, torchLinear(4096), ...norm, RELU];
  const last = classes === null ? [] : [torchLinear(classes)];
  return {
    input: [...size, 3],
    nodes: [
      {
        name: 'features',
        from: ['input'],
        operations: numbered(ALEXNET_STAGES.flatMap((stage) => alexNetStage(stage, { batchNorm }))),
      },
      { name: 'avgpool', from: ['features'], operations: [torchAdaptivePool(pool)] },
      {
        name: 'classifier',
        from: ['avgpool'],
        operations: [{ ...FLATTEN, name: 'flatten' }, ...numbered([...hidden, ...hidden, ...last])],
      },
    ],
    record: batchNorm
      ? [...[3, 7, 10, 13, 17].map((index) => `features.${index}`), 'classifier.3', 'classifier.7']
      : [...[2, 5, 7, 9, 12].map((index) => `features.${index}`), 'classifier.2', 'classifier.5'],
  };
}

export const TruncatedAlexNet = z
  .strictObject({
    kind: z.literal('truncatedAlexNet'),
    size,
    classes,
    stages: z
      .int()
      .min(1)
      .max(5)
      .meta({ description: 'Convolutions that are kept, with their pools', unit: '1' }),
    hidden: z.boolean().default(false).meta({
      description: 'Whether a hidden layer of 4096 stands before the classes',
    }),
  })
  .meta({ title: 'AlexNet, cut after some convolutions', source });
export type TruncatedAlexNet = z.output<typeof TruncatedAlexNet>;

/**
 * The first convolutions of AlexNet, the pool to 6 x 6 and a classifier; without classes the flattened last map, as in
 * the encoder that was trained by reward (four stages).
 */
export function truncatedAlexNetGraph({ size, classes, stages, hidden }: TruncatedAlexNet): FeedForwardInput {
  const kept = ALEXNET_STAGES.slice(0, stages);
  const between = hidden ? [torchLinear(4096), RELU] : [];
  const fits = [2, 5, 7, 9, 12].slice(0, stages).map((index) => `features.${index}`);
  const features = {
    name: 'features',
    from: ['input'],
    operations: numbered(kept.flatMap((stage) => alexNetStage(stage, { batchNorm: false }))),
  };
  if (classes === null)
    return {
      input: [...size, 3],
      nodes: [features, { name: 'output', from: ['features'], operations: [FLATTEN] }],
      record: fits,
    };
  return {
    input: [...size, 3],
    nodes: [
      features,
      { name: 'avgpool', from: ['features'], operations: [torchAdaptivePool(6)] },
      {
        name: 'classifier',
        from: ['avgpool'],
        operations: [
          { ...FLATTEN, name: 'flatten' },
          ...numbered([DROPOUT, ...between, torchLinear(classes)]),
        ],
      },
    ],
    record: [...fits, ...(hidden ? ['classifier.2'] : [])],
  };
}
