import type { FeedForwardInput, OperationInput } from '@goal-driven/core';
import { imageNetwork, inTurn, square, type Made } from './imageNetwork';

const pool: OperationInput = { op: 'maxPool', size: square(3), strides: square(2), padding: 'same' };
const lrn: OperationInput = { op: 'localResponseNorm', radius: 5, bias: 1, alpha: 1e-4, beta: 0.75 };

type Convolution = { readonly filters: number; readonly size: number; readonly stride?: number };
const conv = ({ filters, size, stride = 1 }: Convolution): OperationInput => ({
  op: 'conv',
  name: 'conv',
  filters,
  kernelSize: square(size),
  strides: square(stride),
  padding: stride === 1 ? 'same' : 'valid',
  activation: 'relu',
});

const small = { kind: 'truncatedNormal' as const, stddev: 0.01 };
const wide: OperationInput = {
  op: 'dense',
  name: 'dense',
  units: 4096,
  activation: 'relu',
  kernelInitializer: small,
  biasInitializer: { kind: 'constant', value: 0.1 },
};
const dropout: OperationInput = { op: 'dropout', rate: 0.5 };

/**
 * AlexNet as the rules were identified in: rectifiers inside the layers, a conv4 of 4x4, and local response
 * normalisation in the variant that has it. Layers `conv1` .. `conv5`, `fc6` .. `fc8`.
 *
 * @source Nayebi et al. 2020, arXiv:2010.11765
 */
export function alexNet(
  { image, classes }: Made,
  { localResponseNorm }: { readonly localResponseNorm: boolean },
): FeedForwardInput {
  const norm = localResponseNorm ? [lrn] : [];
  const readout = { units: classes, kernelInitializer: small };
  return imageNetwork(localResponseNorm ? 'alexnet-lrn' : 'alexnet', image, [
    ...inTurn('image', [
      { name: 'conv1', operations: [conv({ filters: 96, size: 11, stride: 4 }), ...norm, pool] },
      { name: 'conv2', operations: [conv({ filters: 256, size: 5 }), ...norm, pool] },
      { name: 'conv3', operations: [conv({ filters: 384, size: 3 })] },
      { name: 'conv4', operations: [conv({ filters: 384, size: 4 })] },
      { name: 'conv5', operations: [conv({ filters: 256, size: 3 }), pool] },
      { name: 'fc6', operations: [{ op: 'flatten' }, wide, dropout] },
      { name: 'fc7', operations: [wide, dropout] },
      { name: 'fc8', operations: [{ op: 'dense', name: 'dense', ...readout }] },
    ]),
  ]);
}
