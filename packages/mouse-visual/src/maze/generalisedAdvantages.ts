import { ndArray, ShapeError, sizeOf, type NdArray } from '@goal-driven/core';

/** Rows are animals, columns are timesteps one after another. */
export type Experience = {
  /** [B, T] */
  readonly rewards: NdArray;
  /** [B, T], what the critic expected before each step. */
  readonly values: NdArray;
  /** [B, T], 1 where an episode ended with the step, else 0. */
  readonly ends: NdArray;
  /** [B], what it expects after the last one. */
  readonly after: NdArray;
};

/**
 * Advantages `A_t = d_t + discount lambda A_{t+1}` of `d_t = r_t + discount V_{t+1} - V_t`, nothing being expected past
 * the end of an episode; and returns `A_t + V_t`. With lambda 1 these are the n-step returns of Mnih et al. 2016, which
 * reach from each step to the last one.
 *
 * @returns [B, T] each
 * @throws ShapeError where the parts do not fit
 * @source Schulman et al. 2016, arXiv:1506.02438, equation 16; Mnih et al. 2016, arXiv:1602.01783, algorithm S3
 */
export function generalisedAdvantages(
  { rewards, values, ends, after }: Experience,
  { discount, lambda }: { readonly discount: number; readonly lambda: number },
): { readonly advantages: NdArray; readonly returns: NdArray } {
  const [animals, timesteps] = rewards.shape as [number, number];
  const fit = [values, ends].every(({ shape }) => String(shape) === String(rewards.shape));
  if (rewards.shape.length !== 2 || !fit || String(after.shape) !== String([animals]))
    throw new ShapeError(
      `generalisedAdvantages: rewards, values and ends must be [animals, timesteps] and after [animals], ` +
        `got [${rewards.shape}], [${values.shape}], [${ends.shape}] and [${after.shape}]`,
    );
  const advantages = new Float64Array(sizeOf(rewards.shape));
  const returns = new Float64Array(sizeOf(rewards.shape));
  for (let animal = 0; animal < animals; animal++) {
    let [next, advantage] = [after.values[animal]!, 0];
    for (let at = (animal + 1) * timesteps - 1; at >= animal * timesteps; at--) {
      const goesOn = 1 - ends.values[at]!;
      const value = values.values[at]!;
      const surprise = rewards.values[at]! + discount * goesOn * next - value;
      advantage = surprise + discount * lambda * goesOn * advantage;
      advantages[at] = advantage;
      returns[at] = advantage + value;
      next = value;
    }
  }
  return { advantages: ndArray(advantages, rewards.shape), returns: ndArray(returns, rewards.shape) };
}
