import {
  ConfigError,
  tf,
  type BatchTensors,
  type Scalar,
  type Task,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
} from '@goal-driven/core';
import { z } from 'zod';
import { actorCriticLoss } from './actorCriticLoss';
import type { PolicyInput } from './mazePolicy';

const share = (description: string) => z.number().min(0).max(1).meta({ description, unit: '1' });
const weight = (description: string) => z.number().nonnegative().meta({ description, unit: '1' });

export const ActorCritic = z
  .strictObject({
    discount: share('Worth of a reward that comes a step later').default(0.97),
    lambda: share('How far advantages look past the critic; 1 is n-step returns').default(0.95),
    value: weight("Weight of the critic's error").default(0.5),
    entropy: weight('Weight of the entropy of choices').default(0.01),
    rewardScale: z.number().positive().default(0.02).meta({
      description: 'Factor on rewards before anything is learned from them',
      unit: '1',
    }),
  })
  .meta({
    title: 'Advantage actor-critic',
    source: 'Mnih et al. 2016, arXiv:1602.01783; advantages of Schulman et al. 2016, arXiv:1506.02438',
  });
export type ActorCritic = z.output<typeof ActorCritic>;

const NAME = 'mouse-visual/actor-critic';

/**
 * Get rewards: batches are those of `episodeStream`, acted by the very parameters that learn from them. Terms are the
 * parts of the loss, `reward`, the mean of a step, and `episode`, the mean of what the last whole episodes brought, NaN
 * before the first of them has ended. Evaluation is on whole episodes: `totals` [episodes].
 */
export const actorCritic = (config: ActorCritic): Task<PolicyInput> => ({
  name: NAME,
  config,
  init: () => ({ params: {}, state: {} }),
  objective: ({ forward, batch, state }) => {
    const applied = forward({
      seen: part(batch, 'seen'),
      body: part<Tensor3D>(batch, 'body'),
      begins: part<Tensor2D>(batch, 'begins'),
      hidden: Object.fromEntries(
        Object.entries(batch)
          .filter(([name]) => name.startsWith('hidden/'))
          .map(([name, tensor]) => [name.slice('hidden/'.length), tensor as Tensor2D]),
      ),
    });
    const width = applied.output.shape.at(-1)!;
    const rows = tf.reshape(applied.output, [-1, width]) as Tensor2D;
    const [logits, value] = tf.split(rows, [width - 1, 1], 1) as [Tensor2D, Tensor2D];
    const flat = (name: string) => tf.reshape(part(batch, name), [-1]) as Tensor1D;
    const { loss, policyLoss, valueLoss, entropy } = actorCriticLoss(
      { logits, values: tf.reshape(value, [-1]) as Tensor1D },
      { actions: flat('actions'), advantages: flat('advantages'), returns: flat('returns') },
      config,
    );
    const episode = tf.div(tf.sum(part(batch, 'last')), tf.sum(part(batch, 'finished'))) as Scalar;
    const reward = tf.mean(part(batch, 'rewards')) as Scalar;
    const terms = { policyLoss, valueLoss, entropy, reward, episode };
    return { loss, terms, state: applied.state, taskState: state };
  },
  evaluate: ({ batch }) => ({ episode: tf.mean(part(batch, 'totals')) as Scalar }),
});

/** @throws ConfigError where the stream has no such array */
function part<T extends Tensor>(batch: BatchTensors, name: string): T {
  if (!Object.hasOwn(batch, name))
    throw new ConfigError(`${NAME}: batches must have ${name}, got ${Object.keys(batch).join(', ')}`);
  return batch[name] as T;
}
