import { z } from 'zod';
import { ByEpoch, rateOfEpoch } from './ByEpoch';

const learningRate = z.number().positive().meta({ description: 'Learning rate at the start' });
const steps = (description: string) => z.int().positive().meta({ description, unit: 'updates' });

const Constant = z.strictObject({ kind: z.literal('constant'), learningRate });

const Step = z.strictObject({
  kind: z.literal('step'),
  learningRate,
  milestones: z.array(z.int().positive()).min(1).meta({ description: 'Updates at which the rate falls' }),
  factor: z.number().positive().default(0.1).meta({ description: 'Factor of the rate at each milestone' }),
});

const Exponential = z.strictObject({
  kind: z.literal('exponential'),
  learningRate,
  factor: z.number().positive().meta({ description: 'Factor of the rate over `every` updates' }),
  every: steps('Updates over which the rate changes by `factor`'),
  staircase: z.boolean().default(false).meta({ description: 'Change in jumps instead of smoothly' }),
});

const Cosine = z.strictObject({
  kind: z.literal('cosine'),
  learningRate,
  steps: steps('Updates from the first rate to the last'),
  final: z.number().min(0).default(0).meta({ description: 'Rate at the end and after' }),
});

const WarmUp = z.strictObject({
  kind: z.literal('warm-up'),
  steps: steps('Updates until the full rate'),
  from: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .meta({ description: 'Share of the full rate at the first update' }),
  then: z
    .discriminatedUnion('kind', [Constant, Step, Exponential, Cosine])
    .meta({ description: 'The schedule that follows; its own clock starts when the warm-up ends' }),
});

/** How the learning rate depends on the number of updates done. */
export const Schedule = z
  .discriminatedUnion('kind', [Constant, Step, Exponential, Cosine, WarmUp, ByEpoch])
  .meta({ title: 'Learning-rate schedule' });
export type Schedule = z.output<typeof Schedule>;

/**
 * The learning rate of the update that follows `step` updates.
 *
 * - `step`: `rate factor^k`, k the milestones reached (PyTorch MultiStepLR)
 * - `exponential`: `rate factor^(step / every)` (TensorFlow exponential_decay)
 * - `cosine`: `final + (rate - final) (1 + cos(pi step / steps)) / 2` (Loshchilov & Hutter 2017)
 * - `warm-up`: linear from `from` times the first rate of `then` to that rate (PyTorch LinearLR)
 * - `by-epoch`: as `rateOfEpoch` says, of the epoch that the update is in
 */
export function learningRateAt(schedule: Schedule, step: number): number {
  switch (schedule.kind) {
    case 'constant':
      return schedule.learningRate;
    case 'step':
      return schedule.learningRate * schedule.factor ** schedule.milestones.filter((at) => at <= step).length;
    case 'exponential': {
      const periods = step / schedule.every;
      return schedule.learningRate * schedule.factor ** (schedule.staircase ? Math.floor(periods) : periods);
    }
    case 'cosine': {
      const phase = Math.min(step / schedule.steps, 1);
      return (
        schedule.final + ((schedule.learningRate - schedule.final) * (1 + Math.cos(Math.PI * phase))) / 2
      );
    }
    case 'warm-up': {
      if (step >= schedule.steps) return learningRateAt(schedule.then, step - schedule.steps);
      const share = schedule.from + ((1 - schedule.from) * step) / schedule.steps;
      return share * learningRateAt(schedule.then, 0);
    }
    case 'by-epoch':
      return rateOfEpoch(schedule, Math.floor(step / schedule.updates));
  }
}
