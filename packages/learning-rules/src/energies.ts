import { tf, type Scalar, type Tensor } from '@goal-driven/core';
import type { Geometry } from './LayerView';

/** What the primitives are functions of, after the transforms of the pipeline; axes as in `LayerQuantities`. */
export type EnergyView = Geometry & {
  readonly kernel: Tensor;
  readonly feedback: Tensor;
  /** y. */
  readonly projection: Tensor;
  /** q. */
  readonly backwardProjection: Tensor;
  /** r: the input as the feedback kernel reconstructs it from y; like x. */
  readonly reconstruction: Tensor;
  /** The input as the forward kernel reconstructs it from q; like x. */
  readonly backwardReconstruction: Tensor;
};

/** A primitive by name; `nullReversed` is `null` of the other reconstruction. */
export type PrimitiveName = 'decay' | 'amp' | 'null' | 'nullReversed' | 'sparse' | 'self';

/**
 * The energies that alignment rules are sums of, in the normalisation of the repository: no factor 1/2, and the
 * forward kernel's twin included. Means over examples, sums over everything else (places too).
 *
 * - `decay`: `|W|^2 + |B|^2`
 * - `amp`: `-<y q>`, the trace of pre times B times post
 * - `null`: `<|r|^2>`, `nullReversed`: the same of the forward kernel's reconstruction of q
 * - `sparse`: `<|y|^2> + <|q|^2>`
 * - `self`: `-sum(W B')`, of a convolution `-sum(W B)`
 *
 * @source Kunin et al. 2020, arXiv:2003.01513; neuroailab/Neural-Alignment
 */
export const energies: { readonly [Name in PrimitiveName]: (view: EnergyView) => Scalar } = {
  decay: ({ kernel, feedback }) => tf.add(sumOfSquares(kernel), sumOfSquares(feedback)),
  amp: ({ projection, backwardProjection, examples }) =>
    tf.div(tf.neg(dot(projection, backwardProjection)), examples),
  null: ({ reconstruction, examples }) => tf.div(sumOfSquares(reconstruction), examples),
  nullReversed: ({ backwardReconstruction, examples }) =>
    tf.div(sumOfSquares(backwardReconstruction), examples),
  sparse: ({ projection, backwardProjection, examples }) =>
    tf.div(tf.add(sumOfSquares(projection), sumOfSquares(backwardProjection)), examples),
  self: ({ operator, kernel, feedback }) => tf.neg(dot(operator.transposed(kernel), feedback)),
};

const dot = (a: Tensor, b: Tensor): Scalar => tf.sum(tf.mul(a, b)) as Scalar;
const sumOfSquares = (x: Tensor): Scalar => tf.sum(tf.square(x)) as Scalar;
