import {
  feedForward,
  FeedForwardConfig,
  INPUT,
  operationName,
  type FeedForwardInput,
  type FeedForwardNode,
  type OperationInput,
} from '@goal-driven/core';
import { z } from 'zod';
import {
  StreamNet,
  streamChannels,
  streamEdges,
  streamFields,
  streamNetGraph,
  streamOutputs,
} from './StreamNet';
import { FLATTEN, torchLinear } from './torchParts';

export const Hourglass = z
  .strictObject({
    kind: z.literal('hourglass'),
    ...streamFields,
    bottleneck: z.int().positive().max(65536).nullable().default(null).meta({
      description: 'Units between encoder and decoder, 128 in the autoencoders; null: none, as for depth',
      unit: '1',
    }),
  })
  .meta({
    title: 'StreamNet that makes images',
    source: 'Nayebi, Kong et al. 2023, doi:10.1371/journal.pcbi.1011506',
  });
export type Hourglass = z.output<typeof Hourglass>;

/** Published channels of an output area, and the side of the map that its code has. */
const CHANNELS = 256;
const SIDE = 6;

/**
 * A StreamNet and its mirror image: autoencoders, with a bottleneck, and networks for depth. The decoder visits the
 * arrows of the encoder in reverse, `decoder.b_a` for `a_b`, and in each the operations: convolutions become transposed
 * ones that make a map of the size that came in, pools are undone where they found their values, norms are new ones.
 * Nothing follows the last convolution.
 *
 * The output is an image [height, width, 3]; layers are the encoder's, `encoder_output` [units] and `hidden_vec`
 * [bottleneck] (the same as `encoder_output` without one).
 */
export function hourglassGraph({ streams, size, width, bottleneck }: Hourglass): FeedForwardInput {
  const config = StreamNet.parse({ kind: 'streamNet', streams, size, width });
  const channels = streamChannels(CHANNELS, { width });
  const { nodes, record } = FeedForwardConfig.parse(streamNetGraph(config));
  const encoder = nodes.filter(({ name }) => name !== 'classifier');
  const { shapes } = feedForward(FeedForwardConfig.parse({ input: [...size, 3], nodes: encoder }));
  const outputs = streamOutputs(config);
  const [rows, columns] = shapes[outputs[0]!] as [number, number];
  const units = SIDE * SIDE * channels * outputs.length;
  const code = bottleneck === null ? [] : [{ ...torchLinear(bottleneck), name: 'compress_fc' }];
  const back = bottleneck === null ? [] : [{ ...torchLinear(units), name: 'decompress_fc' }];
  const arrows = streamEdges(streams)
    .toReversed()
    .map(([source, target]) => {
      const arrow = encoder.find(({ name }) => name === `${source}_${target}`)!; // edges are nodes of the encoder
      return { source, target, node: reversed(arrow, { source, target, shapes, input: [...size, 3] }) };
    });
  const decoded = arrows.flatMap(({ source, node }, index) => {
    const others = arrows.filter((each) => each.source === source);
    const whole = { name: `decoder.${source}`, from: others.map((each) => each.node.name) };
    return arrows.findLastIndex((each) => each.source === source) === index ? [node, whole] : [node];
  });
  return {
    input: [...size, 3],
    nodes: [
      ...encoder,
      { name: 'encoder_output', from: ['avgpool'], operations: [FLATTEN] },
      { name: 'hidden_vec', from: ['encoder_output'], operations: code },
      {
        name: 'decoded',
        from: ['hidden_vec'],
        operations: [
          ...back,
          { op: 'reshape', shape: [SIDE, SIDE, channels * outputs.length] },
          { op: 'adaptiveAveragePool', size: [rows, columns] },
        ],
      },
      ...outputs.map((area, index) => ({
        name: `decoder.${area}`,
        from: ['decoded'],
        operations: [{ op: 'channels' as const, start: channels * index, count: channels }],
      })),
      ...decoded,
    ],
    record: [...record, 'encoder_output', 'hidden_vec'],
  };
}

type Place = {
  readonly source: string;
  readonly target: string;
  readonly shapes: { readonly [layer: string]: readonly number[] };
  readonly input: readonly number[];
};

/** The arrow from target to source, whose operations undo those of an arrow, the last first. */
function reversed({ name, operations }: FeedForwardNode, { source, target, shapes, input }: Place) {
  const entered = (index: number) =>
    index > 0 ? shapes[`${name}.${index - 1}`]! : source === INPUT ? input : shapes[source]!;
  const undone = operations.map((operation, index): OperationInput => {
    const given = entered(index);
    if (operation.op === 'maxPool')
      return { op: 'maxUnpool', of: `${name}.${operationName(operation, index)}` };
    if (operation.op !== 'conv') return operation;
    const { kernelSize, strides, padding } = operation;
    const edges = padding as [[number, number], [number, number]]; // as `torchConv` makes them
    const out = shapes[`${name}.${index}`]!;
    const spare = ([0, 1] as const).map(
      (axis) =>
        given[axis]! -
        ((out[axis]! - 1) * strides[axis] + kernelSize[axis] - edges[axis][0] - edges[axis][1]),
    ) as [number, number];
    return {
      op: 'transposedConv',
      filters: given[2]!,
      kernelSize,
      strides,
      padding: edges,
      outputPadding: spare,
      kernelInitializer: { kind: 'torchDefault' },
      biasInitializer: { kind: 'torchDefault' },
    };
  });
  return {
    name: `decoder.${target}_${source}`,
    from: [`decoder.${target}`],
    operations: undone.toReversed().map((operation, index) => ({ ...operation, name: String(index) })),
  };
}
