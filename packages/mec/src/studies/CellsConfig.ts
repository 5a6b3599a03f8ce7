import { z } from 'zod';
import { mappedLayers } from '../layerMaps';
import { Held } from './NeuralFitsConfig';

const threshold = (value: number, description: string, unit = '1') =>
  z.number().default(value).meta({ description, unit });

const { run, recordings, animals, binning, batches, batchSize } = Held;

export const CellsConfig = z
  .strictObject({
    ...{ run, recordings, animals, binning, batches, batchSize },
    layer: z.enum(mappedLayers).default('g').meta({ description: 'Layer of the network' }),
    heldUnits: z.int().positive().default(100).meta({
      description: 'Units, the first of the layer, whose activity is held for shuffles, heading and speed',
      unit: '1',
    }),
    smoothingSd: z.number().nonnegative().default(1).meta({ description: 'Of the maps', unit: 'bins' }),
    shuffles: z
      .int()
      .nonnegative()
      .default(500)
      .meta({ description: 'Shuffles of each cell; 0 for the fixed thresholds', unit: '1' }),
    percentile: z.number().min(0).max(100).default(99).meta({ description: 'Of the shuffled scores' }),
    shortestShift: z
      .number()
      .nonnegative()
      .default(20)
      .meta({ description: 'Of the activity of animals against their path', unit: 's' }),
    thresholds: z
      .strictObject({
        grid: threshold(0.3, 'Grid score'),
        border: threshold(0.5, 'Border score'),
        headDirection: threshold(0.3, 'Length of the mean vector'),
        speed: threshold(0.3, 'Speed score'),
        place: threshold(0.5, 'Spatial information', 'bits per spike'),
      })
      .prefault({})
      .meta({ description: 'Above which a cell is of a class where nothing is shuffled' }),
    ln: z
      .strictObject({
        cells: z
          .int()
          .nonnegative()
          .default(20)
          .meta({ description: 'Cells of a session, and units of a network, drawn by the seed', unit: '1' }),
        meanRate: z.number().positive().default(2).meta({
          description: 'At which units of a network fire the Poisson spikes that stand for their activity',
          unit: 'Hz',
        }),
        positionBins: z.int().min(2).default(20).meta({ description: 'Along either side', unit: '1' }),
        highestSpeed: z
          .number()
          .positive()
          .default(0.5)
          .meta({ description: 'Faster samples of animals are left out', unit: 'm/s' }),
      })
      .prefault({})
      .meta({
        description: 'Linear-nonlinear model: which of position, heading and speed cells and units code for',
      }),
    shownMaps: z.int().positive().default(24).meta({ description: 'Maps in a figure', unit: '1' }),
  })
  .meta({
    title: 'What cells of animals and units of networks are',
    source: 'Nayebi et al. 2021; Langston et al. 2010 for shuffles; Hardcastle et al. 2017 for the LN model',
  });
export type CellsConfig = z.output<typeof CellsConfig>;

/** Partial configurations of `mec/cells`. */
export const cellsPresets = {
  published: {},
  quick: { batches: 20, heldUnits: 30, shuffles: 50, animals: { animals: 2, cells: 20 }, ln: { cells: 4 } },
  smoke: {
    ...{ batches: 2, batchSize: 60, heldUnits: 4, shuffles: 3 },
    animals: { animals: 1, cells: 8, duration: 120 },
    binning: { binWidth: 0.1 },
    ln: { cells: 1, positionBins: 4 },
  },
};
