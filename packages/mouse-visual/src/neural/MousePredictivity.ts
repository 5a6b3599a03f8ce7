import { MapConfig } from '@goal-driven/metrics';
import { z } from 'zod';

/** A map from a source to units by its kind, or the comparison of dissimilarity matrices, which needs none. */
export const MouseMap = z.discriminatedUnion('kind', [
  ...MapConfig.options,
  z.strictObject({ kind: z.literal('rsa') }).meta({
    title: 'Pearson correlation of dissimilarity matrices (1 - correlation over units), all images, no map',
    source: 'Kriegeskorte 2008',
  }),
]);
export type MouseMap = z.output<typeof MouseMap>;

const count = (description: string) => z.int().positive().meta({ description, unit: '1' });

export const MousePredictivity = z
  .strictObject({
    map: MouseMap.prefault({ kind: 'pls', components: 25, clamp: true }),
    splits: count('Random splits of the images; split s is RandomState(s).permutation').default(10),
    trainFraction: z.number().gt(0).lt(1).default(0.5).meta({ description: 'Share in training, rounded up' }),
    halves: count('Random halves of the trials').default(100),
    seed: z
      .int()
      .nonnegative()
      .max(0xffffffff)
      .default(0)
      .meta({ description: 'Of the first half; half h has seed + h' }),
  })
  .meta({
    title: 'Noise-corrected prediction of units',
    source:
      'Nayebi et al. 2023: PLS of 25 components, ten splits, half of the images in training, 100 halves',
  });
export type MousePredictivity = z.output<typeof MousePredictivity>;

/**
 * The maps by which animals and models were compared, from the strictest to the freest. PLS takes fewer components where
 * the source has fewer units than 25 or the training images are too few; the published code needs at least 25.
 */
export const publishedMaps: readonly z.input<typeof MouseMap>[] = [
  { kind: 'rsa' },
  { kind: 'oneToOne' },
  { kind: 'ridge', alpha: 1 },
  { kind: 'pls', components: 25, clamp: true },
];

/** What a map is called in scores and figures: `pls 25`, `ridge 1`. */
export function mouseMapName(map: MouseMap): string {
  switch (map.kind) {
    case 'pls':
      return `pls ${map.components}${map.perTarget ? ' per unit' : ''}`;
    case 'ridge':
    case 'lasso':
      return `${map.kind} ${map.alpha}`;
    case 'elasticNet':
      return `elasticNet ${map.alpha} ${map.l1Ratio}`;
    case 'percentile':
      return `percentile ${map.percentile}`;
    default:
      return map.kind;
  }
}
