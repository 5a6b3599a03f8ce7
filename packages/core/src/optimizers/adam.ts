import { z } from 'zod';
import { tf } from '../tf';
import { mapTree, type Tree } from '../tree';
import { mapTrees } from './mapTrees';
import type { Optimizer } from './Optimizer';
import { matchesAny, PathPatterns } from './pathPatterns';

const moments = {
  beta1: z.number().min(0).lt(1).default(0.9).meta({ description: 'Memory of the mean of the gradient' }),
  beta2: z.number().min(0).lt(1).default(0.999).meta({ description: 'Memory of the mean of its square' }),
};
const epsilon = (value: number) =>
  z.number().positive().default(value).meta({ description: 'Added to the root of the second moment' });

export const Adam = z.strictObject({ kind: z.literal('adam'), ...moments, epsilon: epsilon(1e-7) }).meta({
  title: 'Adam as in Keras: epsilon beside the root of the uncorrected second moment',
  source: 'Kingma & Ba 2015, arXiv:1412.6980, end of section 2; TensorFlow 2 tf.keras.optimizers.Adam',
});

export const AdamTorch = z
  .strictObject({ kind: z.literal('adam-torch'), ...moments, epsilon: epsilon(1e-8) })
  .meta({
    title: 'Adam as in PyTorch: epsilon beside the root of the corrected second moment',
    source: 'Kingma & Ba 2015, arXiv:1412.6980, algorithm 1; PyTorch 1.13 torch.optim.Adam',
  });

export const AdamW = z
  .strictObject({
    kind: z.literal('adamw'),
    ...moments,
    epsilon: epsilon(1e-8),
    weightDecay: z.number().min(0).default(0.01).meta({
      description: 'Decoupled decay: share of a weight, per unit of learning rate, lost per update',
    }),
    paths: PathPatterns,
  })
  .meta({
    title: 'Adam with decoupled weight decay',
    source: 'Loshchilov & Hutter 2019, arXiv:1711.05101; PyTorch 1.13 torch.optim.AdamW',
  });

type Moments = { readonly beta1: number; readonly beta2: number; readonly epsilon: number };

/** `w <- w - a_t m / (sqrt(v) + epsilon)`, `a_t = rate sqrt(1 - beta2^t) / (1 - beta1^t)`, t from 1. */
export const adam = (config: Moments): Optimizer => adamWith(config, () => config.epsilon);

/** `w <- w - rate m_hat / (sqrt(v_hat) + epsilon)`, `m_hat = m / (1 - beta1^t)`, `v_hat = v / (1 - beta2^t)`. */
export const adamTorch = (config: Moments): Optimizer => adamWith(config, torchEpsilon(config));

/** `adam-torch` on `w - rate weightDecay w`, for the leaves at `paths`. */
export function adamW(config: z.output<typeof AdamW>): Optimizer {
  const decayed = matchesAny(config.paths);
  return adamWith(config, torchEpsilon(config), (path) => (decayed(path) ? config.weightDecay : 0));
}

// sqrt(v_hat) + epsilon is (sqrt(v) + epsilon root) / root, so that both forms share one update.
const torchEpsilon =
  ({ beta2, epsilon: value }: Moments) =>
  (t: number): number =>
    value * Math.sqrt(1 - beta2 ** t);

/** `m <- beta1 m + (1 - beta1) g`, `v <- beta2 v + (1 - beta2) g^2`; slots `m` and `v` start at 0. */
function adamWith(
  { beta1, beta2 }: Moments,
  epsilonAt: (t: number) => number,
  decayAt: (path: string) => number = () => 0,
): Optimizer {
  const zeros = (params: Tree): Tree => mapTree(params, (leaf) => tf.zerosLike(leaf));
  return {
    init: (params) => ({ m: zeros(params), v: zeros(params) }),
    update: (grads, state, params, { step, learningRate }) => {
      const t = step + 1;
      const rate = (learningRate * Math.sqrt(1 - beta2 ** t)) / (1 - beta1 ** t);
      const m = mapTrees(state.m as Tree, [grads], (mean, [g]) =>
        tf.tidy(() => tf.add(tf.mul(mean, beta1), tf.mul(g!, 1 - beta1))),
      );
      const v = mapTrees(state.v as Tree, [grads], (mean, [g]) =>
        tf.tidy(() => tf.add(tf.mul(mean, beta2), tf.mul(tf.square(g!), 1 - beta2))),
      );
      const moved = mapTrees(params, [m, v], (w, [mean, square], path) =>
        tf.tidy(() => {
          const decay = learningRate * decayAt(path);
          const kept = decay === 0 ? w : tf.mul(w, 1 - decay);
          const scale = tf.add(tf.sqrt(square!), epsilonAt(t));
          return tf.sub(kept, tf.mul(tf.div(mean!, scale), rate));
        }),
      );
      return { params: moved, state: { m, v } };
    },
  };
}
