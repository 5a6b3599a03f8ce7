import type { Graph, GraphInput } from '../graph/Graph';
import { chainOf } from './baseGraphs';
import { channelsAt, type ModelScale } from './ModelScale';
import { RELU, torchConv, torchDense, torchPool } from './torchParts';

/** Convolutions in each of the five blocks. */
const BLOCKS = {
  11: [1, 1, 2, 2, 2],
  13: [2, 2, 2, 2, 2],
  16: [2, 2, 3, 3, 3],
  19: [2, 2, 4, 4, 4],
} as const;
const WIDTHS = [64, 128, 256, 512, 512];

/**
 * The VGG networks as torchvision has them (Simonyan & Zisserman 2015, arXiv:1409.1556), without batch normalisation.
 * Images of 32 pixels or more.
 */
export function vggGraph(depth: keyof typeof BLOCKS, scale: ModelScale): Graph {
  const nodes = BLOCKS[depth].flatMap((count, block): GraphInput['nodes'] =>
    Array.from({ length: count }, (_, index) => ({
      name: `conv${block + 1}_${index + 1}`,
      before: [
        torchConv(channelsAt(scale, WIDTHS[block]!), { size: 3, padding: 1 }, { start: 'kaiming' }),
        RELU,
      ],
      after: index === count - 1 ? [torchPool({ size: 2 })] : [],
    })),
  );
  const dropout = { op: 'dropout', rate: 0.5 } as const;
  const wide = torchDense(channelsAt(scale, 4096), 'narrow');
  return chainOf(scale, [
    ...nodes,
    {
      name: 'fc6',
      before: [{ op: 'adaptiveAveragePool', size: [7, 7] }, { op: 'flatten' }, wide, RELU, dropout],
    },
    { name: 'fc7', before: [wide, RELU, dropout] },
    { name: 'fc8', before: [torchDense(scale.classes, 'narrow')] },
  ]);
}
