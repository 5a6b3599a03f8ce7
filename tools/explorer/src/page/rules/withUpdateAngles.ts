import { backpropagation, leaves, tf, type LearningRule, type Scalar } from '@goal-driven/core';
import { angle } from '@goal-driven/learning-rules';

/**
 * The same rule, which also says how far each of its updates is from backpropagation's: `updateAngle/<path>` [degrees],
 * between what the optimizer is handed for a kernel and the exact gradient of the same loss. Backpropagation runs once
 * more for it.
 */
export const withUpdateAngles = (rule: LearningRule): LearningRule => ({
  ...rule,
  credit: (args) =>
    tf.tidy(() => {
      const credit = rule.credit(args);
      const exact = new Map(
        leaves(backpropagation.credit(args).grads).map(({ path, tensor }) => [path, tensor]),
      );
      const angles = leaves(credit.grads)
        .filter(({ path }) => path.endsWith('/kernel'))
        .map(({ path, tensor }) => [`updateAngle/${path}`, angle(tensor, exact.get(path)!)] as const);
      return {
        ...credit,
        observables: { ...credit.observables, ...(Object.fromEntries(angles) as Record<string, Scalar>) },
      };
    }),
});
