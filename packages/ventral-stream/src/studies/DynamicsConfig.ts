import { z } from 'zod';
import { Occlusion } from '../analysis/occlusionMaps';
import { Unit } from '../analysis/Unit';
import { chosenFields } from './chosenNetwork';

const images = (description: string) => z.int().positive().meta({ description, unit: 'images' });
const steps = (description: string) => z.int().positive().meta({ description, unit: '10 ms' });

export const DynamicsConfig = z
  .strictObject({
    ...chosenFields,
    images: images('Held-out images, drawn without replacement; all where there are fewer').default(200),
    layers: z.array(z.string()).optional().meta({
      description: 'Nodes to look at; those with a cell where left out, or all maps where there is no cell',
    }),
    traces: z
      .strictObject({
        images: images('How many of the images').default(6),
        units: z.array(Unit).optional().meta({ description: 'The most responsive ones where left out' }),
        unitsOfLayer: z.int().positive().default(2).meta({ description: 'How many of each layer otherwise' }),
      })
      .prefault({}),
    trajectories: z
      .strictObject({
        pooled: z.boolean().default(true).meta({
          description: "Whether a state is the map's mean of each channel, or all pixels",
        }),
        components: z.int().min(2).max(100).default(5).meta({
          description:
            'Components whose explained variance is reported; fewer where there are fewer channels',
        }),
      })
      .prefault({}),
    fields: z
      .strictObject({
        images: images('How many of the images').default(8),
        every: steps('Steps between two fields').default(1),
      })
      .prefault({}),
    ablation: z
      .strictObject({
        window: steps('Length of a window in which something is taken away').default(4),
      })
      .prefault({}),
    sensitivity: z
      .strictObject({
        images: images('How many of the images').default(4),
        occlusion: Occlusion.prefault({}),
      })
      .prefault({}),
  })
  .meta({ title: 'What a network does in time' });
export type DynamicsConfig = z.output<typeof DynamicsConfig>;

/** Partial configurations of `ventral-stream/dynamics`. */
export const dynamicsPresets = {
  quick: {
    untrained: {
      network: { kind: 'published', name: 'rgc_shallow', width: 0.125 },
      data: {
        test: { kind: 'objects', categories: ['Faces', 'Cars', 'Planes', 'Chairs'], first: 8000, pixels: 32 },
        size: 32,
      },
    },
    images: 60,
  },
  smoke: {
    untrained: {
      network: {
        kind: 'published',
        name: 'rgc_shallow',
        width: 0.03,
        presentation: { mode: 'own', timesteps: 8, imageOff: 5 },
      },
      data: {
        test: { kind: 'objects', categories: ['Faces', 'Cars'], objects: 1, first: 4, images: 8, pixels: 16 },
        size: 16,
      },
    },
    images: 6,
    traces: { images: 2, unitsOfLayer: 1 },
    trajectories: { components: 2 },
    fields: { images: 2, every: 2 },
    sensitivity: { images: 2 },
  },
};
