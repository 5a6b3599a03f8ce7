import type { OpInput } from '../graph/Op';

type Torch = {
  readonly size: number;
  readonly stride?: number;
  readonly padding?: number;
};

const edges = (padding: number): [[number, number], [number, number]] => [
  [padding, padding],
  [padding, padding],
];

const KAIMING = { kind: 'kaimingNormal', mode: 'fanOut', nonlinearity: 'relu' } as const;

/** A convolution as torchvision's networks have it; padded by pixels on all sides. */
export const torchConv = (
  filters: number,
  { size, stride = 1, padding = 0 }: Torch,
  {
    bias = true,
    start = 'default',
  }: { readonly bias?: boolean; readonly start?: 'default' | 'kaiming' } = {},
): OpInput => ({
  op: 'conv',
  filters,
  kernelSize: [size, size],
  strides: [stride, stride],
  padding: edges(padding),
  bias,
  kernelInitializer: start === 'kaiming' ? KAIMING : { kind: 'torchDefault' },
  biasInitializer: start === 'kaiming' ? { kind: 'zeros' } : { kind: 'torchDefault' },
});

/** A linear layer as torchvision's networks have it. */
export const torchDense = (units: number, start: 'default' | 'narrow' = 'default'): OpInput => ({
  op: 'dense',
  units,
  kernelInitializer: start === 'narrow' ? { kind: 'randomNormal', stddev: 0.01 } : { kind: 'torchDefault' },
  biasInitializer: start === 'narrow' ? { kind: 'zeros' } : { kind: 'torchDefault' },
});

export const RELU: OpInput = { op: 'activation', activation: 'relu' };
export const BATCH_NORM: OpInput = { op: 'batchNorm', settings: { convention: 'torch' } };

export const torchPool = ({ size, stride = size, padding = 0 }: Torch): OpInput => ({
  op: 'maxPool',
  size: [size, size],
  strides: [stride, stride],
  padding: edges(padding),
});
