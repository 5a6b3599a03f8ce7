import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import type { Applied } from './Architecture';
import type { Pass } from './Pass';
import type { Rng } from './Rng';
import type { Tree } from './tree';

/** A batch on the engine: the stream's arrays as tensors, under the same names. */
export type BatchTensors = { readonly [name: string]: Tensor };

/** Runs the architecture on an input; other `params` or `state` than the current for a twin network. */
export type Forward<Input> = (
  input: Input,
  options?: { params?: Tree; state?: Tree; pass?: Pass },
) => Applied;

/** What an objective returns: the loss to descend, its named parts, and the state to carry on. */
export type Objective = {
  readonly loss: Scalar;
  /** The parts of the loss and other scalars worth a curve, by name; never collected on the side. */
  readonly terms: { readonly [name: string]: Scalar };
  /** The architecture's next state. */
  readonly state: Tree;
  /** The task's own next state: a memory bank, a queue, a momentum twin. */
  readonly taskState: Tree;
};

/**
 * T: the niche. A task turns a batch into inputs, runs the network on them as often as it needs to
 * (two views, a momentum twin), and scores the outputs.
 */
export type Task<Input = Tree, Params extends Tree = Tree, State extends Tree = Tree> = {
  readonly name: string;
  readonly config: unknown;
  /** The task's own learned parts (heads) and carried parts (memory bank, queue, twin); `{}` where none. */
  init(model: { params: Tree; state: Tree }, rng: Rng): { params: Params; state: State };
  objective(args: {
    forward: Forward<Input>;
    /** The model's parameters, for penalties on them. */
    modelParams: Tree;
    params: Params;
    state: State;
    batch: BatchTensors;
    pass: Pass;
  }): Objective;
  /** After the update, outside gradients: moves a momentum twin or a bank. Left out where nothing moves. */
  advance?(args: { modelParams: Tree; params: Params; state: State }): State;
  /** Scalars by name on a held-out batch, in the units of the field. */
  evaluate(args: {
    forward: Forward<Input>;
    params: Params;
    state: State;
    batch: BatchTensors;
    pass: Pass;
  }): { readonly [name: string]: Scalar };
};
