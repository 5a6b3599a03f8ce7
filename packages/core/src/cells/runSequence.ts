import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { ShapeError } from '../errors';
import type { Pass } from '../Pass';
import { tf } from '../tf';
import type { Tree } from '../tree';
import type { Cell, Hidden } from './Cell';

export type Sequence<H extends Hidden> = {
  /** [B, T, H], the cell's output after each timestep. */
  readonly outputs: Tensor3D;
  /** The hidden state after the last timestep. */
  readonly hidden: H;
};

export type SequenceInput<H extends Hidden> = {
  /** [B, T, I], one timestep or more. */
  readonly inputs: Tensor3D;
  /** The hidden state before the first timestep. */
  readonly hidden: H;
};

/**
 * Runs a cell over time. The inputs of all timesteps are projected in one product; only what depends on
 * the hidden state goes step by step.
 *
 * @param pass at the place of the cell's parameters
 * @throws ShapeError when the inputs are not [B, T, I], or anything does not fit the cell
 */
export function runSequence<Params extends Tree, H extends Hidden>(
  cell: Cell<Params, H>,
  params: Params,
  { inputs, hidden, pass }: SequenceInput<H> & { readonly pass: Pass },
): Sequence<H> {
  if (inputs.rank !== 3 || inputs.shape[1] < 1) {
    throw new ShapeError(`runSequence: inputs must be [batch, timesteps, inputs], got [${inputs.shape}]`);
  }
  // Records of tensors are containers to tidy, which its type does not know of `H`.
  return tf.tidy(() => {
    const [batch, timesteps, width] = inputs.shape;
    const rows = tf.reshape(inputs, [batch * timesteps, width]) as Tensor2D;
    const drives = cell.project(params, rows, pass);
    // The gradient of unstack is one stack; that of T slices would be T tensors of the full size.
    const steps = tf.unstack(tf.reshape(drives, [batch, timesteps, -1]), 1) as Tensor2D[];
    const outputs: Tensor2D[] = [];
    let current = hidden;
    for (const drive of steps) {
      current = cell.step(params, current, drive, pass);
      outputs.push(cell.output(current));
    }
    return { outputs: tf.stack(outputs, 1) as Tensor3D, hidden: current };
  });
}
