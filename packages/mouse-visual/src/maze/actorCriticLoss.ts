import { ShapeError, tf, type Scalar, type Tensor1D, type Tensor2D } from '@goal-driven/core';

/** What was done, one row for each step of each animal, and how it turned out. */
export type Outcomes = {
  /** [N], indices. */
  readonly actions: Tensor1D;
  /** [N], how much better than expected; constants. */
  readonly advantages: Tensor1D;
  /** [N], what the critic should have expected; constants. */
  readonly returns: Tensor1D;
};

/** The loss and its parts, each a mean over timesteps. */
export type ActorCriticLoss = {
  readonly loss: Scalar;
  readonly policyLoss: Scalar;
  readonly valueLoss: Scalar;
  /** Of the choices, nats. */
  readonly entropy: Scalar;
};

/**
 * `- log p(action) advantage + value (return - V)^2 / 2 - entropy H(p)`, means over timesteps.
 *
 * @param logits [N, actions]
 * @param values [N]
 * @throws ShapeError where they do not fit
 * @source Mnih et al. 2016, arXiv:1602.01783, section 4 (advantage actor-critic); half the square as in its algorithm S3
 *   up to the weight
 */
export function actorCriticLoss(
  { logits, values }: { readonly logits: Tensor2D; readonly values: Tensor1D },
  { actions, advantages, returns }: Outcomes,
  weights: { readonly value: number; readonly entropy: number },
): ActorCriticLoss {
  const [timesteps, kinds] = logits.shape;
  for (const given of [values, actions, advantages, returns])
    if (String(given.shape) !== String([timesteps]))
      throw new ShapeError(
        `actorCriticLoss: values and outcomes must be [${timesteps}], as the logits, got [${given.shape}]`,
      );
  return tf.tidy(() => {
    const logChances = tf.logSoftmax(logits);
    const chosen = tf.sum(tf.mul(tf.oneHot(tf.cast(actions, 'int32'), kinds), logChances), 1);
    const policyLoss = tf.neg(tf.mean(tf.mul(chosen, advantages))) as Scalar;
    const valueLoss = tf.mul(0.5, tf.mean(tf.squaredDifference(values, returns))) as Scalar;
    const entropy = tf.neg(tf.mean(tf.sum(tf.mul(tf.exp(logChances), logChances), 1))) as Scalar;
    const loss = tf.sub(
      tf.add(policyLoss, tf.mul(weights.value, valueLoss)),
      tf.mul(weights.entropy, entropy),
    ) as Scalar;
    return { loss, policyLoss, valueLoss, entropy };
  });
}
