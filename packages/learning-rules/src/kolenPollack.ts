import { leafAt, mapTree, tf, type LearningRule } from '@goal-driven/core';
import { z } from 'zod';
import { creditByFeedback, feedbackFields, sendBackBy, treeFrom } from './feedbackRule';
import { FeedbackStart, startFeedback } from './FeedbackStart';
import { kernelLeaves } from './kernelLeaves';

export const KolenPollack = z
  .strictObject({
    kind: z.literal('kolenPollack'),
    decay: z.number().min(0).default(1e-3).meta({
      description:
        'Coefficient of decay; its gradient is twice it times B, so that it equals an l2 weight decay of W of rate 2 decay',
      unit: '1',
    }),
    start: FeedbackStart.prefault({ kind: 'shuffled' }),
    ...feedbackFields,
  })
  .meta({
    title: 'Kolen-Pollack: feedback kernels change as the forward kernels do, and both decay',
    source:
      'Kolen & Pollack 1994, doi:10.1109/ICNN.1994.374486; Akrout et al. 2019, arXiv:1904.05391; ' +
      'Kunin et al. 2020, arXiv:2003.01513',
  });
export type KolenPollack = z.output<typeof KolenPollack>;

/**
 * A feedback kernel descends the transpose of its forward kernel's pseudogradient and `2 decay B`. Where W decays as
 * fast (`weightDecay` l2 of rate `2 decay` in the training) and both have the same optimizer, their difference
 * shrinks by `1 - rate 2 decay` with each step of plain descent, whatever the data say. It transports changes of
 * weights, not weights.
 *
 * Clipping is of the forward gradients alone, and would undo that.
 */
export const kolenPollack = (config: KolenPollack): LearningRule => ({
  name: config.kind,
  config,
  init: (params, rng) =>
    treeFrom(kernelLeaves(config.kind, params, config.paths), (kernel, path) =>
      startFeedback(config.start, kernel, rng.child(path)),
    ),
  credit: (args) =>
    creditByFeedback(args, {
      config,
      sendBackAt: sendBackBy(args.feedback),
      feedbackAt: (path) => leafAt(args.feedback, path),
      feedbackGrads: ({ grads }) =>
        mapTree(args.feedback, (feedback, path) => {
          const change = leafAt(grads, path)!;
          const transposed = change.rank === 2 ? tf.transpose(change) : change;
          return tf.add(transposed, tf.mul(feedback, 2 * config.decay));
        }),
    }),
});
