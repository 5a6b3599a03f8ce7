import { OptimizerConfig, Schedule, TrainConfig, WeightDecay } from '@goal-driven/core';
import { z } from 'zod';
import { ruleSettings, RuleSetting } from './ruleSettings';
import { ShiftedTemplates } from './shiftedTemplates';

/** What all comparisons of rules share. */
export const creditFields = {
  seeds: z
    .array(z.int().nonnegative())
    .min(1)
    .default([0, 1, 2, 3, 4, 5, 6, 7])
    .meta({ description: 'A network of each rule is trained from each; they are what n counts' }),
  data: ShiftedTemplates.prefault({}),
  width: z.int().positive().default(64).meta({ description: 'Units of a hidden layer', unit: '1' }),
  normalised: z.boolean().default(true).meta({ description: 'Whether hidden layers are batch normalised' }),
  batchSize: z.int().positive().default(64).meta({ description: 'Images of an update', unit: 'images' }),
  training: TrainConfig.extend({
    steps: TrainConfig.shape.steps.default(620),
    optimizer: OptimizerConfig.prefault({ kind: 'sgd', momentum: 0.9, nesterov: true }),
    schedule: Schedule.prefault({ kind: 'constant', learningRate: 0.03 }),
    weightDecay: WeightDecay.optional().prefault({ kind: 'l2', rate: 1e-3, paths: ['**/kernel'] }),
    logEvery: TrainConfig.shape.steps.default(20),
    checkpointEvery: TrainConfig.shape.steps.default(10_000),
  })
    .prefault({})
    .meta({ title: 'Training', source: 'Shared specification of learning rules, D.1: 10 epochs' }),
};

/** Accuracy by rule and depth. */
export const CreditConfig = z
  .strictObject({
    ...creditFields,
    depths: z
      .array(z.int().positive())
      .min(1)
      .default([2, 4, 8, 12])
      .meta({ description: 'Hidden layers of the networks', unit: '1' }),
    rules: z.array(RuleSetting).min(1).default(Object.values(ruleSettings)),
  })
  .meta({ title: 'Credit assignment by depth', source: 'Shared specification of learning rules, D.1' });
export type CreditConfig = z.output<typeof CreditConfig>;

/** What a training of a comparison needs. */
export type CreditBase = {
  readonly [Name in keyof typeof creditFields]: z.output<(typeof creditFields)[Name]>;
};
