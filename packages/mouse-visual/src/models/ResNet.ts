import type { FeedForwardInput, OperationInput } from '@goal-driven/core';
import { z } from 'zod';
import { BATCH_NORM, classes, FLATTEN, RELU, size, torchAdaptivePool, torchConv, torchLinear, torchPool } from './torchParts'; // prettier-ignore

const STAGES = {
  18: [2, 2, 2, 2],
  34: [3, 4, 6, 3],
  50: [3, 4, 6, 3],
  101: [3, 4, 23, 3],
  152: [3, 8, 36, 3],
};
const WIDTHS = [64, 128, 256, 512];
const EXPANSION = 4;

export const ResNet = z
  .strictObject({
    kind: z.literal('resNet'),
    size,
    classes,
    depth: z
      .literal([18, 34, 50, 101, 152])
      .default(18)
      .meta({ description: 'Layers with weights', unit: '1' }),
    stem: z.enum(['imageNet', 'cifar']).default('imageNet').meta({
      description:
        'First convolution: 7 x 7 with a step of 2 and a pool; or 3 x 3 and none, for images of 32 pixels',
    }),
    pooled: z.boolean().default(true).meta({
      description: 'Whether the last map is averaged; else the output is the map, flattened',
    }),
  })
  .refine(({ pooled, classes }) => pooled || classes === null, 'a network with classes must be pooled')
  .meta({ title: 'ResNet', source: 'He et al. 2016, arXiv:1512.03385; as in torchvision (version 1.5)' });
export type ResNet = z.output<typeof ResNet>;

type Nodes = FeedForwardInput['nodes'];

/**
 * A residual network. The block `layer1.0` is three nodes: its convolutions `layer1.0.branch`, where needed its shortcut
 * `layer1.0.downsample`, and their rectified sum, which has the block's name. Bottlenecks have their step in the 3 x 3
 * convolution. No gain of the last norm of a block starts at 0.
 *
 * @differs the published CIFAR network averages windows of 4 x 4, which at 32 pixels is the whole map; here it is always
 *   the whole map
 */
export function resNetGraph({ size, classes, depth, stem, pooled }: ResNet): FeedForwardInput {
  const large = stem === 'imageNet';
  const first = large ? { size: 7, stride: 2, padding: 3 } : { size: 3, padding: 1 };
  const start: Nodes = [
    {
      name: 'stem',
      from: ['input'],
      operations: [
        { ...conv(64, first), name: 'conv1' },
        { ...BATCH_NORM, name: 'bn1' },
      ],
    },
    { name: 'relu', from: ['stem'], operations: [RELU] },
    ...(large
      ? [{ name: 'maxpool', from: ['relu'], operations: [torchPool({ size: 3, stride: 2, padding: 1 })] }]
      : []),
  ];
  const blocks = STAGES[depth].flatMap((count, stage) =>
    Array.from({ length: count }, (_, index) => ({
      name: `layer${stage + 1}.${index}`,
      width: WIDTHS[stage]!,
      stride: stage > 0 && index === 0 ? 2 : 1,
      projected: index === 0 && (stage > 0 || depth >= 50),
    })),
  );
  const names = blocks.map(({ name }) => name);
  const before = (index: number) => names[index - 1] ?? start.at(-1)!.name;
  const last = names.at(-1)!;
  return {
    input: [...size, 3],
    nodes: [
      ...start,
      ...blocks.flatMap((block, index) => blockNodes(block, { from: before(index), depth })),
      ...(pooled ? [{ name: 'avgpool', from: [last], operations: [torchAdaptivePool(1)] }] : []),
      { name: 'flatten', from: [pooled ? 'avgpool' : last], operations: [FLATTEN] },
      ...(classes === null
        ? []
        : [{ name: 'fc', from: ['flatten'], operations: [{ ...torchLinear(classes), name: 'fc' }] }]),
    ],
    record: ['relu', ...(large ? ['maxpool'] : []), ...names, ...(pooled ? ['avgpool'] : [])],
  };
}

type Block = {
  readonly name: string;
  readonly width: number;
  readonly stride: number;
  readonly projected: boolean;
};

function blockNodes(
  { name, width, stride, projected }: Block,
  { from, depth }: { readonly from: string; readonly depth: number },
): Nodes {
  const basic = depth < 50;
  const channels = basic ? width : EXPANSION * width;
  const convolutions = basic
    ? [conv(width, { size: 3, stride, padding: 1 }), conv(width, { size: 3, padding: 1 })]
    : [conv(width, { size: 1 }), conv(width, { size: 3, stride, padding: 1 }), conv(channels, { size: 1 })];
  const branch = convolutions.flatMap((convolution, index): OperationInput[] => [
    { ...convolution, name: `conv${index + 1}` },
    { ...BATCH_NORM, name: `bn${index + 1}` },
    ...(index < convolutions.length - 1 ? [{ ...RELU, name: `relu${index + 1}` }] : []),
  ]);
  const shortcut = [conv(channels, { size: 1, stride }), BATCH_NORM];
  return [
    { name: `${name}.branch`, from: [from], operations: branch },
    ...(projected ? [{ name: `${name}.downsample`, from: [from], operations: shortcut }] : []),
    { name, from: [`${name}.branch`, projected ? `${name}.downsample` : from], operations: [RELU] },
  ];
}

const conv = (filters: number, window: Parameters<typeof torchConv>[1]): OperationInput =>
  torchConv(filters, window, { bias: false, start: 'kaiming' });
