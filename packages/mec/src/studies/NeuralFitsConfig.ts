import { z } from 'zod';
import { Arena } from '../arena';
import { Baseline } from '../baselines/Baseline';
import { mappedLayers } from '../layerMaps';
import { Binning } from '../neural/binSessions';
import { Reliability } from '../neural/correctedFit';
import { NeuralFit } from '../neural/neuralFit';
import { SyntheticAnimals } from '../neural/syntheticSessions';
import { PlaceCells } from '../placeCells';
import { Motion } from '../trajectories';

const count = (description: string) => z.int().positive().meta({ description, unit: '1' });

/** What networks are trained on, for baselines where there is no network. */
const Inputs = z
  .strictObject({
    arena: Arena.prefault({}),
    motion: Motion.prefault({}),
    placeCells: PlaceCells.prefault({}),
    timesteps: count('Steps per path, T').default(20),
  })
  .meta({ title: 'Inputs and targets from which baselines are made' });

/** The cells that networks are held against, and paths on which networks are mapped. */
export const Held = {
  run: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'Folder of a finished run of mec/path-integration; its last checkpoint is taken' }),
  recordings: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'List of recorded sessions; without it animals are synthetic' }),
  animals: SyntheticAnimals.prefault({}),
  binning: Binning.prefault({}),
  batches: count('Batches of paths on which networks are mapped').default(100),
  batchSize: count('Paths per batch').default(200),
};

export const NeuralFitsConfig = z
  .strictObject({
    ...Held,
    layers: z
      .array(z.enum(mappedLayers))
      .min(1)
      .optional()
      .meta({ description: 'Layers of the network; all that it has of these if left out' }),
    untrained: z.boolean().default(true).meta({ description: 'Also the network as it was before training' }),
    inputs: Inputs.prefault({}).meta({ description: 'For baselines without a run; else those of the run' }),
    baselines: z
      .array(Baseline)
      .default(() => [
        Baseline.parse({ kind: 'velocity' }),
        Baseline.parse({ kind: 'placeCells' }),
        Baseline.parse({ kind: 'nmf' }),
      ])
      .meta({ description: 'Features of place without a network, fitted where the network was trained' }),
    fits: z
      .array(NeuralFit)
      .min(1)
      .default(() => [NeuralFit.parse({})])
      .meta({ description: 'Maps to the cells and how bins are split; figures are of the first' }),
    reliability: Reliability.optional().meta({
      description: 'Also correct the fits for the noise of trials; binning.trials says how many there are',
    }),
    acrossArenas: z.boolean().default(true).meta({
      description: 'Also fit in one arena and try in another, where cells were recorded in both',
    }),
    cellScores: z
      .boolean()
      .default(true)
      .meta({ description: 'Also one score for each cell, of the first fit' }),
  })
  .meta({
    title: 'Networks, baselines and animals as predictors of cells',
    source:
      'Nayebi et al. 2021: 100 batches of 200 paths, 5 cm bins, ridge from a fifth of the bins, ten splits',
  });
export type NeuralFitsConfig = z.output<typeof NeuralFitsConfig>;

const random = { kind: 'random', trainFraction: 0.2, splits: 10 };
const regions = (division: string) => ({ map: { kind: 'ridge' }, splits: { kind: 'regions', division } });
const maps = [{ kind: 'ridge' }, { kind: 'pls', components: 25, clamp: true }, { kind: 'oneToOne' }].map(
  (map) => ({ map, splits: random }),
);

/** Partial configurations of `mec/neural-fits`. */
export const neuralFitsPresets = {
  published: {
    fits: [...maps, ...['topbottom', 'leftright', 'quad', 'checkerboard'].map(regions)],
  },
  'published-elastic-net': { fits: [{ map: { kind: 'elasticNetSearch' }, splits: random }] },
  quick: {
    batches: 20,
    inputs: { placeCells: { count: 128 } },
    animals: { animals: 3, cells: 30, duration: 900, otherArenas: [{ width: 1.5, height: 1.5 }] },
    binning: { trials: 4 },
    fits: [...maps, ...['leftright', 'quad', 'checkerboard'].map(regions)],
    reliability: { halves: 5 },
  },
  smoke: {
    batches: 2,
    batchSize: 60,
    inputs: { placeCells: { count: 16, sigma: 0.4 } },
    animals: { animals: 2, cells: 8, duration: 120, otherArenas: [{ width: 1.2, height: 1.2 }] },
    binning: { binWidth: 0.2, trials: 4 },
    baselines: [{ kind: 'velocity' }, { kind: 'placeCells' }, { kind: 'nmf', components: 2, maxSweeps: 20 }],
    fits: [
      { splits: { kind: 'random', trainFraction: 0.4, splits: 2 } },
      { map: { kind: 'oneToOne' }, splits: { kind: 'regions', division: 'checkerboard' } },
    ],
    reliability: { halves: 2 },
  },
};
