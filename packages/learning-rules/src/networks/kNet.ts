import type { FeedForwardInput, OperationInput } from '@goal-driven/core';
import { imageNetwork, inTurn, RELU, square, type Made } from './imageNetwork';

export type KNetOptions = {
  /** With the readout: 4, or 5 with a conv4. */
  readonly layers: 4 | 5;
  readonly norm: 'batchNorm' | 'localResponseNorm';
  /** What has moments of its own; the published networks normalise rows, `height`, where channels were meant. */
  readonly axis: 'height' | 'channels';
};

const lrn: OperationInput = { op: 'localResponseNorm', radius: 3, bias: 1, alpha: 5e-5, beta: 0.75 };
const batchNorm = (axis: KNetOptions['axis']): OperationInput => ({
  op: 'batchNorm',
  ...(axis === 'height' && { axis }),
  settings: { convention: 'tensorflow', momentum: 0.9, epsilon: 1e-5 },
});
const window = { size: square(3), strides: square(2), padding: 'same' as const };
const conv = (filters: number, stddev: number, activation: 'linear' | 'relu'): OperationInput => ({
  op: 'conv',
  name: 'conv',
  filters,
  kernelSize: square(5),
  padding: 'same',
  activation,
  kernelInitializer: { kind: 'randomNormal', stddev },
});

/**
 * Krizhevsky's network for CIFAR-10 with three convolutions, or four, and a readout; local response normalisation as he
 * had it, or batch normalisation. Layers `conv1` .. , `fc`.
 *
 * The spec leaves the padding of the pools and the shape of the initial weights open: pools are SAME, weights normal.
 *
 * @source Nayebi et al. 2020, arXiv:2010.11765
 */
export function kNet({ image, classes }: Made, { layers, norm, axis }: KNetOptions): FeedForwardInput {
  const own = norm === 'localResponseNorm' ? lrn : batchNorm(axis);
  // The first convolution has its rectifier after the pool, before one kind of norm and after the other.
  const first = norm === 'localResponseNorm' ? [RELU, own] : [own, RELU];
  const later = (filters: number, normalized: boolean): OperationInput[] => [
    conv(filters, 0.01, 'relu'),
    { op: 'averagePool', ...window },
    ...(normalized ? [own] : []),
  ];
  const deep = norm === 'batchNorm'; // the last convolutions have no response normalisation
  const readout = { units: classes, kernelInitializer: { kind: 'randomNormal' as const, stddev: 0.01 } };
  return imageNetwork(`knet${layers}${norm === 'localResponseNorm' ? '-lrn' : ''}`, image, [
    ...inTurn('image', [
      { name: 'conv1', operations: [conv(32, 1e-4, 'linear'), { op: 'maxPool', ...window }, ...first] },
      { name: 'conv2', operations: later(32, true) },
      { name: 'conv3', operations: later(64, deep) },
      ...(layers === 5 ? [{ name: 'conv4', operations: later(128, deep) }] : []),
      { name: 'fc', operations: [{ op: 'flatten' }, { op: 'dense', name: 'dense', ...readout }] },
    ]),
  ]);
}
