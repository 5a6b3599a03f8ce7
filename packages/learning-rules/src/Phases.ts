import type { Turns } from '@goal-driven/core';
import { z } from 'zod';

/** When the task moves the forward kernels and when alignment moves the feedback. */
export const Phases = z
  .strictObject({
    delay: z.int().nonnegative().default(0).meta({
      description: 'Updates of alignment alone before the task begins',
      unit: 'updates',
    }),
    alternate: z.int().positive().optional().meta({
      description:
        'k: then one update of alignment alone and k of the task alone in turns; both in each where left out',
      unit: 'updates',
    }),
  })
  .meta({
    title: 'Phases of alignment',
    source: 'neuroailab/Neural-Alignment; the mirror phases of Akrout et al. 2019, arXiv:1904.05391',
  });
export type Phases = z.output<typeof Phases>;

/**
 * Whom the update that follows `step` others moves. Each counts its own updates, so a schedule in updates is one in
 * updates of the task: with k = 1 its milestones lie twice as late, as in the repository.
 *
 * @differs the repository counts turns from the first update, delayed or not, and with k > 1 puts milestones k + 1
 *   times later instead of (k + 1) / k
 */
export function turnsAt({ delay, alternate }: Phases, step: number): Turns {
  if (step < delay) return { params: undefined, feedback: step };
  const after = step - delay;
  if (alternate === undefined) return { params: after, feedback: step };
  const alignments = Math.ceil(after / (alternate + 1)); // before this one
  return after % (alternate + 1) === 0
    ? { params: undefined, feedback: delay + alignments }
    : { params: after - alignments, feedback: undefined };
}
