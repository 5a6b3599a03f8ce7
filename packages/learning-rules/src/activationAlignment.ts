import type { LearningRule } from '@goal-driven/core';
import { z } from 'zod';
import { alignmentFields, alignmentRule, coefficient } from './alignmentRule';

export const ActivationAlignment = z
  .strictObject({
    kind: z.literal('activationAlignment'),
    sparse: coefficient(1e-3, 'Of sparse'),
    amp: coefficient(2e-3, 'Of amp'),
    ...alignmentFields,
  })
  .meta({
    title: 'Activation alignment: feedback kernels learn to project the input as the forward kernels do',
    source: 'Kunin et al. 2020, arXiv:2003.01513',
  });
export type ActivationAlignment = z.output<typeof ActivationAlignment>;

/**
 * `sparse` and `amp`: online least squares of the backward projection onto `amp / (2 sparse)` times the forward one. B
 * goes to that times W' in all directions that the inputs have, slowly where they have little variance.
 */
export const activationAlignment = (config: ActivationAlignment): LearningRule =>
  alignmentRule(config, { sparse: config.sparse, amp: config.amp });
