import type { OpInput } from '../graph/Op';

/** Start and penalty of the convolutions of the base networks (2.5 of our notes on the published code). */
const BASE = {
  kernelInitializer: { kind: 'varianceScaling', scale: 1, mode: 'fanIn', distribution: 'truncatedNormal' },
  l2: 1e-4,
} as const;

type Convolution = {
  readonly size?: number;
  readonly stride?: number;
  readonly activation?: 'elu' | 'linear';
};

/** A convolution of the published base networks. */
export const baseConv = (
  filters: number,
  { size = 3, stride = 1, activation = 'linear' }: Convolution = {},
): OpInput => ({
  op: 'conv',
  filters,
  kernelSize: [size, size],
  strides: [stride, stride],
  activation,
  ...BASE,
});

/** Their pool: the greatest of 2 x 2, a step of 2, padded at the bottom and right where the map is odd. */
export const POOL: OpInput = { op: 'maxPool', size: [2, 2], padding: 'same' };

export const ELU: OpInput = { op: 'activation', activation: 'elu' };

const READOUT = { kernelInitializer: { kind: 'randomNormal', stddev: 0.01 }, l2: 1e-4 } as const;

/** The readout of the shallow networks: a convolution of 2 x 2 without padding, then the mean over the map. */
export const shallowReadout = (classes: number): { before: OpInput[]; after: OpInput[] } => ({
  before: [{ op: 'conv', filters: classes, kernelSize: [2, 2], padding: 'valid', ...READOUT }],
  after: [{ op: 'globalAveragePool' }],
});

/** That of the intermediate ones: the mean over the map, then a linear layer whose biases start at 1. */
export const intermediateReadout = (classes: number): OpInput[] => [
  { op: 'globalAveragePool' },
  { op: 'dense', units: classes, biasInitializer: { kind: 'ones' }, ...READOUT },
];
