import type { Graph, GraphInput } from '../graph/Graph';
import { chainOf } from './baseGraphs';
import { channelsAt, type ModelScale } from './ModelScale';
import { RELU, torchConv, torchDense, torchPool } from './torchParts';

/**
 * AlexNet as torchvision has it (Krizhevsky 2014, arXiv:1404.5997): one column, no response normalisation. Images of
 * 63 pixels or more.
 */
export function alexNetGraph(scale: ModelScale): Graph {
  const at = (channels: number) => channelsAt(scale, channels);
  const pool = torchPool({ size: 3, stride: 2 });
  const conv = (
    name: string,
    op: ReturnType<typeof torchConv>,
    pooled: boolean,
  ): GraphInput['nodes'][number] => ({
    name,
    before: [op, RELU],
    after: pooled ? [pool] : [],
  });
  const dropout = { op: 'dropout', rate: 0.5 } as const;
  return chainOf(scale, [
    conv('conv1', torchConv(at(64), { size: 11, stride: 4, padding: 2 }), true),
    conv('conv2', torchConv(at(192), { size: 5, padding: 2 }), true),
    conv('conv3', torchConv(at(384), { size: 3, padding: 1 }), false),
    conv('conv4', torchConv(at(256), { size: 3, padding: 1 }), false),
    conv('conv5', torchConv(at(256), { size: 3, padding: 1 }), true),
    {
      name: 'fc6',
      before: [
        { op: 'adaptiveAveragePool', size: [6, 6] },
        { op: 'flatten' },
        dropout,
        torchDense(at(4096)),
        RELU,
      ],
    },
    { name: 'fc7', before: [dropout, torchDense(at(4096)), RELU] },
    { name: 'fc8', before: [torchDense(scale.classes)] },
  ]);
}
