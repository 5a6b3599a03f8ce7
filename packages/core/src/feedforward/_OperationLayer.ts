import type { Tensor } from '@tensorflow/tfjs-core';
import type { Pooled } from '../layers/maxUnpool2d';
import type { Pass } from '../Pass';
import type { Rng } from '../Rng';
import type { Tree } from '../tree';

/** Shape of a value of one example: a map [height, width, channels], or a vector [units]. */
export type ValueShape = readonly number[];

export type OperationArguments = {
  readonly x: Tensor;
  readonly pass: Pass;
  /** What went into an earlier layer and came out of it; only of layers that an operation names. */
  readonly at: (layer: string) => Pooled;
};

/** An operation at its place in a network: pure functions that know the shapes there. */
export type OperationLayer = {
  /** Shape of what comes out. */
  readonly shape: ValueShape;
  /** Learned and carried parts; `{}` where there are none. */
  init(rng: Rng): { params: Tree; state: Tree };
  apply(params: Tree, state: Tree, args: OperationArguments): { y: Tensor; state: Tree };
};

/** An operation without parameters. */
export const plain = (
  shape: ValueShape,
  apply: (x: Tensor, args: OperationArguments) => Tensor,
): OperationLayer => ({
  shape,
  init: () => ({ params: {}, state: {} }),
  apply: (_params, state, args) => ({ y: apply(args.x, args), state }),
});

/** An operation with learned parameters alone. */
export const learned = <Params extends Tree, X extends Tensor>(
  shape: ValueShape,
  layer: { init(rng: Rng): Params; apply(params: Params, x: X, pass: Pass): Tensor },
): OperationLayer => ({
  shape,
  init: (rng) => ({ params: layer.init(rng), state: {} }),
  // What `init` of the same layer made, and of the rank that the shapes have.
  apply: (params, state, { x, pass }) => ({ y: layer.apply(params as Params, x as X, pass), state }),
});
