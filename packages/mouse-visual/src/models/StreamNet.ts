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

/** Streams between VISp and the output areas, by the name of the variant, in the published order. */
export const STREAMS = {
  single: ['ventral'],
  dual: ['ventral', 'dorsal'],
  six: ['VISl', 'VISrl', 'VISal', 'VISli', 'VISpm', 'VISpl'],
} as const;

/** Fields that the encoder has wherever it stands. */
export const streamFields = {
  streams: z
    .enum(['single', 'dual', 'six'])
    .meta({ description: 'Streams between VISp and the output areas' }),
  size,
  width: z.number().positive().max(16).default(1).meta({
    description: 'Channels over the published ones, each number rounded',
    unit: '1',
  }),
};

/** Channels of a layer that has `published` ones in the study. */
export const streamChannels = (published: number, { width }: { readonly width: number }): number =>
  Math.max(1, Math.round(published * width));

export const StreamNet = z
  .strictObject({
    kind: z.literal('streamNet'),
    ...streamFields,
    classes,
    batchNorm: z.boolean().default(true).meta({ description: 'Whether every convolution is normalised' }),
    skip: z.enum(['conv', 'pool']).default('conv').meta({
      description: 'From VISp to the output areas: a 3 x 3 convolution with a step of 2, or 1 x 1 and a pool',
    }),
    onlyPor: z.boolean().default(false).meta({
      description: 'Whether VISpor alone is read; VISam is evaluated all the same, and never learns',
    }),
  })
  .meta({
    title: 'StreamNet',
    source: 'Nayebi, Kong et al. 2023, doi:10.1371/journal.pcbi.1011506 (simplified MouseNet)',
  });
export type StreamNet = z.output<typeof StreamNet>;

type Edge = readonly [source: string, target: string];

/** Edges of the encoder in the order in which they are made and evaluated. */
export function streamEdges(streams: StreamNet['streams']): Edge[] {
  const names = STREAMS[streams];
  const outputs = streams === 'single' ? ['VISpor'] : ['VISpor', 'VISam'];
  return [
    ['input', 'VISp'],
    ...names.map((name): Edge => ['VISp', name]),
    ...outputs.map((output): Edge => ['VISp', output]),
    ...names.flatMap((name) => outputs.toReversed().map((output): Edge => [name, output])),
  ];
}

/** Areas whose maps are read. */
export const streamOutputs = ({ streams, onlyPor }: Pick<StreamNet, 'streams' | 'onlyPor'>): string[] =>
  streams === 'single' || onlyPor ? ['VISpor'] : ['VISpor', 'VISam'];

/**
 * A shallow network of parallel streams. The arrow from `a` to `b` is the node `a_b`, whose operations have the published
 * indices; an area is the sum of the arrows into it, each rectified by itself. The output is `avgpool`, the channels of
 * the output areas behind each other in 6 x 6 pixels, as a vector (rows, columns, channels), or what the classifier makes
 * of it.
 */
export function streamNetGraph(config: StreamNet): FeedForwardInput {
  const { size, streams, classes } = config;
  const edges = streamEdges(streams);
  const areas = ['VISp', ...STREAMS[streams], ...(streams === 'single' ? ['VISpor'] : ['VISpor', 'VISam'])];
  const into = (area: string) => edges.filter(([, target]) => target === area);
  const arrow = (edge: Edge) => ({
    name: edge.join('_'),
    from: [edge[0]],
    operations: numbered(edgeOperations(edge, config)),
  });
  // An area stands behind the last of its arrows.
  const nodes = edges.flatMap((edge) => {
    const arrows = into(edge[1]);
    const whole = { name: edge[1], from: arrows.map((each) => each.join('_')) };
    return arrows.at(-1) === edge ? [arrow(edge), whole] : [arrow(edge)];
  });
  return {
    input: [...size, 3],
    nodes: [
      ...nodes,
      {
        name: 'avgpool',
        from: streamOutputs(config),
        join: 'concat',
        operations: [torchAdaptivePool(6)],
      },
      {
        name: 'classifier',
        from: ['avgpool'],
        operations: numbered([FLATTEN, ...(classes === null ? [] : [DROPOUT, torchLinear(classes)])]),
      },
    ],
    record: [...areas, 'avgpool'],
  };
}

function edgeOperations(
  [source, target]: Edge,
  { batchNorm, skip, width }: Pick<StreamNet, 'batchNorm' | 'skip' | 'width'>,
): OperationInput[] {
  const rectified = (filters: number, window: Parameters<typeof torchConv>[1]) => [
    torchConv(streamChannels(filters, { width }), window),
    ...(batchNorm ? [BATCH_NORM] : []),
    RELU,
  ];
  const pool = torchPool({ size: 3, stride: 2 });
  if (source === 'input') return [...rectified(64, { size: 11, stride: 4, padding: 2 }), pool];
  if (source !== 'VISp') return rectified(256, { size: 3, padding: 1 });
  if (target !== 'VISpor' && target !== 'VISam')
    return [...rectified(192, { size: 5, padding: 2 }), pool, ...rectified(384, { size: 3, padding: 1 })];
  return skip === 'conv' ? rectified(256, { size: 3, stride: 2 }) : [...rectified(256, { size: 1 }), pool];
}
