import { ImageData } from '@goal-driven/stimuli';
import { z } from 'zod';
import { LayerChoice } from '../neural/chooseLayers';
import { MouseMap, MousePredictivity, publishedMaps } from '../neural/MousePredictivity';
import { RandomHierarchy } from '../neural/randomHierarchy';
import { UnitSelection } from '../neural/selectUnits';
import { SyntheticMice } from '../neural/syntheticMice';
import { ProbedNetwork } from './ProbedNetwork';

const file = (description: string) => z.string().min(1).meta({ description });
const count = (description: string) => z.int().positive().meta({ description, unit: '1' });

export const NeuralFitsConfig = z
  .strictObject({
    recordings: z.array(file('NPZ file')).min(1).optional().meta({
      description: 'Files of recordings, one for each area as a rule; without them mice are synthetic',
    }),
    features: file(
      'NPZ file of the features of a model, an array for each layer; without it and `network` a random hierarchy stands for a model where mice are synthetic, and recorded ones are compared with each other alone',
    ).optional(),
    layers: z.array(z.string().min(1)).min(1).optional().meta({
      description: 'Layers of `features` from input to output; all in the order of the file if left out',
    }),
    network: ProbedNetwork.optional().meta({
      description:
        'A network as the model in place of `features`, of a finished run for one; it is shown `stimuli`',
    }),
    stimuli: ImageData.prefault({ kind: 'objects', seed: 3, images: 118 }).meta({
      description: 'What `network` is shown: the images of the recordings, in their order',
    }),
    crop: z.int().positive().max(2048).default(224).meta({
      description: 'Side of the middle of a stimulus that is resized to what `network` sees',
      unit: 'px',
    }),
    hierarchy: RandomHierarchy.prefault({}),
    mice: SyntheticMice.prefault({}),
    reliabilityHalves: count('Halves for the reliability of units, where a file has none').default(900),
    selection: UnitSelection.prefault({}),
    fit: MousePredictivity.prefault({}),
    layerChoice: LayerChoice.prefault({}),
    consistencyMaps: z
      .array(MouseMap)
      .default(() => publishedMaps.map((map) => MouseMap.parse(map)))
      .meta({ description: 'Maps by which animals are compared with each other, from the strictest on' }),
    pairwise: z.boolean().default(false).meta({
      description: 'Compare animals also one with one, from as many units as the smallest has',
    }),
    unitShares: z
      .array(z.number().gt(0).max(1))
      .default([])
      .meta({ description: 'Shares of the units of other animals for a curve of consistency', unit: '1' }),
    imageCounts: z
      .array(z.int().min(4))
      .default([])
      .meta({ description: 'Numbers of images for a curve of consistency', unit: '1' }),
    shuffledLayers: z.boolean().default(false).meta({
      description: 'Score the hierarchy also of a model whose layers are mixed at random, as a control',
    }),
    areaMap: z.boolean().default(true).meta({
      description: 'Also predict areas from each other, and map them; takes 3 areas of 2 animals',
    }),
    timeWindow: z.number().positive().optional().meta({
      description: 'Also fit in one window of time after another, of this width; needs a model',
      unit: 'ms',
    }),
    resamples: count('Draws of animals for intervals').default(1000),
  })
  .meta({
    title: 'Layers of a model and other animals as predictors of units of mouse visual cortex',
    source: 'Nayebi et al. 2023',
  });
export type NeuralFitsConfig = z.output<typeof NeuralFitsConfig>;

const synthetic = (units: number, more: object = {}) => ({
  ...{ specimens: 3, fewestUnits: units, mostUnits: 2 * units, ...more },
});

/** Partial configurations of `mouse-visual/neural-fits`. */
export const neuralFitsPresets = {
  /** All that was published of the Neuropixels data; name the files of recordings and features. */
  published: {
    pairwise: true,
    unitShares: [0.2, 0.36, 0.52, 0.68, 0.84, 1],
    imageCounts: [20, 40, 60, 80, 100, 118],
    shuffledLayers: true,
  },
  /** The same of the calcium data. */
  'published-calcium': { selection: { unitReliability: 0.3, windowReliability: null } },
  quick: {
    hierarchy: { images: 80, units: 32 },
    mice: synthetic(10, { trials: 20, bins: 10, binWidth: 25 }),
    reliabilityHalves: 20,
    selection: { unitPercentile: null },
    fit: { map: { kind: 'ridge', alpha: 1 }, splits: 4, halves: 4 },
    layerChoice: { by: 'otherAnimals' },
    unitShares: [0.2, 0.5, 1],
    imageCounts: [20, 40, 80],
    shuffledLayers: true,
    timeWindow: 50,
  },
  smoke: {
    hierarchy: { images: 30, layers: 4, units: 8 },
    mice: synthetic(4, { specimens: 2, trials: 8, bins: 5, binWidth: 50, silent: 0, running: 0 }),
    reliabilityHalves: 4,
    selection: { unitPercentile: null },
    fit: { map: { kind: 'ridge', alpha: 1 }, splits: 2, halves: 2 },
    consistencyMaps: [{ kind: 'rsa' }, { kind: 'oneToOne' }, { kind: 'ridge', alpha: 1 }],
    resamples: 20,
  },
};
