import type { Scalar } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { tf } from '../tf';
import { leaves, mapTree, type Tree } from '../tree';

/** How gradients are kept from being too large: their length together, or each element. */
export const Clip = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('global-norm'),
    norm: z.number().positive().meta({ description: 'Largest length of all gradients taken as one vector' }),
  }),
  z.strictObject({
    kind: z.literal('value'),
    value: z.number().positive().meta({ description: 'Largest magnitude of one element of a gradient' }),
  }),
]);
export type Clip = z.output<typeof Clip>;

/** The gradients within the limit, as new tensors. */
export const clip = (grads: Tree, config: Clip): Tree =>
  config.kind === 'value' ? clipByValue(grads, config.value) : clipByGlobalNorm(grads, config.norm);

/** The length of all leaves taken as one vector. */
export const globalNorm = (tree: Tree): Scalar =>
  tf.tidy(() => tf.sqrt(tf.addN(leaves(tree).map(({ tensor }) => tf.sum(tf.square(tensor)))))) as Scalar;

/**
 * `g norm / max(norm, |g|)`: untouched while the length of all gradients together is at most `norm`.
 *
 * @source TensorFlow clip_by_global_norm
 * @differs PyTorch's clip_grad_norm_ divides by |g| + 1e-6
 */
function clipByGlobalNorm(grads: Tree, norm: number): Tree {
  if (leaves(grads).length === 0) return grads;
  const scale = tf.tidy(() => tf.div(norm, tf.maximum(globalNorm(grads), norm)));
  const clipped = mapTree(grads, (g) => tf.mul(g, scale));
  scale.dispose();
  return clipped;
}

const clipByValue = (grads: Tree, value: number): Tree =>
  mapTree(grads, (g) => tf.clipByValue(g, -value, value));
