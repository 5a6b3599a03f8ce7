import type { Tensor } from '@tensorflow/tfjs-core';
import type { Pass } from './Pass';
import type { Rng } from './Rng';
import type { Tree } from './tree';

/** Activities by the field's name of the layer, such as `pre_g`; for networks in time [B, T, ...]. */
export type Layers = { readonly [layer: string]: Tensor };

/**
 * A: the circuit. A factory makes one from validated JSON; it holds plain data and never a tensor.
 *
 * `params` is learned, `state` is carried from step to step without being learned (running moments),
 * what lives for one sequence is `hidden` and stays inside `apply`.
 */
export type Architecture<Input = Tree, Params extends Tree = Tree, State extends Tree = Tree> = {
  /** The published or registered name, such as `mec/ugrnn-relu`. */
  readonly name: string;
  /** The JSON that makes this architecture again. */
  readonly config: unknown;
  /** Units per layer and example (per timestep for networks in time). */
  readonly units: { readonly [layer: string]: number };
  init(rng: Rng): { params: Params; state: State };
  apply(params: Params, state: State, input: Input, pass: Pass): Applied<State>;
};

/**
 * What one forward pass gives: the output, the activity of layers by name, and the state to carry on; the
 * architecture says their axes.
 */
export type Applied<State extends Tree = Tree> = {
  readonly output: Tensor;
  readonly layers: Layers;
  readonly state: State;
};
