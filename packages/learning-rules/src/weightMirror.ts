import type { LearningRule } from '@goal-driven/core';
import { z } from 'zod';
import { alignmentFields, alignmentRule, coefficient } from './alignmentRule';
import { Pipeline } from './Pipeline';

export const WeightMirror = z
  .strictObject({
    kind: z.literal('weightMirror'),
    decay: coefficient(1e-3, 'Of decay'),
    amp: coefficient(1e-3, 'Of amp'),
    ...alignmentFields,
    pipeline: Pipeline.prefault({ noise: {} }),
  })
  .meta({
    title: 'Weight mirror: feedback kernels learn the correlation of noise with what it drives',
    source: 'Akrout et al. 2019, arXiv:1904.05391; Kunin et al. 2020, arXiv:2003.01513',
  });
export type WeightMirror = z.output<typeof WeightMirror>;

/**
 * `decay |B|^2` and `amp` of noise: for noise of standard deviation s B settles at `amp s^2 / (2 decay) W'`, times the
 * number of places of a convolution. The coefficients are the repository's, alpha and beta.
 */
export const weightMirror = (config: WeightMirror): LearningRule =>
  alignmentRule(config, { decay: config.decay, amp: config.amp });
