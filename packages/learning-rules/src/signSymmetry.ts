import { fansOf, leafAt, tf, type LearningRule, type Rng, type Tensor } from '@goal-driven/core';
import { z } from 'zod';
import { creditByFeedback, feedbackFields, treeFrom } from './feedbackRule';
import { feedbackShape, startFeedback } from './FeedbackStart';
import { kernelLeaves } from './kernelLeaves';

export const SignSymmetry = z
  .strictObject({
    kind: z.literal('signSymmetry'),
    magnitudes: z
      .enum(['initialSpread', 'rectifier', 'meanAbsolute', 'random', 'forward'])
      .default('initialSpread')
      .meta({
        description:
          "initialSpread: a layer's standard deviation of W at the start. rectifier: sqrt(2 / fan in) of W. meanAbsolute: " +
          'its mean |W| now. random: the |W| of the start in a random order. forward: |W| now, which is backpropagation',
      }),
    ...feedbackFields,
  })
  .meta({
    title: 'Sign symmetry: feedback has the signs of the forward kernels, and magnitudes of its own',
    source: 'Liao et al. 2016, arXiv:1510.05067; Xiao et al. 2018, arXiv:1811.03567',
  });
export type SignSymmetry = z.output<typeof SignSymmetry>;

/** Errors go down by `sign(W') magnitude`: signs are transported as they are now, magnitudes are not (but see the choice). */
export const signSymmetry = (config: SignSymmetry): LearningRule => ({
  name: config.kind,
  config,
  init: (params, rng) =>
    config.magnitudes === 'meanAbsolute' || config.magnitudes === 'forward'
      ? (kernelLeaves(config.kind, params, config.paths), {})
      : treeFrom(kernelLeaves(config.kind, params, config.paths), (kernel, path) =>
          startMagnitudes(config.magnitudes, kernel, rng.child(path)),
        ),
  credit: (args) => {
    const { params, feedback } = args;
    return tf.tidy(() => {
      const made = new Map(
        kernelLeaves(config.kind, params, config.paths).map(({ path, tensor }) => [
          path,
          signed(tensor, leafAt(feedback, path), config.magnitudes),
        ]),
      );
      return creditByFeedback(args, {
        config,
        sendBackAt: (path) => {
          const kernel = made.get(path);
          return kernel && ((error, { operator }) => operator.reconstruct(error, kernel));
        },
        feedbackAt: (path) => made.get(path),
        feedbackGrads: () => ({}),
      });
    });
  },
  turns: (step) => ({ params: step, feedback: undefined }),
});

/** Magnitudes like the feedback kernel: the same number everywhere, or |W| shuffled. */
function startMagnitudes(magnitudes: SignSymmetry['magnitudes'], kernel: Tensor, rng: Rng): Tensor {
  return tf.tidy(() => {
    if (magnitudes === 'random') return tf.abs(startFeedback({ kind: 'shuffled' }, kernel, rng));
    const variance =
      magnitudes === 'rectifier'
        ? 2 / fansOf(kernel.shape).fanIn
        : tf.moments(kernel).variance.dataSync()[0]!;
    return tf.fill(feedbackShape(kernel), Math.sqrt(variance));
  });
}

function signed(kernel: Tensor, held: Tensor | undefined, magnitudes: SignSymmetry['magnitudes']): Tensor {
  const transposed = kernel.rank === 2 ? tf.transpose(kernel) : kernel;
  if (held !== undefined) return tf.mul(tf.sign(transposed), held);
  const size = tf.abs(transposed);
  return tf.mul(tf.sign(transposed), magnitudes === 'forward' ? size : tf.mean(size));
}
