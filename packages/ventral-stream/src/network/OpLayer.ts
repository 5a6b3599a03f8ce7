import type { Pass, Rng, Tensor, Tree } from '@goal-driven/core';

/** Shape of a value of one example: a map [height, width, channels], or a vector [units]. */
export type ValueShape = readonly number[];

/** What an operation works on. */
export type OpArguments = {
  readonly x: Tensor;
  /** What entered the node. */
  readonly entered: Tensor;
  readonly pass: Pass;
};

/** An operation at its place in a node: pure functions that know the shapes there. */
export type OpLayer = {
  /** Shape of what comes out. */
  readonly shape: ValueShape;
  /** Learned and carried parts; `{}` where there are none. */
  init(rng: Rng): { params: Tree; state: Tree };
  apply(params: Tree, state: Tree, args: OpArguments): { y: Tensor; state: Tree };
};

/** An operation without parameters. */
export const plain = (shape: ValueShape, apply: (x: Tensor, pass: Pass) => Tensor): OpLayer => ({
  shape,
  init: () => ({ params: {}, state: {} }),
  apply: (_params, state, { x, pass }) => ({ y: apply(x, pass), state }),
});

/** An operation with learned parameters alone. */
export const learned = <Params extends Tree>(
  shape: ValueShape,
  layer: { init(rng: Rng): Params; apply(params: Params, args: OpArguments): Tensor },
): OpLayer => ({
  shape,
  init: (rng) => ({ params: layer.init(rng), state: {} }),
  // What `init` of the same layer made.
  apply: (params, state, args) => ({ y: layer.apply(params as Params, args), state }),
});
