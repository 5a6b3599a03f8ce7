import { tf, type Pass, type Rng, type Tensor, type Tree } from '@goal-driven/core';
import type { ValueShape } from './OpLayer';

/** One input of a node at its place: how it gets the size in which the inputs meet. */
export type FitLayer = {
  /** Shape of what comes out. */
  readonly shape: ValueShape;
  /** Learned parts; `{}` where there are none. */
  init(rng: Rng): Tree;
  apply(params: Tree, x: Tensor, pass: Pass): Tensor;
};

/** What is brought where, for errors. */
export type FitSite = {
  readonly node: string;
  readonly source: string;
  /** [height, width, channels] */
  readonly from: ValueShape;
  /** [height, width, channels] of the feed-forward input */
  readonly target: ValueShape;
};

/** A fit without parameters. */
export const plainFit = (shape: ValueShape, apply: (x: Tensor) => Tensor): FitLayer => ({
  shape,
  init: () => ({}),
  apply: (_params, x) => apply(x),
});

/** An input, [B, ...], as a vector, [B, units]. */
export const flattened = (shape: ValueShape): FitLayer => {
  const units = shape.reduce((product, length) => product * length, 1);
  return plainFit([units], (x) => tf.reshape(x, [x.shape[0]!, units]));
};
