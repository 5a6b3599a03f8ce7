import type { OperationInput } from '@goal-driven/core';
import { z } from 'zod';

/** Fields that all models of images share. */
export const size = z
  .tuple([z.int().positive().max(4096), z.int().positive().max(4096)])
  .default([64, 64])
  .meta({ description: 'Images, [height, width]', unit: 'pixels' });

/** Classes of the last layer. */
export const classes = z
  .int()
  .positive()
  .max(100_000)
  .nullable()
  .default(null)
  .meta({ description: 'Classes to tell apart; null: the network ends before its last layer', unit: '1' });

type Window = { readonly size: number; readonly stride?: number; readonly padding?: number };

const edges = (padding: number): [[number, number], [number, number]] => [
  [padding, padding],
  [padding, padding],
];
const both = (value: number): [number, number] => [value, value];

const KAIMING = { kind: 'kaimingNormal', mode: 'fanOut', nonlinearity: 'relu' } as const;

/** How parameters start: PyTorch's default; or as torchvision has it, He's rule without a start for the bias. */
export type Start = 'default' | 'kaiming';

/** A convolution as PyTorch has it, with zeros of some pixels on all sides. */
export const torchConv = (
  filters: number,
  { size, stride = 1, padding = 0 }: Window,
  { bias = true, start = 'default' }: { readonly bias?: boolean; readonly start?: Start } = {},
): OperationInput => ({
  op: 'conv',
  filters,
  kernelSize: both(size),
  strides: both(stride),
  padding: edges(padding),
  bias,
  kernelInitializer: start === 'kaiming' ? KAIMING : { kind: 'torchDefault' },
  biasInitializer: { kind: start === 'kaiming' ? 'zeros' : 'torchDefault' },
});

/** A linear layer as PyTorch has it; `narrow` is torchvision's start for VGG: normal of 0.01, biases 0. */
export const torchLinear = (
  units: number,
  { bias = true, start = 'default' }: { readonly bias?: boolean; readonly start?: 'default' | 'narrow' } = {},
): OperationInput => ({
  op: 'dense',
  units,
  bias,
  kernelInitializer: start === 'narrow' ? { kind: 'randomNormal', stddev: 0.01 } : { kind: 'torchDefault' },
  biasInitializer: { kind: start === 'narrow' ? 'zeros' : 'torchDefault' },
});

/** A max pool as PyTorch has it: whole windows only. */
export const torchPool = ({ size, stride = size, padding = 0 }: Window): OperationInput => ({
  op: 'maxPool',
  size: both(size),
  strides: both(stride),
  padding: padding === 0 ? 'valid' : edges(padding),
});

/** An adaptive average pool to a square. */
export const torchAdaptivePool = (size: number): OperationInput => ({
  op: 'adaptiveAveragePool',
  size: both(size),
});

export const RELU: OperationInput = { op: 'activation', activation: 'relu' };
export const BATCH_NORM: OperationInput = { op: 'batchNorm', settings: { convention: 'torch' } };
export const DROPOUT: OperationInput = { op: 'dropout', rate: 0.5 };
export const FLATTEN: OperationInput = { op: 'flatten' };

/** Operations under the names that they have in a module of PyTorch, from 0. */
export const numbered = (operations: readonly OperationInput[]): OperationInput[] =>
  operations.map((operation, index) => ({ ...operation, name: String(index) }));
