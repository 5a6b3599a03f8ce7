import { backpropagation, type LearningRule } from '@goal-driven/core';
import { z } from 'zod';
import { ActivationAlignment, activationAlignment } from './activationAlignment';
import { DirectFeedbackAlignment, directFeedbackAlignment } from './directFeedbackAlignment';
import { FeedbackAlignment, feedbackAlignment } from './feedbackAlignment';
import { InformationAlignment, informationAlignment } from './informationAlignment';
import { KolenPollack, kolenPollack } from './kolenPollack';
import { SignSymmetry, signSymmetry } from './signSymmetry';
import { SymmetricAlignment, symmetricAlignment } from './symmetricAlignment';
import { WeightMirror, weightMirror } from './weightMirror';

export const Backpropagation = z
  .strictObject({ kind: z.literal('backpropagation') })
  .meta({ title: 'Backpropagation: errors go down by the transposes of the forward kernels' });
export type Backpropagation = z.output<typeof Backpropagation>;

/**
 * Every learning rule by its `kind`: one line of the config of any study. Feedback kernels are trained by
 * `training.feedbackOptimizer` and `training.feedbackSchedule` where these are given.
 */
export const LearningRuleConfig = z
  .discriminatedUnion('kind', [
    Backpropagation,
    FeedbackAlignment,
    DirectFeedbackAlignment,
    SignSymmetry,
    WeightMirror,
    KolenPollack,
    SymmetricAlignment,
    ActivationAlignment,
    InformationAlignment,
  ])
  .meta({ title: 'Learning rule' });
export type LearningRuleConfig = z.output<typeof LearningRuleConfig>;

/** The rule that a config names. */
export function createLearningRule(config: LearningRuleConfig): LearningRule {
  switch (config.kind) {
    case 'backpropagation':
      return backpropagation;
    case 'feedbackAlignment':
      return feedbackAlignment(config);
    case 'directFeedbackAlignment':
      return directFeedbackAlignment(config);
    case 'signSymmetry':
      return signSymmetry(config);
    case 'weightMirror':
      return weightMirror(config);
    case 'kolenPollack':
      return kolenPollack(config);
    case 'symmetricAlignment':
      return symmetricAlignment(config);
    case 'activationAlignment':
      return activationAlignment(config);
    case 'informationAlignment':
      return informationAlignment(config);
  }
}
