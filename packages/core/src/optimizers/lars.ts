import type { Tensor } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { tf } from '../tf';
import { mapTree, type Tree } from '../tree';
import { mapTrees } from './mapTrees';
import type { Optimizer } from './Optimizer';
import { matchesAny, PathPatterns } from './pathPatterns';

export const Lars = z
  .strictObject({
    kind: z.literal('lars'),
    momentum: z.number().min(0).lt(1).default(0.9).meta({ description: 'Share of the step that is kept' }),
    trust: z
      .number()
      .positive()
      .default(0.001)
      .meta({ description: 'Length of a step over that of weights' }),
    weightDecay: z.number().min(0).default(1e-6).meta({ description: 'Share of a weight in its gradient' }),
    excluded: PathPatterns.default(['**/bias', '**/beta', '**/bn*/gamma']).meta({
      description:
        'Paths that descend plainly, without decay; patterns that match nothing are allowed. The default is the ' +
        "published implementation's: biases, and gains of batch norms whose name begins with bn",
    }),
    excludedRate: z.number().positive().default(1).meta({
      description: 'Learning rate of the excluded paths over that of all others',
    }),
  })
  .meta({
    title: 'Layer-wise adaptive rates',
    source: 'You et al. 2017, arXiv:1708.03888; the optimizer of OpenSelfSup',
  });
type Lars = z.output<typeof Lars>;

/**
 * `v <- mu v + rate local (g + decay w)`, `w <- w - v`, where `local = trust |w| / (|g| + decay |w|)`; at `excluded`
 * paths local is `excludedRate` and decay 0.
 *
 * w parameter, g gradient, v velocity (slot `velocity`, starts at 0), mu momentum, | | the length of a whole tensor.
 * A tensor of zeros that is not excluded stays as it is.
 *
 * @differs where gradient and decay are both 0 the original divides by 0; here nothing is added to the velocity
 */
export function lars({ momentum: mu, trust, weightDecay, excluded, excludedRate }: Lars): Optimizer {
  const plain = matchesAny(excluded);
  return {
    init: (params) => ({ velocity: mapTree(params, (leaf) => tf.zerosLike(leaf)) }),
    update: (grads, { velocity }, params, { learningRate: rate }) => {
      const velocities = mapTrees(velocity as Tree, [grads, params], (v, [g, w], path) =>
        tf.tidy(() => {
          const kept = tf.mul(v, mu);
          if (plain(path)) return tf.add(kept, tf.mul(g!, rate * excludedRate));
          const pull = tf.add(g!, tf.mul(w!, weightDecay));
          const whole = tf.add(lengthOf(g!), tf.mul(lengthOf(w!), weightDecay));
          const local = tf.divNoNan(tf.mul(lengthOf(w!), trust), whole);
          return tf.add(kept, tf.mul(pull, tf.mul(local, rate)));
        }),
      );
      const moved = mapTrees(params, [velocities], (w, [v]) => tf.sub(w, v!));
      return { params: moved, state: { velocity: velocities } };
    },
  };
}

const lengthOf = (x: Tensor): Tensor => tf.sqrt(tf.sum(tf.square(x)));
