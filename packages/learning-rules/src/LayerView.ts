import type { Tensor } from '@goal-driven/core';
import type { LinearOperator } from './LinearOperator';

/** What can be known at a layer: activity on both of its sides, its feedback kernel, and what is not at hand there. */
export type LayerQuantities = {
  /** x: presynaptic activity, copied and prepared for alignment; [N, I] or [N, height, width, I]. */
  readonly input: Tensor;
  /** y: its projection by the forward kernel, the layer's own activity; [N, O] or [N, height', width', O]. */
  readonly projection: Tensor;
  /** B: the feedback kernel. */
  readonly feedback: Tensor;
  /** q: the projection of x by the feedback kernel, which no neuron of the layer has; like `projection`. */
  readonly backwardProjection: Tensor;
  /** W: the forward kernel. */
  readonly kernel: Tensor;
};

/** The name of something that can be known at a layer. */
export type Quantity = keyof LayerQuantities;

/** What every rule may know: the shape of the map, never its weights, and how many examples there are. */
export type Geometry = {
  readonly operator: LinearOperator;
  /** N, over which means are taken. */
  readonly examples: number;
};

/** What a rule is handed that reads these quantities: them and nothing else. */
export type LayerView<Reads extends Quantity = Quantity> = Geometry & Pick<LayerQuantities, Reads>;

/** What is there at the synapses of the feedback kernel: activity on its two sides and its own strength. */
export const LOCAL_QUANTITIES: readonly Quantity[] = ['input', 'projection', 'feedback'];

/** The view with those quantities alone: another one is not in the object, whatever is asked of it. */
export function restricted<Reads extends Quantity>(
  view: LayerView,
  reads: readonly Reads[],
): LayerView<Reads> {
  const { operator, examples } = view;
  const handed = Object.fromEntries(reads.map((name) => [name, view[name]] as const));
  return Object.freeze({ operator, examples, ...handed }) as LayerView<Reads>; // the keys are `reads`
}
