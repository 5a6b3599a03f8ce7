import type { Tensor } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { tf } from '../tf';
import { mapTree, type Tree } from '../tree';
import { fusedStep } from './fusedStep';
import { mapTrees } from './mapTrees';
import type { Optimizer } from './Optimizer';
import { matchesAny, PathPatterns } from './pathPatterns';

/** The memories of the two moments, which all kinds of Adam have. */
export const moments = {
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
    update: (grads, state, params, { step, learningRate, consume = false }) => {
      const t = step + 1;
      const rate = (learningRate * Math.sqrt(1 - beta2 ** t)) / (1 - beta1 ** t);
      const slots = { m: new Map<string, Tensor>(), v: new Map<string, Tensor>() };
      const trees = [grads, state.m as Tree, state.v as Tree];
      const moved = mapTrees(params, trees, (w, [g, m, v], path) => {
        const keep = 1 - learningRate * decayAt(path);
        const settings = { rate, beta1, beta2, epsilon: epsilonAt(t), keep, consume };
        const [next, mean, square] = stepOf({ w, g: g!, m: m!, v: v! }, settings);
        slots.m.set(path, mean);
        slots.v.set(path, square);
        return next;
      });
      const slot = (name: 'm' | 'v') => mapTree(state[name] as Tree, (_, path) => slots[name].get(path)!);
      return { params: moved, state: { m: slot('m'), v: slot('v') } };
    },
  };
}

type Leaf = { readonly w: Tensor; readonly g: Tensor; readonly m: Tensor; readonly v: Tensor };
type Settings = Moments & { readonly rate: number; readonly keep: number; readonly consume: boolean };

/** The new parameter, mean and mean square of one leaf. */
function stepOf({ w, g, m, v }: Leaf, settings: Settings): [Tensor, Tensor, Tensor] {
  const fused = fusedStep('AdamStep', { inputs: { w, g, m, v }, attrs: settings });
  if (fused !== undefined) return fused as [Tensor, Tensor, Tensor];
  const { beta1, beta2, epsilon, rate, keep } = settings;
  return tf.tidy(() => {
    const mean = tf.add(tf.mul(m, beta1), tf.mul(g, 1 - beta1));
    const square = tf.add(tf.mul(v, beta2), tf.mul(tf.square(g), 1 - beta2));
    const kept = keep === 1 ? w : tf.mul(w, keep);
    const scale = tf.add(tf.sqrt(square), epsilon);
    return [tf.sub(kept, tf.mul(tf.div(mean, scale), rate)), mean, square];
  });
}
