import type { Graph, GraphInput } from '../graph/Graph';
import type { OpInput } from '../graph/Op';
import { chainOf } from './baseGraphs';
import { channelsAt, type ModelScale } from './ModelScale';
import { BATCH_NORM, RELU, torchConv, torchDense, torchPool } from './torchParts';

const STAGES = { 18: [2, 2, 2, 2], 34: [3, 4, 6, 3], 50: [3, 4, 6, 3] } as const;
const WIDTHS = [64, 128, 256, 512];
const EXPANSION = 4;

/**
 * The residual networks as torchvision has them (He et al. 2016, arXiv:1512.03385); the one of 50 layers has its
 * stride in the 3 x 3 convolution of a block. A block is a node: its convolutions happen within one step.
 */
export function resNetGraph(depth: keyof typeof STAGES, scale: ModelScale): Graph {
  const stem: GraphInput['nodes'][number] = {
    name: 'conv1',
    before: [conv(channelsAt(scale, 64), { size: 7, stride: 2, padding: 3 }), BATCH_NORM, RELU],
    after: [torchPool({ size: 3, stride: 2, padding: 1 })],
  };
  const block = depth === 50 ? bottleneck : basic;
  const blocks = STAGES[depth].flatMap((count, stage) =>
    Array.from({ length: count }, (_, index): GraphInput['nodes'][number] => ({
      name: `layer${stage + 1}_${index + 1}`,
      before: block(channelsAt(scale, WIDTHS[stage]!), {
        stride: stage > 0 && index === 0 ? 2 : 1,
        projected: index === 0 && (stage > 0 || depth === 50),
      }),
    })),
  );
  const readout = { name: 'fc', before: [{ op: 'globalAveragePool' as const }, torchDense(scale.classes)] };
  return chainOf(scale, [stem, ...blocks, readout]);
}

const conv = (filters: number, shape: Parameters<typeof torchConv>[1]): OpInput =>
  torchConv(filters, shape, { bias: false, start: 'kaiming' });

type Block = { readonly stride: number; readonly projected: boolean };

const basic = (width: number, { stride, projected }: Block): OpInput[] => [
  conv(width, { size: 3, stride, padding: 1 }),
  BATCH_NORM,
  RELU,
  conv(width, { size: 3, padding: 1 }),
  BATCH_NORM,
  residual(stride, projected),
  RELU,
];

const bottleneck = (width: number, { stride, projected }: Block): OpInput[] => [
  conv(width, { size: 1 }),
  BATCH_NORM,
  RELU,
  conv(width, { size: 3, stride, padding: 1 }),
  BATCH_NORM,
  RELU,
  conv(EXPANSION * width, { size: 1 }),
  BATCH_NORM,
  residual(stride, projected),
  RELU,
];

const residual = (stride: number, projected: boolean): OpInput =>
  projected
    ? {
        op: 'residual',
        strides: [stride, stride],
        kernelInitializer: { kind: 'kaimingNormal', mode: 'fanOut', nonlinearity: 'relu' },
        batchNorm: { convention: 'torch' },
      }
    : { op: 'residual' };
