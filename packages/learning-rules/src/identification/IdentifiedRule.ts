import { OptimizerConfig, Schedule, type TrainConfig } from '@goal-driven/core';
import { z } from 'zod';
import { LearningRuleConfig } from '../learningRules';

/** The four rules that are told apart, in the order of their labels. */
export const RULES = ['sgdm', 'adam', 'feedback', 'information'] as const;
export const IdentifiedRule = z.enum(RULES).meta({
  description:
    'sgdm: backpropagation with momentum; adam: backpropagation with Adam; feedback: feedback alignment, ' +
    'information: information alignment, both with momentum',
});
export type IdentifiedRule = z.output<typeof IdentifiedRule>;

export const RuleRates = z
  .strictObject({
    sgd: z.number().positive().default(0.03).meta({ description: 'Learning rate with momentum, of batches of 64' }),
    adam: z.number().positive().default(1e-3).meta({ description: 'Learning rate of Adam, of batches of 64' }),
    feedback: z.number().positive().default(1).meta({
      description: 'Learning rate of the feedback kernels of information alignment',
    }),
    weightDecay: z.number().min(0).default(1e-3).meta({ description: 'L2 on forward kernels, under every rule' }),
    amp: z.number().default(0.2).meta({ description: 'Of information alignment' }),
    null: z.number().default(0.015).meta({ description: 'Of information alignment' }),
    decay: z.number().default(0.05).meta({ description: 'Of information alignment' }),
    noise: z.number().positive().default(1).meta({ description: 'Of its input, standard deviation' }),
  })
  .meta({ title: 'Rates of the rules', source: 'Shared specification of learning rules, D.2' }); // prettier-ignore
export type RuleRates = z.output<typeof RuleRates>;

/**
 * How a rule trains: learning rates grow with the batch. Feedback kernels are drawn as the forward ones are. Forward
 * kernels learn from the first update on under every rule: a phase of alignment alone would tell information alignment
 * by the clock.
 */
export function ruleTraining(
  rule: IdentifiedRule,
  { rates, batchSize }: { readonly rates: RuleRates; readonly batchSize: number },
): { readonly learningRule: LearningRuleConfig } & Pick<
  z.input<typeof TrainConfig>,
  'optimizer' | 'schedule' | 'weightDecay' | 'feedbackOptimizer' | 'feedbackSchedule'
> {
  const momentum = OptimizerConfig.parse({ kind: 'sgd', momentum: 0.9, nesterov: true });
  const constant = (learningRate: number) => Schedule.parse({ kind: 'constant', learningRate });
  const scale = batchSize / 64;
  const observe = { angles: [] };
  const learningRule = LearningRuleConfig.parse(
    rule === 'feedback'
      ? { kind: 'feedbackAlignment', observe }
      : rule === 'information'
        ? {
            ...{
              kind: 'informationAlignment',
              amp: rates.amp,
              null: rates.null,
              decay: rates.decay,
              observe,
            },
            pipeline: { noise: { stddev: rates.noise } },
            firstFeedback: true, // is seen in the pseudo-Jacobian of the first layer
          }
        : { kind: 'backpropagation' },
  );
  return {
    learningRule,
    optimizer: rule === 'adam' ? OptimizerConfig.parse({ kind: 'adam' }) : momentum,
    schedule: constant(scale * (rule === 'adam' ? rates.adam : rates.sgd)),
    ...(rates.weightDecay > 0 && {
      weightDecay: { kind: 'l2' as const, rate: rates.weightDecay, paths: ['**/kernel'] },
    }),
    ...(rule === 'information' && {
      feedbackOptimizer: OptimizerConfig.parse({ kind: 'sgd' }),
      feedbackSchedule: constant(rates.feedback),
    }),
  };
}
