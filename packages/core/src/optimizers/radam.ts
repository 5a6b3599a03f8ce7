import type { Tensor } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { tf } from '../tf';
import { mapTree, type Tree } from '../tree';
import { moments } from './adam';
import { mapTrees } from './mapTrees';
import type { Optimizer } from './Optimizer';

export const RAdam = z
  .strictObject({
    kind: z.literal('radam'),
    ...moments,
    epsilon: z
      .number()
      .positive()
      .default(1e-9)
      .meta({ description: 'Added to the root of the uncorrected second moment' }),
  })
  .meta({
    title: 'Rectified Adam: steps by the mean alone until the mean square is known well enough',
    source: 'Liu et al. 2020, arXiv:1908.03265; neuroailab/Neural-Alignment',
  });
type RAdam = z.output<typeof RAdam>;

/** How the t-th step of rectified Adam is made of the moments: `w - rate scale m`, over `sqrt(v) + epsilon` or not. */
export type Rectified = { readonly scale: number; readonly adaptive: boolean };

/**
 * With `rho = R - 2 t beta2^t / (1 - beta2^t)`, `R = 2 / (1 - beta2) - 1`: adaptive from rho = 5 on, then Adam's scale
 * `sqrt(1 - beta2^t) / (1 - beta1^t)` times `sqrt((rho - 4) (rho - 2) R / ((R - 4) (R - 2) rho))`; before that
 * `1 / (1 - beta1^t)`.
 *
 * @param t from 1
 * @param strict whether rho must be above 5, as PyTorch and SWATS have it
 */
export function rectified(
  { beta1, beta2 }: { readonly beta1: number; readonly beta2: number },
  t: number,
  strict = false,
): Rectified {
  const most = 2 / (1 - beta2) - 1;
  const kept = beta2 ** t;
  const rho = most - (2 * t * kept) / (1 - kept);
  const correction = 1 / (1 - beta1 ** t);
  if (strict ? rho <= 5 : rho < 5) return { scale: correction, adaptive: false };
  const share = ((rho - 4) * (rho - 2) * most) / ((most - 4) * (most - 2) * rho);
  return { scale: correction * Math.sqrt((1 - kept) * share), adaptive: true };
}

/** `m <- beta1 m + (1 - beta1) g`, `v <- beta2 v + (1 - beta2) g^2`, then as `rectified` says; slots `m` and `v`. */
export function radam({ beta1, beta2, epsilon }: RAdam): Optimizer {
  const average = (old: Tree, grads: Tree, keep: number, f: (g: Tensor) => Tensor): Tree =>
    mapTrees(old, [grads], (mean, [g]) => tf.tidy(() => tf.add(tf.mul(mean, keep), tf.mul(f(g!), 1 - keep))));
  const zeros = (params: Tree): Tree => mapTree(params, (leaf) => tf.zerosLike(leaf));
  return {
    init: (params) => ({ m: zeros(params), v: zeros(params) }),
    update: (grads, state, params, { step, learningRate }) => {
      const m = average(state.m as Tree, grads, beta1, (g) => g);
      const v = average(state.v as Tree, grads, beta2, (g) => tf.square(g));
      const { scale, adaptive } = rectified({ beta1, beta2 }, step + 1);
      const moved = mapTrees(params, [m, v], (w, [mean, square]) =>
        tf.tidy((): Tensor => {
          const direction = adaptive ? tf.div(mean!, tf.add(tf.sqrt(square!), epsilon)) : mean!;
          return tf.sub(w, tf.mul(direction, learningRate * scale));
        }),
      );
      return { params: moved, state: { m, v } };
    },
  };
}
