import { z } from 'zod';
import { tf } from '../tf';
import { mapTree, type Tree } from '../tree';

/** A factor of all losses that falls in steps. */
export const LossRate = z
  .strictObject({
    milestones: z
      .array(z.int().positive())
      .min(1)
      .meta({ description: 'Updates at which the losses fall', unit: 'updates' }),
    factor: z
      .number()
      .positive()
      .default(0.1)
      .meta({ description: 'Factor of the losses at each milestone' }),
  })
  .meta({
    title: 'Rate of the losses',
    source: 'neuroailab/Neural-Alignment: 0.1, 0.01 and 0.001 of both losses from epochs 30, 60 and 80',
  });
export type LossRate = z.output<typeof LossRate>;

/**
 * What the losses are multiplied by in the update that follows `step` others, turns counted all alike: `factor^k`, k the
 * milestones reached. Of plain descent it does what `step` of the learning rate does; momentum brings the old rate
 * along, and Adam hardly notices.
 */
export const lossRateAt = (rate: LossRate | undefined, step: number): number =>
  rate === undefined ? 1 : rate.factor ** rate.milestones.filter((at) => at <= step).length;

/** Gradients of losses that are multiplied by a rate; the same tensors where it is 1. */
export const withLossRate = (grads: Tree, rate: number): Tree =>
  rate === 1 ? grads : mapTree(grads, (grad) => tf.mul(grad, rate));
