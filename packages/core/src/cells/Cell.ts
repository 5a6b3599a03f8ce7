import type { Tensor2D } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { Initializer } from '../initializers';
import type { Pass } from '../Pass';
import type { Rng } from '../Rng';
import type { Tree } from '../tree';

/** What a cell carries from timestep to timestep, each [B, H]. */
export type Hidden = { readonly [name: string]: Tensor2D };

/**
 * A recurrent cell as pure functions. B batch, I inputs, H units, G the width of the drive.
 * `pass` is at the place of the cell's parameters.
 */
export type Cell<Params extends Tree = Tree, H extends Hidden = Hidden> = {
  readonly config: unknown;
  readonly units: number;
  init(inputs: number, rng: Rng): Params;
  /** The silent start: zeros. */
  initialHidden(batch: number): H;
  /** All that does not depend on the hidden state: [N, I] -> [N, G], for any number of rows. */
  project(params: Params, inputs: Tensor2D, pass: Pass): Tensor2D;
  /** One timestep: hidden and drive [B, G] -> next hidden. */
  step(params: Params, hidden: H, drive: Tensor2D, pass: Pass): H;
  /** What the next layer sees, [B, H]: a part of `hidden`, not a copy. */
  output(hidden: H): Tensor2D;
};

/** The nonlinearities that the cells of the field choose from. */
export const CellActivation = z
  .enum(['linear', 'tanh', 'sigmoid', 'relu'])
  .meta({ description: 'Nonlinearity of the candidate; gates are logistic' });

/** Fields that all cells share. */
export const commonFields = {
  units: z.int().positive().meta({ description: 'Hidden units, H', unit: '1' }),
  activation: CellActivation.default('tanh'),
  bias: z.boolean().default(true).meta({ description: 'Whether biases are added' }),
  kernelInitializer: Initializer.prefault({ kind: 'glorotUniform' }).meta({
    description: 'Start of the kernel on the inputs',
  }),
  recurrentInitializer: Initializer.prefault({ kind: 'glorotUniform' }).meta({
    description: "Start of the kernel on the hidden state; Keras's own default is orthogonal",
  }),
};
