import { z } from 'zod';
import { tf } from '../tf';
import { mapTree, type Tree } from '../tree';
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
        update: (grads, { velocity }, params, { learningRate }) => {
          const next = mapTrees(velocity as Tree, [grads], (v, [g]) =>
            tf.tidy(() => tf.add(tf.mul(v, mu), g!)),
          );
          const moved = mapTrees(params, [next, grads], (w, [v, g]) =>
            tf.tidy(() => {
              const direction = nesterov ? tf.add(g!, tf.mul(v!, mu)) : v!;
              return tf.sub(w, tf.mul(direction, learningRate));
            }),
          );
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

const zeroVelocity = (params: Tree): Tree => ({ velocity: mapTree(params, (leaf) => tf.zerosLike(leaf)) });

const plainDescent: Optimizer = {
  init: () => ({}),
  update: (grads, _state, params, { learningRate }) => ({
    params: mapTrees(params, [grads], (w, [g]) => tf.tidy(() => tf.sub(w, tf.mul(g!, learningRate)))),
    state: {},
  }),
};
