import type { Scalar } from '@tensorflow/tfjs-core';
import type { Projector } from './Pass';
import type { Rng } from './Rng';
import type { Objective } from './Task';
import type { Tree } from './tree';

/** The scalar function of the parameters that a rule assigns credit for, run with the rule's operators. */
export type Evaluate = (params: Tree, projector: Projector) => Objective;

export type Credit<Feedback extends Tree = Tree> = {
  /** What the task made of the batch. */
  readonly objective: Objective;
  /**
   * What the optimizer descends, the same structure as the parameters, or `{}` where `turns` leaves them. A gradient
   * only under backprop.
   */
  readonly grads: Tree;
  /** The same for the rule's feedback parameters. */
  readonly feedbackGrads: Feedback | Record<string, never>;
  /** Quantities worth a curve, such as alignment angles [degrees]. */
  readonly observables: { readonly [name: string]: Scalar };
};

/**
 * How many updates the parameters and the feedback parameters have had before this one, which is what their
 * schedules and optimizers count by; undefined for those that this update leaves as they are.
 */
export type Turns = { readonly params: number | undefined; readonly feedback: number | undefined };

/**
 * L: the developmental mechanism: how credit reaches the parameters. A rule may carry feedback
 * parameters of its own, see activity and errors at each linear operator, and replace its backward pass,
 * all by handing `evaluate` a projector of its own.
 */
export type LearningRule<Feedback extends Tree = Tree> = {
  readonly name: string;
  readonly config: unknown;
  /** The rule's feedback parameters for these parameters; `{}` where it has none. */
  init(params: Tree, rng: Rng): Feedback;
  credit(args: {
    evaluate: Evaluate;
    params: Tree;
    feedback: Feedback;
    /** Updates done so far; rules with phases alternate by it. */
    step: number;
    rng: Rng;
  }): Credit<Feedback>;
  /** Which of the two the update after `step` others moves, for rules with phases; both where left out. */
  turns?(step: number): Turns;
};
