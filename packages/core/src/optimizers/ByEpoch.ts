import { z } from 'zod';

/** A rate that is set at the start of each epoch and stays within it. */
export const ByEpoch = z.strictObject({
  kind: z.literal('by-epoch'),
  learningRate: z.number().positive().meta({ description: 'Full learning rate' }),
  updates: z.int().positive().meta({ description: 'Updates of an epoch', unit: 'updates' }),
  warmUp: z
    .strictObject({
      epochs: z.int().positive().meta({ description: 'Epochs until the full rate', unit: 'epochs' }),
      from: z
        .number()
        .min(0)
        .max(1)
        .default(1e-4)
        .meta({ description: 'Share of the full rate one epoch before the first' }),
    })
    .optional()
    .meta({ description: 'A linear rise before the course; none where left out' }),
  course: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('constant') }),
      z.strictObject({
        kind: z.literal('step'),
        milestones: z
          .array(z.int().positive())
          .min(1)
          .meta({ description: 'Epochs, from 0, at whose start the rate falls', unit: 'epochs' }),
        factor: z.number().positive().default(0.1).meta({ description: 'Factor of the rate at each' }),
      }),
      z.strictObject({
        kind: z.literal('cosine'),
        epochs: z
          .int()
          .positive()
          .meta({ description: 'Epochs in all, the last at a rate of 0', unit: 'epochs' }),
      }),
    ])
    .meta({ description: 'What the rate does after the warm-up' }),
});
export type ByEpoch = z.output<typeof ByEpoch>;

/**
 * The learning rate of epoch e, from 0: `rate (1 - (1 - (e + 1) / W) (1 - from))` while it warms up for W epochs, then
 *
 * - `step`: `rate factor^k`, k the milestones reached, counted from the start of training
 * - `cosine`: `rate (1 + cos(pi (e + 1 - W) / (E - W))) / 2`, so below the full rate from the first epoch on, and 0 in
 *   the last and after
 *
 * @source OpenSelfSup's and mmcv's hooks, as the published configurations of Nayebi et al. 2023 use them
 */
export function rateOfEpoch({ learningRate, warmUp, course }: ByEpoch, epoch: number): number {
  const warm = warmUp?.epochs ?? 0;
  if (warmUp !== undefined && epoch < warm)
    return learningRate * (1 - (1 - (epoch + 1) / warm) * (1 - warmUp.from));
  switch (course.kind) {
    case 'constant':
      return learningRate;
    case 'step':
      return learningRate * course.factor ** course.milestones.filter((at) => at <= epoch).length;
    case 'cosine': {
      const phase = Math.min(1, (epoch + 1 - warm) / Math.max(1, course.epochs - warm));
      return (learningRate * (1 + Math.cos(Math.PI * phase))) / 2;
    }
  }
}
