import type { Tensor } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { tf } from '../tf';
import { mapTree, type Tree } from '../tree';
import { fusedStep } from './fusedStep';
import { mapTrees } from './mapTrees';
import type { Optimizer } from './Optimizer';

const momentum = z
  .number()
  .min(0)
  .lt(1)
  .default(0)
  .meta({ description: 'Share of the velocity that is kept per update; 0 is plain descent' });
const nesterov = z
  .boolean()
  .default(false)
  .meta({ description: 'Descend along the velocity that the next update would have' });

export const Sgd = z.strictObject({ kind: z.literal('sgd'), momentum, nesterov }).meta({
  title: 'Gradient descent, the learning rate outside the velocity',
  source: 'PyTorch 1.13 torch.optim.SGD; TensorFlow 1 MomentumOptimizer',
});

export const SgdKeras = z.strictObject({ kind: z.literal('sgd-keras'), momentum, nesterov }).meta({
  title: 'Gradient descent, the learning rate inside the velocity',
  source: 'TensorFlow 2 tf.keras.optimizers.SGD',
});

type Momentum = { readonly momentum: number; readonly nesterov: boolean };

/**
 * `v <- mu v + g`, `w <- w - rate v`; with Nesterov `w <- w - rate (g + mu v)`, v being the new one.
 *
 * w parameter, g gradient, v velocity (slot `velocity`, starts at 0), mu momentum.
 */
export const sgd = ({ momentum: mu, nesterov }: Momentum): Optimizer =>
  mu === 0
    ? plainDescent
    : {
        init: zeroVelocity,
        update: (grads, { velocity }, params, { learningRate: rate, consume = false }) => {
          const velocities = new Map<string, Tensor>();
          const moved = mapTrees(params, [grads, velocity as Tree], (w, [g, v], path) => {
            const settings = { rate, momentum: mu, nesterov, consume };
            const [next, speed] = momentumStep({ w, g: g!, velocity: v! }, settings);
            velocities.set(path, speed);
            return next;
          });
          const next = mapTree(velocity as Tree, (_, path) => velocities.get(path)!);
          return { params: moved, state: { velocity: next } };
        },
      };

/**
 * `v <- mu v - rate g`, `w <- w + v`; with Nesterov `w <- w + mu v - rate g`, v being the new one. Under a
 * constant rate the same as `sgd`; when the rate changes, what has been gathered keeps its old rate.
 */
export const sgdKeras = ({ momentum: mu, nesterov }: Momentum): Optimizer =>
  mu === 0
    ? plainDescent
    : {
        init: zeroVelocity,
        update: (grads, { velocity }, params, { learningRate }) => {
          const next = mapTrees(velocity as Tree, [grads], (v, [g]) =>
            tf.tidy(() => tf.sub(tf.mul(v, mu), tf.mul(g!, learningRate))),
          );
          const moved = mapTrees(params, [next, grads], (w, [v, g]) =>
            tf.tidy(() => tf.add(w, nesterov ? tf.sub(tf.mul(v!, mu), tf.mul(g!, learningRate)) : v!)),
          );
          return { params: moved, state: { velocity: next } };
        },
      };

type Leaf = { readonly w: Tensor; readonly g: Tensor; readonly velocity: Tensor };
type Settings = Momentum & { readonly rate: number; readonly consume: boolean };

/** The new parameter and velocity of one leaf. */
function momentumStep({ w, g, velocity }: Leaf, settings: Settings): [Tensor, Tensor] {
  const fused = fusedStep('MomentumStep', { inputs: { w, g, velocity }, attrs: settings });
  if (fused !== undefined) return fused as [Tensor, Tensor];
  const { rate, momentum, nesterov } = settings;
  return tf.tidy(() => {
    const v = tf.add(tf.mul(velocity, momentum), g);
    const direction = nesterov ? tf.add(g, tf.mul(v, momentum)) : v;
    return [tf.sub(w, tf.mul(direction, rate)), v];
  });
}

const zeroVelocity = (params: Tree): Tree => ({ velocity: mapTree(params, (leaf) => tf.zerosLike(leaf)) });

const plainDescent: Optimizer = {
  init: () => ({}),
  update: (grads, _state, params, { learningRate: rate, consume = false }) => ({
    params: mapTrees(params, [grads], (w, [g]) => {
      const fused = fusedStep('DescentStep', { inputs: { w, g: g! }, attrs: { rate, consume } });
      return fused === undefined ? tf.tidy(() => tf.sub(w, tf.mul(g!, rate))) : fused[0]!;
    }),
    state: {},
  }),
};
