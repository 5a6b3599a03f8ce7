import { OptimizerConfig, Schedule } from '@goal-driven/core';
import { z } from 'zod';
import { LearningRuleConfig } from '../learningRules';

/** A learning rule and how its feedback is trained. */
export const RuleSetting = z
  .strictObject({
    name: z.string().min(1).meta({ description: 'Its name in scores and figures' }),
    learningRule: LearningRuleConfig,
    feedbackOptimizer: OptimizerConfig.optional().meta({
      description: 'Of the feedback kernels; that of the training where left out',
    }),
    feedbackSchedule: Schedule.optional().meta({
      description: 'Of the feedback kernels; that of the training where left out',
    }),
  })
  .meta({ title: 'A rule of the comparison' });
export type RuleSetting = z.output<typeof RuleSetting>;

const start = {
  kind: 'drawn',
  initializer: { kind: 'varianceScaling', scale: 2, mode: 'fanIn', distribution: 'untruncatedNormal' },
} as const;
const observe = { angles: ['weight'] };
/** Means of angles are over all kernels, as they were measured there. */
const aligned = { observe, firstFeedback: true };
const descent = (learningRate: number) => ({
  feedbackOptimizer: { kind: 'sgd' },
  feedbackSchedule: { kind: 'constant', learningRate },
});
const noise = { stddev: 1 };
const mirrorFirst = { delay: 50 };

const setting = (name: string, learningRule: object, feedback: object = {}): RuleSetting =>
  RuleSetting.parse({ name, learningRule, ...feedback });

/**
 * The rules of the comparison with the metaparameters of the shared specification, D.1, which were measured there. The
 * l2 decay of W there is 1e-3, that of Kolen-Pollack's feedback the same.
 */
export const ruleSettings = {
  backpropagation: setting('backpropagation', { kind: 'backpropagation' }),
  symmetricAlignment: setting(
    'symmetric alignment',
    { kind: 'symmetricAlignment', start, ...aligned },
    descent(50),
  ),
  activationAlignment: setting(
    'activation alignment',
    { kind: 'activationAlignment', start, ...aligned },
    { feedbackOptimizer: { kind: 'adam' }, feedbackSchedule: { kind: 'constant', learningRate: 0.01 } },
  ),
  weightMirror: setting(
    'weight mirror',
    {
      kind: 'weightMirror',
      decay: 0.05,
      amp: 0.1,
      pipeline: { noise },
      phases: mirrorFirst,
      start,
      ...aligned,
    },
    descent(1),
  ),
  informationAlignment: setting(
    'information alignment',
    {
      ...{ kind: 'informationAlignment', amp: 0.2, null: 0.005, decay: 0.05 },
      ...{ pipeline: { noise }, phases: mirrorFirst, start, ...aligned },
    },
    descent(1),
  ),
  kolenPollack: setting('Kolen-Pollack', { kind: 'kolenPollack', decay: 5e-4, start, observe }),
  signSymmetry: setting('sign symmetry', { kind: 'signSymmetry', magnitudes: 'rectifier', observe }),
  directFeedbackAlignment: setting('direct feedback alignment', {
    kind: 'directFeedbackAlignment',
    initializer: { ...start.initializer, mode: 'fanOut' },
    observe: { angles: [] },
  }),
  feedbackAlignment: setting('feedback alignment', { kind: 'feedbackAlignment', start, observe }),
};
