import { z } from 'zod';
import { Clip } from '../optimizers/clipping';
import { LossRate } from '../optimizers/lossRate';
import { OptimizerConfig } from '../optimizers/Optimizer';
import { Schedule } from '../optimizers/Schedule';
import { UpdateNoise } from '../optimizers/updateNoise';
import { WeightDecay } from '../optimizers/weightDecay';

const every = (description: string) => z.int().positive().meta({ description, unit: 'updates' });

/** How parameters are trained, whatever the architecture, the task, the data and the rule are. */
export const TrainConfig = z
  .strictObject({
    steps: every('Parameter updates in all'),
    optimizer: OptimizerConfig.meta({ description: 'What turns credit into an update' }),
    schedule: Schedule.meta({ description: 'Learning rate by update' }),
    feedbackOptimizer: OptimizerConfig.optional().meta({
      description: "Optimizer of the learning rule's own feedback parameters; `optimizer` where left out",
    }),
    feedbackSchedule: Schedule.optional().meta({
      description: 'Learning rate of the feedback parameters; `schedule` where left out',
    }),
    lossRate: LossRate.optional().meta({
      description:
        'Factor of the loss, `l2` decay included, and of what the feedback parameters descend; 1 where left out',
    }),
    clip: Clip.optional().meta({ description: 'Limit on the gradients, after `l2` decay is added to them' }),
    weightDecay: WeightDecay.optional().meta({ description: 'Decay of the weights at chosen paths' }),
    updateNoise: UpdateNoise.optional().meta({ description: 'Noise added after every update' }),
    accumulate: z
      .int()
      .positive()
      .default(1)
      .meta({ description: 'Batches whose mean gradient makes one update' }),
    logEvery: every('Updates between two points of the curves').default(10),
    evaluateEvery: every('Updates between two looks at the held-out stream').optional(),
    evaluateBatches: z.int().positive().default(1).meta({ description: 'Held-out batches per look' }),
    checkpointEvery: every('Updates between two checkpoints').default(100),
    keepLast: z.int().positive().default(2).meta({ description: 'Newest checkpoints kept' }),
    keepBest: z
      .string()
      .optional()
      .meta({ description: 'Also keep the checkpoint lowest in this value, such as heldOut/decodingError' }),
    prefetch: z.int().min(0).default(1).meta({ description: 'Batches read ahead of the one in use' }),
  })
  .meta({ title: 'Training' });
export type TrainConfig = z.output<typeof TrainConfig>;
