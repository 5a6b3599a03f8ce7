import { z } from 'zod';
import type { Tensor } from '@tensorflow/tfjs-core';
import { tf } from '../tf';
import { mapTree, type Tree } from '../tree';
import { mapTrees } from './mapTrees';
import type { Optimizer } from './Optimizer';

const fields = (decay: number, epsilon: number) => ({
  decay: z
    .number()
    .min(0)
    .lt(1)
    .default(decay)
    .meta({ description: 'Memory of the mean of the squared gradient' }),
  epsilon: z.number().positive().default(epsilon).meta({ description: 'Keeps the division finite' }),
  momentum: z.number().min(0).lt(1).default(0).meta({ description: 'Share of the last step that is kept' }),
  centered: z
    .boolean()
    .default(false)
    .meta({ description: 'Divide by the root of the variance of the gradient instead of its mean square' }),
});

export const RmsProp = z.strictObject({ kind: z.literal('rmsprop'), ...fields(0.9, 1e-10) }).meta({
  title: 'RMSProp with epsilon inside the root, mean square starting at 1',
  source: 'Tieleman & Hinton 2012, lecture 6.5; TensorFlow 1 tf.train.RMSPropOptimizer',
});

export const RmsPropTorch = z.strictObject({ kind: z.literal('rmsprop-torch'), ...fields(0.99, 1e-8) }).meta({
  title: 'RMSProp with epsilon beside the root, mean square starting at 0',
  source: 'Tieleman & Hinton 2012, lecture 6.5; PyTorch 1.13 torch.optim.RMSprop',
});

type Fields = Omit<z.output<typeof RmsProp>, 'kind'>;

/** `s <- d s + (1 - d) g^2`, `b <- mu b + rate g / sqrt(s + epsilon)`, `w <- w - b`. */
export const rmsProp = (config: Fields): Optimizer =>
  rmsPropWith(config, {
    start: (leaf) => tf.onesLike(leaf),
    root: (square) => tf.sqrt(tf.add(square, config.epsilon)),
    rateInside: true,
  });

/** `s <- d s + (1 - d) g^2`, `b <- mu b + g / (sqrt(s) + epsilon)`, `w <- w - rate b`. */
export const rmsPropTorch = (config: Fields): Optimizer =>
  rmsPropWith(config, {
    start: (leaf) => tf.zerosLike(leaf),
    root: (square) => tf.add(tf.sqrt(square), config.epsilon),
    rateInside: false,
  });

type Convention = {
  readonly start: (leaf: Tensor) => Tensor;
  readonly root: (square: Tensor) => Tensor;
  /** Whether the kept step carries the learning rate of its time. */
  readonly rateInside: boolean;
};

/** Slots: `square` s, `mean` of the gradient where centered, `step` b where there is momentum. */
function rmsPropWith(
  { decay, momentum, centered }: Fields,
  { start, root, rateInside }: Convention,
): Optimizer {
  const zeros = (params: Tree): Tree => mapTree(params, (leaf) => tf.zerosLike(leaf));
  const average = (old: Tree, values: Tree, f: (g: Tensor) => Tensor): Tree =>
    mapTrees(old, [values], (mean, [g]) =>
      tf.tidy(() => tf.add(tf.mul(mean, decay), tf.mul(f(g!), 1 - decay))),
    );
  return {
    init: (params) => ({
      square: mapTree(params, start),
      ...(centered ? { mean: zeros(params) } : {}),
      ...(momentum > 0 ? { step: zeros(params) } : {}),
    }),
    update: (grads, state, params, { learningRate }) => {
      const square = average(state.square as Tree, grads, (g) => tf.square(g));
      const mean = centered ? average(state.mean as Tree, grads, (g) => g) : undefined;
      const [inside, outside] = rateInside ? [learningRate, 1] : [1, learningRate];
      const scaled = mapTrees(square, mean ? [grads, mean] : [grads], (s, [g, mg]) =>
        tf.tidy(() => times(tf.div(g!, root(mg ? tf.sub(s, tf.square(mg)) : s)), inside)),
      );
      if (momentum === 0) {
        const moved = mapTrees(params, [scaled], (w, [b]) => tf.tidy(() => tf.sub(w, times(b!, outside))));
        mapTree(scaled, (leaf) => (leaf.dispose(), leaf));
        return { params: moved, state: { square, ...(mean ? { mean } : {}) } };
      }
      const step = mapTrees(state.step as Tree, [scaled], (b, [now]) =>
        tf.tidy(() => tf.add(tf.mul(b, momentum), now!)),
      );
      mapTree(scaled, (leaf) => (leaf.dispose(), leaf));
      const moved = mapTrees(params, [step], (w, [b]) => tf.tidy(() => tf.sub(w, times(b!, outside))));
      return { params: moved, state: { square, ...(mean ? { mean } : {}), step } };
    },
  };
}

const times = (tensor: Tensor, factor: number): Tensor => (factor === 1 ? tensor : tf.mul(tensor, factor));
