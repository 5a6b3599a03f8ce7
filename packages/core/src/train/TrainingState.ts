import type { Architecture } from '../Architecture';
import type { LearningRule } from '../LearningRule';
import type { Optimizer } from '../optimizers/Optimizer';
import type { Rng } from '../Rng';
import type { Task } from '../Task';
import { leaves, type Tree } from '../tree';

/** Everything that a training carries from update to update: one tree, so that one walk saves it all. */
export type TrainingState = {
  readonly params: { readonly model: Tree; readonly task: Tree };
  readonly state: Tree;
  readonly taskState: Tree;
  /** The learning rule's own parameters. */
  readonly feedback: Tree;
  /** The optimizers' slots. */
  readonly slots: { readonly params: Tree; readonly feedback: Tree };
};

/** What a training is made of, less its data. */
export type Parts<Input> = {
  readonly architecture: Architecture<Input>;
  readonly task: Task<Input>;
  readonly rule: LearningRule;
  readonly optimizer: Optimizer;
  readonly feedbackOptimizer: Optimizer;
};

/** The state before the first update; a pure function of the parts and `rng`. */
export function initialState<Input>(parts: Parts<Input>, rng: Rng): TrainingState {
  const { architecture, task, rule, optimizer, feedbackOptimizer } = parts;
  const model = architecture.init(rng.child('model'));
  const head = task.init(model, rng.child('task'));
  const params = { model: model.params, task: head.params };
  const feedback = rule.init(params, rng.child('rule'));
  return {
    params,
    state: model.state,
    taskState: head.state,
    feedback,
    slots: { params: optimizer.init(params), feedback: feedbackOptimizer.init(feedback) },
  };
}

/** Frees the leaves of `before` that `after` does not hold. */
export function disposeLeft(before: Tree, after: Tree): void {
  const held = new Set(leaves(after).map(({ tensor }) => tensor.id));
  for (const { tensor } of leaves(before)) if (!held.has(tensor.id)) tensor.dispose();
}
