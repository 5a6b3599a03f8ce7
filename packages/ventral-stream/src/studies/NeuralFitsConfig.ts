import { z } from 'zod';
import { areas } from '../benchmarks/NeuralRecording';
import { PredictivityConfig } from '../benchmarks/PredictivityConfig';
import { SyntheticSites } from '../benchmarks/syntheticSites';
import { Augmentation, ImageFolder } from '@goal-driven/stimuli';
import { chosenFields } from './chosenNetwork';

export const NeuralFitsConfig = z
  .strictObject({
    ...chosenFields,
    recordings: z
      .strictObject({
        responses: z.string().min(1).meta({
          description:
            'NPZ file of a recording, below 2 GiB (float32 where it is long); `neuralRecordingOf` says how',
        }),
        images: ImageFolder.meta({ description: 'Its images, in the order of the rows' }),
        preparation: Augmentation.optional().meta({
          description:
            "From a stored image to what the network sees; that of the network's data where left out",
        }),
      })
      .optional()
      .meta({ description: 'What was recorded; synthetic sites where left out' }),
    sites: SyntheticSites.prefault({}).meta({
      description: 'Sites that hear another network of the same graph, which was never trained',
    }),
    layers: z.array(z.string()).min(1).optional().meta({
      description: 'Nodes that are held against areas, from low to high; those with a cell where left out',
    }),
    areas: z
      .array(z.enum(areas))
      .min(1)
      .optional()
      .meta({ description: 'All of the recording where left out' }),
    units: z.int().positive().nullable().default(1000).meta({
      description: 'Units of a layer that are looked at, drawn at random; null: all of them',
    }),
    predictivity: PredictivityConfig.prefault({}),
  })
  .meta({ title: 'A network over time beside sites of the ventral stream' });
export type NeuralFitsConfig = z.output<typeof NeuralFitsConfig>;

const small = (images: number, pixels: number) => ({
  test: { kind: 'objects', images, pixels, objects: 2, variation: ['low', 'medium'] },
  size: pixels,
});

/** Partial configurations of `ventral-stream/neural-fits`. */
export const neuralFitsPresets = {
  quick: {
    untrained: { network: { kind: 'published', name: 'rgc_shallow', width: 0.125 }, data: small(320, 32) },
    sites: { sites: 8, trials: 10 },
    units: 300,
    predictivity: { splits: { kind: 'withinCategory', splits: 3 } },
  },
  smoke: {
    untrained: { network: { kind: 'published', name: 'rgc_shallow', width: 0.03 }, data: small(32, 16) },
    sites: { sites: 2, trials: 4 },
    units: 20,
    predictivity: {
      map: { kind: 'pls', components: 3 },
      splits: { kind: 'withinCategory', splits: 2 },
      halves: 2,
    },
  },
};
