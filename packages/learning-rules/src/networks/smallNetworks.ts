import type { FeedForwardInput, OperationInput } from '@goal-driven/core';
import { imageNetwork, inTurn, RELU, square, type Made } from './imageNetwork';

const start = (scale: number) =>
  ({ kind: 'varianceScaling', scale, mode: 'fanIn', distribution: 'untruncatedNormal' }) as const;
const norm: OperationInput = {
  op: 'batchNorm',
  settings: { convention: 'tensorflow', momentum: 0.9, epsilon: 1e-5 },
};
/** 0.3 times the spread of the hidden layers'. */
const readout = (classes: number): OperationInput => ({
  op: 'dense',
  name: 'dense',
  units: classes,
  kernelInitializer: start(2 * 0.3 ** 2),
});

/** Hidden layers of `widths`, each linear, normalised and rectified; then a readout. Layers `hidden1` .., `readout`. */
export const denseNetwork = (
  { image, classes }: Made,
  { widths }: { readonly widths: readonly number[] },
): FeedForwardInput => ({
  name: `dense-${widths.join('-')}`,
  input: [image[0] * image[1] * image[2]],
  nodes: inTurn('input', [
    ...widths.map((units, index) => ({
      name: `hidden${index + 1}`,
      operations: [
        { op: 'dense' as const, name: 'dense', units, bias: false, kernelInitializer: start(2) },
        norm,
        RELU,
      ],
    })),
    { name: 'readout', operations: [readout(classes)] },
  ]),
});

/**
 * Convolutions of 3x3 with `channels`, each linear, normalised, rectified and pooled by 2x2; then a readout. Layers
 * `conv1` .., `readout`.
 */
export const convolutionNetwork = (
  { image, classes }: Made,
  { channels }: { readonly channels: readonly number[] },
): FeedForwardInput =>
  imageNetwork(`convolution-${channels.join('-')}`, image, [
    ...inTurn('image', [
      ...channels.map((filters, index) => ({
        name: `conv${index + 1}`,
        operations: [
          {
            op: 'conv' as const,
            name: 'conv',
            filters,
            kernelSize: square(3),
            padding: 'same' as const,
            bias: false,
            kernelInitializer: start(2),
          },
          norm,
          RELU,
          { op: 'maxPool' as const, size: square(2), padding: 'same' as const },
        ],
      })),
      { name: 'readout', operations: [{ op: 'flatten' }, readout(classes)] },
    ]),
  ]);
