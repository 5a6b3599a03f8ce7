import { RandomState } from '@goal-driven/core/arrays';
import { MapConfig, stratifiedShuffleSplit, type Split } from '@goal-driven/metrics';
import { z } from 'zod';
import type { NeuralRecording } from './NeuralRecording';

const seed = z.int().nonnegative().max(0xffffffff);

/** How images are parted into those of training and of test. */
export const ImageSplits = z
  .discriminatedUnion('kind', [
    z
      .strictObject({
        kind: z.literal('withinCategory'),
        trainFraction: z.number().gt(0).lt(1).default(0.75).meta({ description: 'Share in training' }),
        splits: z.int().positive().default(10).meta({ description: 'Random splits', unit: '1' }),
        seed: seed.default(0).meta({ description: 'Of the one generator for all splits' }),
      })
      .meta({ title: 'Three quarters of each category in training', source: 'Nayebi et al. 2018' }),
    z.strictObject({ kind: z.literal('brainScore') }).meta({
      title: 'Ten splits, nine tenths in training, objects in their shares, seed 1',
      source: 'Brain-Score, MajajHong2015',
    }),
  ])
  .meta({ title: 'Images in training and test' });
export type ImageSplits = z.output<typeof ImageSplits>;

/**
 * How a prediction is corrected for the noise of finite trials; r a correlation over test images, SB Spearman-Brown.
 *
 * - `simple`: `r / sqrt(reliability)` per site, reliability the mean over halves of SB(r(Y1, Y2)) over all images
 * - `fittedHalves`: `r(P, Y) / sqrt(SB(r(P1, P2)) SB(r(Y1, Y2)))` per site, P1 and P2 from maps fitted to either half
 * - `brainScore`: `(median r)^2 / median reliability`, medians over sites first
 */
export const noiseForms = ['simple', 'fittedHalves', 'brainScore'] as const;
export type NoiseForm = (typeof noiseForms)[number];

export const PredictivityConfig = z
  .strictObject({
    mapping: z.enum(['shared', 'perBin', 'timeAverage']).default('shared').meta({
      description: 'One map for all bins, one for each, or one of the averages over time',
    }),
    map: MapConfig.prefault({ kind: 'pls', components: 25, scale: false, clamp: true }),
    units: z.int().positive().optional().meta({
      description:
        'Units of a layer, drawn at random; all if left out. One map for all bins holds images x bins x units',
      unit: '1',
    }),
    splits: ImageSplits.prefault({ kind: 'withinCategory' }),
    noise: z.enum(noiseForms).default('simple').meta({ description: 'Correction for the noise of trials' }),
    halves: z.int().positive().default(10).meta({ description: 'Random halves of the trials', unit: '1' }),
    seed: seed
      .default(0)
      .meta({ description: 'Of the units, and of the first half; the next half has one more' }),
  })
  .meta({
    title: 'Neural predictivity over time',
    source: 'Nayebi et al. 2018, 2022: PLS of 25 components, one map for all bins',
  });
export type PredictivityConfig = z.output<typeof PredictivityConfig>;

/** The splits of a recording's images. */
export function splitsOf(config: ImageSplits, { categories, objects }: NeuralRecording): Split[] {
  return config.kind === 'brainScore'
    ? stratifiedShuffleSplit(objects, new RandomState(1), { splits: 10, trainFraction: 0.9 })
    : stratifiedShuffleSplit(categories, new RandomState(config.seed), config);
}
