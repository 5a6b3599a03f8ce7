import type { Tensor } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { tf } from '../tf';
import { mapTree, type Tree } from '../tree';
import { mapTrees } from './mapTrees';
import type { Optimizer } from './Optimizer';

export const Adagrad = z
  .strictObject({
    kind: z.literal('adagrad'),
    initial: z
      .number()
      .min(0)
      .default(0.1)
      .meta({ description: "Sum of squares at the start; 0 is PyTorch's, 0.1 TensorFlow's" }),
    epsilon: z.number().positive().default(1e-10).meta({
      description:
        'Added to the root of the sum; TensorFlow has none, which float32 cannot tell from the default',
    }),
  })
  .meta({
    title: 'Adagrad: rates that fall with what has been gathered',
    source:
      'Duchi et al. 2011, JMLR 12:2121; TensorFlow 1 tf.train.AdagradOptimizer; PyTorch 1.13 torch.optim.Adagrad',
  });
type Adagrad = z.output<typeof Adagrad>;

/** `s <- s + g^2`, `w <- w - rate g / (sqrt(s) + epsilon)`; slot `square` s starts at `initial`. */
export const adagrad = ({ initial, epsilon }: Adagrad): Optimizer => ({
  init: (params) => ({ square: mapTree(params, (leaf) => tf.fill(leaf.shape, initial)) }),
  update: (grads, state, params, { learningRate }) => {
    const square = mapTrees(state.square as Tree, [grads], (sum, [g]) =>
      tf.tidy(() => tf.add(sum, tf.square(g!))),
    );
    const moved = mapTrees(params, [grads, square], (w, [g, sum]) =>
      tf.tidy((): Tensor => tf.sub(w, tf.mul(tf.div(g!, tf.add(tf.sqrt(sum!), epsilon)), learningRate))),
    );
    return { params: moved, state: { square } };
  },
});
