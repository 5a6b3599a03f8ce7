import {
  ConfigError,
  createPass,
  createRng,
  ndArray,
  tf,
  type Hidden,
  type NdArray,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
  type Trained,
  type Tree,
} from '@goal-driven/core';
import type { Act, Memory } from './Act';
import type { PolicyNetwork } from './mazePolicy';

/** What a frozen encoder makes of images: [B, height, width, 3] to [B, F]. */
export type Eye = (images: Tensor4D) => Tensor2D;

/** A policy that follows a training: it acts by what `attend` was told last. */
export type Actor = {
  readonly act: Act;
  attend(learned: Pick<Trained, 'params' | 'state'>): void;
  /** B silent memories. */
  memory(animals: number): Memory;
};

/**
 * Makes a function of arrays of a network, so that streams can act by it; it holds no tensors of its own.
 *
 * @throws ConfigError from `act`, before anything was attended to
 */
export function createActor(policy: PolicyNetwork, eye?: Eye): Actor {
  let learned: { params: Tree; state: Tree } | undefined;
  return {
    attend: ({ params, state }) => void (learned = { params: params.model, state }),
    memory: (animals) => tf.tidy((() => toMemory(policy.initialHidden(animals))) as () => never) as Memory,
    act: ({ images, body, begins, memory }) => {
      if (learned === undefined)
        throw new ConfigError('createActor: act must come after attend, got a call before it');
      const { params, state } = learned;
      const act = () => {
        const animals = images.shape[0]!;
        const looked = tf.tensor4d(images.values, images.shape as [number, number, number, number]);
        const seen: Tensor = eye === undefined ? looked : eye(looked);
        const input = {
          seen: tf.reshape(seen, [animals, 1, ...seen.shape.slice(1)]),
          body: tf.tensor3d(body.values, [animals, 1, policy.actions + 1]),
          begins: tf.tensor2d(begins.values, [animals, 1]),
          hidden: toHidden(memory),
        };
        // Nothing in a policy depends on chance while it acts.
        const pass = createPass({ training: false, rng: createRng(0) }).at('model');
        const { output, hidden } = policy.run(params, state, input, pass);
        const [logits, value] = tf.split(output, [policy.actions, 1], 2) as [Tensor, Tensor];
        return {
          logits: ndArray(logits.dataSync() as Float32Array, [animals, policy.actions]),
          values: ndArray(value.dataSync() as Float32Array, [animals]),
          memory: toMemory(hidden),
          seen: eye === undefined ? images : toArray(seen),
        };
      };
      return tf.tidy(act as () => never) as ReturnType<typeof act>; // arrays, which its type does not know
    },
  };
}

const toArray = (tensor: Tensor): NdArray<Float32Array> =>
  ndArray(tensor.dataSync() as Float32Array, tensor.shape);

const toMemory = (hidden: Hidden): Memory =>
  Object.fromEntries(Object.entries(hidden).map(([name, part]) => [name, part.arraySync()]));

const toHidden = (memory: Memory): Hidden =>
  Object.fromEntries(
    Object.entries(memory).map(([name, rows]) => [name, tf.tensor2d(rows.map((row) => [...row]))]),
  );
