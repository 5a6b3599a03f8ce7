import { activations, tf, valueAndGrad, type Scalar, type Tensor, type Tree } from '@goal-driven/core';
import { energies, type EnergyView } from './energies';
import { kernelGradient } from './kernelGradients';
import type { LayerView } from './LayerView';
import type { LinearOperator } from './LinearOperator';
import { preparedInput, standardizedBackward, standardizedForward, type Pipeline } from './Pipeline';
import { feedbackGradient, primitivesOf, type Coefficients } from './primitives';

/** A layer as alignment finds it in one call. */
export type AlignedLayer = {
  readonly operator: LinearOperator;
  /** x, [N, I] or [N, height, width, I]: activity, or noise in its place. */
  readonly input: Tensor;
  /** `x W` where the forward pass has it already; computed where left out. */
  readonly projection?: Tensor;
  readonly kernel: Tensor;
  readonly feedback: Tensor;
  /** [O]; none where left out. */
  readonly bias?: Tensor;
};

type Settings = {
  readonly coefficients: Coefficients;
  readonly pipeline: Pipeline;
  /** Whether the forward kernel descends the energy too. */
  readonly updateForward: boolean;
};

/** Gradients of a layer's energy, like B and like W. */
export type LayerGradients = { readonly feedback: Tensor; readonly kernel?: Tensor };

/**
 * The gradients of a layer's alignment energy; x, and W unless it is to move, are constants of it. By the closed forms
 * of the primitives, each handed only what it reads, wherever these are the gradients; with transforms behind B by
 * differentiating the energy.
 */
export function alignLayer(layer: AlignedLayer, settings: Settings): LayerGradients {
  const { coefficients, pipeline, updateForward } = settings;
  if (differentiates(pipeline, coefficients) || (updateForward && shapesForward(pipeline)))
    return differentiated(layer, settings);
  return tf.tidy((): { feedback: Tensor; kernel?: Tensor } => {
    const view = viewOf(layer, pipeline);
    const feedback = feedbackGradient(coefficients, view);
    if (!updateForward) return { feedback };
    const own = { ...energyView(layer, pipeline), input: view.input };
    return { feedback, kernel: kernelGradient(coefficients, own) };
  });
}

/** Whether transforms stand between B and the energy, so that the closed forms are not its gradient. */
export function differentiates(pipeline: Pipeline, coefficients: Coefficients): boolean {
  const { activationBackward, centerBackwardOutput, normalizeBackwardOutput } = pipeline;
  const { centerForwardOutput, normalizeForwardOutput, batchCenterForwardOutput } = pipeline;
  const back = activationBackward !== 'linear' || centerBackwardOutput || normalizeBackwardOutput;
  const forward = centerForwardOutput || normalizeForwardOutput || batchCenterForwardOutput;
  return back || (forward && coefficients.null !== undefined);
}

/** Whether transforms stand between W and the energy. */
const shapesForward = ({ biasForward, batchCenterBackwardInput, ...pipeline }: Pipeline): boolean =>
  pipeline.activationForward !== 'linear' ||
  batchCenterBackwardInput ||
  biasForward ||
  pipeline.centerForwardOutput ||
  pipeline.normalizeForwardOutput ||
  pipeline.batchCenterForwardOutput;

/** The primitives' view; what no primitive reads is never computed, and what two read is computed once. */
function viewOf(layer: AlignedLayer, pipeline: Pipeline): LayerView {
  const { operator, input, feedback, kernel } = layer;
  const { forward, backward } = preparedInput(input, pipeline);
  const y = once(() => standardizedForward(forwardProjection(layer, forward, pipeline), pipeline));
  const q = once(() => backwardProjection(layer, backward, pipeline));
  return {
    ...{ operator, examples: input.shape[0]!, input: backward, feedback, kernel },
    get projection() {
      return y();
    },
    get backwardProjection() {
      return q();
    },
  };
}

function once(make: () => Tensor): () => Tensor {
  let made: Tensor | undefined;
  return () => (made ??= make());
}

function forwardProjection(
  { operator, input, projection, kernel, bias }: AlignedLayer,
  x: Tensor,
  { biasForward, activationForward }: Pipeline,
): Tensor {
  const y = projection !== undefined && x === input ? projection : operator.project(x, kernel);
  return activations[activationForward](biasForward && bias !== undefined ? tf.add(y, bias) : y);
}

function backwardProjection(
  { operator, feedback, bias }: AlignedLayer,
  x: Tensor,
  { biasBackward, activationBackward }: Pipeline,
): Tensor {
  const q = operator.projectByFeedback(x, feedback);
  return activations[activationBackward](biasBackward && bias !== undefined ? tf.add(q, bias) : q);
}

/** Everything that the energies are functions of. */
export function energyView(layer: AlignedLayer, pipeline: Pipeline): EnergyView {
  const { operator, input, kernel, feedback } = layer;
  const { forward, backward } = preparedInput(input, pipeline);
  const y = forwardProjection(layer, forward, pipeline);
  const q = backwardProjection(layer, backward, pipeline);
  return {
    ...{ operator, examples: input.shape[0]!, kernel, feedback },
    projection: standardizedForward(y, pipeline),
    reconstruction: standardizedForward(operator.reconstruct(y, feedback), pipeline),
    backwardProjection: standardizedBackward(q, pipeline),
    backwardReconstruction: standardizedBackward(operator.reconstructByKernel(q, kernel), pipeline),
  };
}

/** The energy of a layer, `sum coefficient primitive`. */
export const layerEnergy = (
  layer: AlignedLayer,
  { coefficients, pipeline }: Pick<Settings, 'coefficients' | 'pipeline'>,
): Scalar =>
  tf.tidy(() => {
    const view = energyView(layer, pipeline);
    const parts = primitivesOf(coefficients).map((name) => tf.mul(energies[name](view), coefficients[name]!));
    return parts.reduce((sum, part) => tf.add(sum, part), tf.scalar(0)) as Scalar;
  });

function differentiated(layer: AlignedLayer, settings: Settings): LayerGradients {
  const { projection: _, ...rest } = layer; // is to be computed from W
  const { feedback, kernel } = layer;
  const at = settings.updateForward ? { feedback, kernel } : { feedback };
  const { value, grads } = valueAndGrad((tree: Tree) => {
    return { value: layerEnergy({ ...rest, ...tree }, settings), rest: {} };
  }, at as Tree);
  value.dispose();
  return grads as LayerGradients;
}
