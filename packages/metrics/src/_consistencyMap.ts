import { z } from 'zod';
import { elasticNet } from './elasticNet';
import type { MapFitter } from './LinearMap';
import { oneToOne, percentileMap } from './percentileMap';
import { pls } from './pls';
import { ridge } from './ridge';

const alpha = z.number().positive().default(1).meta({ description: 'Penalty' });

/** How a target is predicted from a source. */
export const ConsistencyMap = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('pls'),
    components: z.int().positive().default(25).meta({ description: 'Latent components' }),
  }),
  z.strictObject({ kind: z.literal('ridge'), alpha }),
  z.strictObject({
    kind: z.literal('elasticNet'),
    alpha,
    l1Ratio: z.number().min(0).max(1).default(0.5).meta({ description: 'Share of absolute coefficients' }),
  }),
  z.strictObject({ kind: z.literal('oneToOne') }),
  z.strictObject({
    kind: z.literal('percentile'),
    percentile: z
      .number()
      .min(0)
      .max(100)
      .default(0)
      .meta({ description: 'Of the training correlations, from which on source units are used' }),
    alpha,
  }),
]);

/** The map of a parsed configuration, and whether its predictions are linear in its target. */
export function consistencyMap(config: z.output<typeof ConsistencyMap>): {
  readonly map: MapFitter;
  readonly linearInTarget: boolean;
} {
  return { map: fitterOf(config), linearInTarget: config.kind === 'ridge' };
}

function fitterOf(config: z.output<typeof ConsistencyMap>): MapFitter {
  switch (config.kind) {
    case 'pls':
      return (source, target) => pls(source, target, config);
    case 'ridge':
      return (source, target) => ridge(source, target, config);
    case 'elasticNet':
      return (source, target) => elasticNet(source, target, config);
    case 'oneToOne':
      return oneToOne;
    case 'percentile':
      return (source, target) => percentileMap(source, target, config);
  }
}
