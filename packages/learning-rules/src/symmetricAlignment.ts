import type { LearningRule } from '@goal-driven/core';
import { z } from 'zod';
import { alignmentFields, alignmentRule, coefficient } from './alignmentRule';

export const SymmetricAlignment = z
  .strictObject({
    kind: z.literal('symmetricAlignment'),
    decay: coefficient(1e-3, 'Of decay'),
    self: coefficient(2e-3, 'Of self'),
    ...alignmentFields,
  })
  .meta({
    title: 'Symmetric alignment: feedback kernels are pulled to the transposes of the forward kernels',
    source: 'Kunin et al. 2020, arXiv:2003.01513',
  });
export type SymmetricAlignment = z.output<typeof SymmetricAlignment>;

/** `decay` and `self`: B goes to `self / (2 decay) W'`, nearer by `1 - 2 decay rate` with each step of plain descent. */
export const symmetricAlignment = (config: SymmetricAlignment): LearningRule =>
  alignmentRule(config, { decay: config.decay, self: config.self });
