import { z } from 'zod';
import { tf } from '../tf';
import type { Tree } from '../tree';
import { mapTrees } from './mapTrees';
import { matchesAny, PathPatterns } from './pathPatterns';

const rate = z.number().min(0).meta({ description: 'Strength of the decay, lambda' });

/**
 * Two things that go by one name. `l2` adds `lambda w` to the gradient, the gradient of
 * `lambda / 2 |w|^2`, so that it passes through momentum and Adam's scaling; the logged loss does not
 * contain the penalty. `decoupled` takes `learning rate lambda w` from the weight itself.
 */
export const WeightDecay = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('l2'), rate, paths: PathPatterns }),
  z.strictObject({ kind: z.literal('decoupled'), rate, paths: PathPatterns }),
]);
export type WeightDecay = z.output<typeof WeightDecay>;

/** The gradients with `rate w` added at `paths`: new tensors there, the same ones elsewhere. */
export function withL2Gradient(grads: Tree, params: Tree, { rate, paths }: WeightDecay): Tree {
  const decayed = matchesAny(paths);
  return mapTrees(grads, [params], (g, [w], path) =>
    decayed(path) ? tf.tidy(() => tf.add(g, tf.mul(w!, rate))) : g,
  );
}

/** The parameters with `learningRate rate w` taken away at `paths`, `w` being the weights before the update. */
export function withDecoupledDecay(
  updated: Tree,
  before: Tree,
  { rate, paths }: WeightDecay,
  learningRate: number,
): Tree {
  const decayed = matchesAny(paths);
  return mapTrees(updated, [before], (next, [w], path) =>
    decayed(path) ? tf.tidy(() => tf.sub(next, tf.mul(w!, learningRate * rate))) : next,
  );
}
