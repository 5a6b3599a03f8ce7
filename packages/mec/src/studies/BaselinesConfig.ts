import { z } from 'zod';
import { Arena } from '../arena';
import { Baseline } from '../baselines/Baseline';
import { PlaceCells } from '../placeCells';
import { Motion } from '../trajectories';

const count = (description: string) => z.int().positive().meta({ description, unit: '1' });

export const BaselinesConfig = z
  .strictObject({
    arena: Arena.prefault({}).meta({
      description: 'Arena whose place-cell maps the baselines are fitted to',
    }),
    evaluationArena: Arena.optional().meta({
      description: 'Arena in which their features are mapped and scored; the same one where left out',
    }),
    motion: Motion.prefault({}),
    placeCells: PlaceCells.prefault({}),
    timesteps: count('Steps per path, T').default(20),
    batches: count('Batches of paths').default(1000),
    batchSize: count('Paths per batch').default(200),
    binWidth: z.number().positive().default(0.05).meta({ description: 'Bin of the maps', unit: 'm' }),
    baselines: z
      .array(Baseline)
      .min(1)
      .default(() => [
        Baseline.parse({ kind: 'placeCells' }),
        Baseline.parse({ kind: 'velocity' }),
        Baseline.parse({ kind: 'nmf' }),
        Baseline.parse({ kind: 'pca' }),
        Baseline.parse({ kind: 'nonNegativePca' }),
        Baseline.parse({ kind: 'lowRank' }),
      ])
      .meta({ description: 'What is fitted and scored' }),
    shownMaps: count('Maps in the figure of each baseline').default(12),
  })
  .meta({
    title: 'Baselines of place',
    source: 'Nayebi et al. 2021; Dordek et al. 2016; Sorscher et al. 2019',
  });
export type BaselinesConfig = z.output<typeof BaselinesConfig>;
