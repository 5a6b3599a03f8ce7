import { tf, type Tensor } from '@goal-driven/core';
import type { EnergyView, PrimitiveName } from './energies';
import type { Coefficients } from './primitives';
import { primitivesOf } from './primitives';

/** What the forward kernel's gradients need: the energies' view, and the input that W projects. */
export type KernelView = EnergyView & { readonly input: Tensor };

/**
 * Gradients of `energies` in the forward kernel W, the input held fixed, for rules that move it too
 * (`updateForward`); without transforms of projections and of reconstructions.
 *
 * - `decay`: `2 W`
 * - `amp`: `-x' q / N`
 * - `null`: `2 x' (y B B') / N`
 * - `nullReversed`: `2 (q W')' q / N`
 * - `sparse`: `2 x' y / N`
 * - `self`: `-B'`
 *
 * @source neuroailab/Neural-Alignment
 */
export const kernelGradients: { readonly [Name in PrimitiveName]: (view: KernelView) => Tensor } = {
  decay: ({ kernel }) => tf.mul(kernel, 2),
  amp: ({ operator, input, backwardProjection, examples }) =>
    tf.mul(operator.kernelOuter(input, backwardProjection), -1 / examples),
  null: ({ operator, input, reconstruction, feedback, examples }) =>
    tf.mul(operator.kernelOuter(input, operator.projectByFeedback(reconstruction, feedback)), 2 / examples),
  nullReversed: ({ operator, backwardReconstruction, backwardProjection, examples }) =>
    tf.mul(operator.kernelOuter(backwardReconstruction, backwardProjection), 2 / examples),
  sparse: ({ operator, input, projection, examples }) =>
    tf.mul(operator.kernelOuter(input, projection), 2 / examples),
  self: ({ operator, feedback }) => tf.neg(operator.transposed(feedback)),
};

/**
 * The gradient of `sum coefficient energy` of a layer in its forward kernel.
 *
 * @returns like W, [I, O] or [height, width, I / groups, O]; the caller owns it
 */
export const kernelGradient = (coefficients: Coefficients, view: KernelView): Tensor =>
  tf.tidy(() =>
    primitivesOf(coefficients)
      .map((name) => tf.mul(kernelGradients[name](view), coefficients[name]!))
      .reduce((sum, part) => tf.add(sum, part), tf.zerosLike(view.kernel)),
  );
