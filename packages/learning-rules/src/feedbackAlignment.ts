import type { LearningRule } from '@goal-driven/core';
import { leafAt } from '@goal-driven/core';
import { z } from 'zod';
import { creditByFeedback, feedbackFields, sendBackBy, treeFrom } from './feedbackRule';
import { FeedbackStart, startFeedback } from './FeedbackStart';
import { kernelLeaves } from './kernelLeaves';

export const FeedbackAlignment = z
  .strictObject({
    kind: z.literal('feedbackAlignment'),
    start: FeedbackStart.prefault({ kind: 'shuffled' }),
    ...feedbackFields,
  })
  .meta({
    title: 'Feedback alignment: errors go down by fixed random kernels',
    source: 'Lillicrap et al. 2016, doi:10.1038/ncomms13276',
  });
export type FeedbackAlignment = z.output<typeof FeedbackAlignment>;

/**
 * Errors go down by random kernels that never change, `error B`; forward kernels learn as ever, input times error, and
 * come to align with the feedback.
 */
export const feedbackAlignment = (config: FeedbackAlignment): LearningRule => ({
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
      feedbackGrads: () => ({}),
    }),
  turns: (step) => ({ params: step, feedback: undefined }),
});
