import {
  fromLeaves,
  leafAt,
  matchesAny,
  PathPatterns,
  tf,
  type Credit,
  type LearningRule,
  type Scalar,
  type Tensor,
  type Tree,
} from '@goal-driven/core';
import { assignCredit, type Assigned, type CreditedCall } from './assignCredit';
import type { SendBack } from './creditProjector';
import { Observe, observeAngles, observesAt } from './Observe';

/** What all rules have that send errors back by something else than the transpose. */
export const feedbackFields = {
  paths: PathPatterns.meta({
    description:
      'Forward kernels (matrices and convolution kernels) with feedback of their own; errors pass others by the exact ' +
      'transpose. * is any text in one name, ** any number of names',
  }),
  observe: Observe.prefault({}),
};

type Arguments = Parameters<LearningRule['credit']>[0];

/** What a rule does with a pass that its feedback has carried. */
export type FeedbackCredit = {
  readonly config: { readonly paths: readonly string[]; readonly observe: Observe };
  readonly sendBackAt: (path: string) => SendBack | undefined;
  /** B of an angle to W; undefined where it is not of the layout of one. */
  readonly feedbackAt: (path: string, call: CreditedCall) => Tensor | undefined;
  /** Whether this update moves the parameters. */
  readonly descend?: boolean;
  /** Whether the rule itself needs the calls, not only the angles. */
  readonly calls?: boolean;
  /** What the feedback parameters descend, for what the pass gave. */
  readonly feedbackGrads: (assigned: Assigned) => Tree;
  /** What the parameters descend besides what the pass gave; nothing where left out. */
  readonly grads?: (assigned: Assigned) => Tree;
};

/** One pass, its angles where they are due, and what both trees descend; everything in one tidy. */
export function creditByFeedback(
  { evaluate, params, step }: Arguments,
  { config, sendBackAt, feedbackAt, descend = true, calls = false, feedbackGrads, grads }: FeedbackCredit,
): Credit {
  const matches = matchesAny(config.paths);
  const { angles } = config.observe;
  const observes = descend && observesAt(config.observe, step);
  const errors = observes && (angles.includes('gradient') || angles.includes('delta'));
  const common = { evaluate, params, descend, errors };
  return tf.tidy(() => {
    const wanted = (path: string) => (calls || observes) && matches(path);
    const assigned = assignCredit({ ...common, sendBackAt, wanted });
    const exact: { calls?: readonly CreditedCall[] } =
      observes && angles.includes('delta')
        ? assignCredit({ ...common, sendBackAt: () => undefined, wanted })
        : {};
    const seen = { params, feedbackAt, calls: assigned.calls, exact: exact.calls ?? [] };
    return {
      objective: assigned.objective,
      grads: grads?.(assigned) ?? assigned.grads,
      feedbackGrads: feedbackGrads(assigned),
      observables: observes ? observeAngles(angles, seen) : ({} as { readonly [name: string]: Scalar }),
    };
  });
}

/** Errors sent down by the kernels of a tree at the paths of their forward kernels. */
export const sendBackBy =
  (feedback: Tree) =>
  (path: string): SendBack | undefined => {
    const kernel = leafAt(feedback, path);
    return kernel && ((error, { operator }) => operator.reconstruct(error, kernel));
  };

/** A tree with a leaf made of each of some. */
export const treeFrom = (
  from: Iterable<{ path: string; tensor: Tensor }>,
  make: (tensor: Tensor, path: string) => Tensor,
): Tree => fromLeaves([...from].map(({ path, tensor }) => ({ path, tensor: make(tensor, path) })));
