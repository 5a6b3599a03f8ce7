import type { Tensor } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { tf } from '../tf';
import { mapTree, type Tree } from '../tree';
import { moments } from './adam';
import { mapTrees } from './mapTrees';
import type { Optimizer } from './Optimizer';
import { rectified } from './radam';

export const Swats = z
  .strictObject({
    kind: z.literal('swats'),
    ...moments,
    epsilon: z
      .number()
      .positive()
      .default(1e-9)
      .meta({
        description:
          'Added to the root of the uncorrected second moment; and how near the mean rate must be to the rate of a step ' +
          'for a tensor to switch',
      }),
    rectified: z
      .boolean()
      .default(false)
      .meta({ description: 'Whether rectified Adam comes before the switch' }),
  })
  .meta({
    title: 'Adam that switches to gradient descent, each tensor when its own rate has settled',
    source: 'Keskar & Socher 2017, arXiv:1712.07628; neuroailab/Neural-Alignment',
  });
type Swats = z.output<typeof Swats>;

/**
 * Adam's step p, and besides it the rate by which descent along g would go as far: `gamma = -(p p) / (p g)`, gathered as
 * `L <- beta2 L + (1 - beta2) gamma` where `p g` is not 0. After the first update a tensor whose `L / (1 - beta2^t)` is
 * within `epsilon` of gamma switches for good: then `b <- beta1 b + g`, `w <- w - (1 - beta1) rate b` with that
 * `L / (1 - beta2^t)` for a rate.
 *
 * Slots: `m`, `v`; by tensor `gathered` L and `rate`, scalars; `switched`, 1 or 0; and `velocity` b.
 *
 * After the switch the schedule of the learning rate has no say: its value then is in the frozen rate.
 */
export function swats(config: Swats): Optimizer {
  const scalars = (params: Tree): Tree => mapTree(params, () => tf.scalar(0));
  const zeros = (params: Tree): Tree => mapTree(params, (leaf) => tf.zerosLike(leaf));
  return {
    init: (params) => ({
      ...{ m: zeros(params), v: zeros(params), velocity: zeros(params) },
      ...{ gathered: scalars(params), rate: scalars(params), switched: scalars(params) },
    }),
    update: (grads, state, params, { step, learningRate }) => {
      const found = Object.fromEntries(SLOTS.map((name) => [name, new Map<string, Tensor>()]));
      const slots = SLOTS.map((name) => state[name] as Tree);
      const moved = mapTrees(params, [grads, ...slots], (w, [g, ...held], path) => {
        const own = Object.fromEntries(SLOTS.map((name, at) => [name, held[at]!])) as Slots;
        const next = tf.tidy(() => stepOf({ w, g: g! }, own, { config, t: step + 1, learningRate }));
        for (const name of SLOTS) found[name]!.set(path, next[name]);
        return next.w;
      });
      const next = SLOTS.map((name) => [
        name,
        mapTree(state[name] as Tree, (_, path) => found[name]!.get(path)!),
      ]);
      return { params: moved, state: Object.fromEntries(next) as Tree };
    },
  };
}

const SLOTS = ['m', 'v', 'velocity', 'gathered', 'rate', 'switched'] as const;
type Slots = { readonly [Name in (typeof SLOTS)[number]]: Tensor };
type At = { readonly config: Swats; readonly t: number; readonly learningRate: number };

/** One tensor's new value and slots; by selection, so that nothing is read back from the backend. */
function stepOf(
  { w, g }: { readonly w: Tensor; readonly g: Tensor },
  slots: Slots,
  { config, t, learningRate }: At,
): Slots & { readonly w: Tensor } {
  const { beta1, beta2, epsilon } = config;
  const before = tf.greater(slots.switched, 0.5);
  const m = tf.add(tf.mul(slots.m, beta1), tf.mul(g, 1 - beta1));
  const v = tf.add(tf.mul(slots.v, beta2), tf.mul(tf.square(g), 1 - beta2));
  const p = adamStep(m, v, { config, t, learningRate });
  const along = tf.sum(tf.mul(p, g));
  const reaches = tf.notEqual(along, 0);
  const gamma = tf.neg(tf.divNoNan(tf.sum(tf.square(p)), along));
  const gathers = tf.logicalAnd(reaches, tf.logicalNot(before));
  const sum = tf.add(tf.mul(slots.gathered, beta2), tf.mul(gamma, 1 - beta2));
  const gathered = tf.where(gathers, sum, slots.gathered);
  const mean = tf.div(gathered, 1 - beta2 ** t);
  const settled = tf.less(tf.abs(tf.sub(mean, gamma)), epsilon);
  const now = tf.logicalAnd(gathers, t > 1 ? settled : tf.zerosLike(settled));
  const velocity = tf.where(before, tf.add(tf.mul(slots.velocity, beta1), g), slots.velocity);
  const descent = tf.mul(velocity, tf.mul(slots.rate, beta1 - 1));
  return {
    ...{ m, v, velocity, gathered },
    w: tf.add(w, tf.where(before, descent, p)),
    rate: tf.where(now, mean, slots.rate),
    switched: tf.cast(tf.logicalOr(before, now), 'float32'),
  };
}

function adamStep(m: Tensor, v: Tensor, { config, t, learningRate }: At): Tensor {
  const { beta1, beta2, epsilon } = config;
  const adam = { scale: Math.sqrt(1 - beta2 ** t) / (1 - beta1 ** t), adaptive: true };
  const { scale, adaptive } = config.rectified ? rectified(config, t, true) : adam;
  return tf.mul(adaptive ? tf.div(m, tf.add(tf.sqrt(v), epsilon)) : m, -learningRate * scale);
}
