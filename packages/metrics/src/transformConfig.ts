import { RandomState } from '@goal-driven/core/arrays';
import { z } from 'zod';
import { pca } from './pca';
import { randomProjection } from './randomProjection';
import { standardise } from './standardise';
import type { TransformFitter } from './Transform';

/** A step of preprocessing, by its kind. */
export const TransformConfig = z.discriminatedUnion('kind', [
  z
    .strictObject({ kind: z.literal('standardise') })
    .meta({ title: 'Each feature to mean 0 and deviation 1 over the training samples' }),
  z
    .strictObject({
      kind: z.literal('pca'),
      components: z.int().positive().meta({ description: 'Principal components that are kept' }),
    })
    .meta({ title: 'Principal components of the training samples', source: 'Pearson 1901' }),
  z
    .strictObject({
      kind: z.literal('randomProjection'),
      components: z
        .union([z.int().positive(), z.literal('auto')])
        .default('auto')
        .meta({ description: 'Dimensions; auto, as many as keep distances within the distortion' }),
      distortion: z
        .number()
        .gt(0)
        .lt(1)
        .default(0.1)
        .meta({ description: 'Share by which squared distances may change, where components is auto' }),
      seed: z.int().nonnegative().default(0).meta({ description: 'Of the projection' }),
    })
    .meta({ title: 'Gaussian random projection', source: 'Johnson & Lindenstrauss 1984' }),
]);
export type TransformConfig = z.output<typeof TransformConfig>;

/** The step that a config describes. */
export function createTransform(config: TransformConfig): TransformFitter {
  switch (config.kind) {
    case 'standardise':
      return standardise;
    case 'pca':
      return (samples) => pca(samples, config);
    case 'randomProjection':
      return (samples) => randomProjection(samples, new RandomState(config.seed), projectionOf(config));
  }
}

const projectionOf = ({ components, distortion }: Extract<TransformConfig, { kind: 'randomProjection' }>) =>
  components === 'auto' ? { distortion } : { components };
