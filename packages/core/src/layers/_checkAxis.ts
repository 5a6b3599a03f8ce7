import type { Tensor } from '@tensorflow/tfjs-core';
import { ShapeError } from '../errors';

/**
 * Refuses an input whose last axis is not the one that a parameter was made for.
 *
 * @throws ShapeError with both shapes
 */
export function checkLastAxis(who: string, x: Tensor, { name, shape, size }: Expected): void {
  if (x.rank < 2 || x.shape.at(-1) !== size) {
    throw new ShapeError(`${who}: input must be [..., ${size}] for ${name} [${shape}], got [${x.shape}]`);
  }
}

export type Expected = {
  /** The parameter that the axis must fit. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly size: number;
};
