import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { ShapeError } from '../errors';
import { checkLastAxis } from '../layers/_checkAxis';
import type { Pass } from '../Pass';
import { tf } from '../tf';
import type { Hidden } from './Cell';

type InputParams = { readonly kernel: Tensor2D; readonly bias?: Tensor1D };

/** `inputs kernel + bias`, the part of a cell's drive that all timesteps can have at once. */
export function inputDrive(who: string, { kernel, bias }: InputParams, { inputs, pass }: At): Tensor2D {
  return tf.tidy(() => {
    checkLastAxis(who, inputs, { name: 'kernel', shape: kernel.shape, size: kernel.shape[0] });
    const product = pass.projector.matMul(pass.at('kernel').path, inputs, kernel);
    return bias === undefined ? product : tf.add(product, bias);
  });
}

type At = { readonly inputs: Tensor2D; readonly pass: Pass };

/**
 * Refuses a hidden state or a drive of another size than the cell's.
 *
 * @throws ShapeError with both shapes
 */
export function checkStep(who: string, hidden: Hidden, { drive, units, gates }: StepShape): void {
  const [batch] = drive.shape;
  if (drive.shape[1] !== gates * units) {
    throw new ShapeError(`${who}: drive must be [batch, ${gates * units}], got [${drive.shape}]`);
  }
  for (const [name, { shape }] of Object.entries(hidden)) {
    if (shape[0] !== batch || shape[1] !== units) {
      throw new ShapeError(`${who}: hidden.${name} must be [${batch},${units}], got [${shape}]`);
    }
  }
}

type StepShape = { readonly drive: Tensor2D; readonly units: number; readonly gates: number };
