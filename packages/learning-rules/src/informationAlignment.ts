import type { LearningRule } from '@goal-driven/core';
import { z } from 'zod';
import { alignmentFields, alignmentRule, coefficient, type Roles } from './alignmentRule';

export const InformationAlignment = z
  .strictObject({
    kind: z.literal('informationAlignment'),
    amp: coefficient(2e-3, 'Of amp'),
    null: coefficient(1e-3, 'Of null, which bounds the feedback'),
    decay: coefficient(1e-3, 'Of decay, or of what takes its place'),
    reversed: z.boolean().default(false).meta({
      description: "Whether null is of the forward kernel's reconstruction of the backward projection",
    }),
    sparse: z.boolean().default(false).meta({ description: 'Whether sparse takes the place of decay' }),
    ...alignmentFields,
  })
  .meta({
    title: 'Information alignment: feedback kernels correlate pre with post, and reconstruct little',
    source: 'Kunin et al. 2020, arXiv:2003.01513',
  });
export type InformationAlignment = z.output<typeof InformationAlignment>;

/** Primitives of the rule; the coefficients are the repository's alpha, beta and gamma, in this order. */
export const informationRoles = ({
  amp,
  null: bound,
  decay,
  reversed,
  sparse,
}: InformationAlignment): Roles => ({
  amp,
  [reversed ? 'nullReversed' : 'null']: bound,
  [sparse ? 'sparse' : 'decay']: decay,
});

/**
 * `amp`, `null` and `decay`: with inputs of covariance s^2 the feedback settles at
 * `amp / 2 (null W' W + decay / s^2)^-1 W'`, whose singular values are at most `amp s / (4 sqrt(null decay))` however
 * large W is. Local, unless one of the variants is chosen.
 */
export const informationAlignment = (config: InformationAlignment): LearningRule =>
  alignmentRule(config, informationRoles(config));
