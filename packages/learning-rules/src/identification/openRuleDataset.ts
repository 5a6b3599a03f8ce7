import type { Rng, Session } from '@goal-driven/core';
import { z } from 'zod';
import { collectTrajectories } from './collectTrajectories';
import { readRuleDataset } from './datasetFile';
import type { RuleDataset } from './RuleDataset';
import { trainGrid, TrainingGrid } from './TrainingGrid';

/** Where trajectories come from: networks trained now, a sweep, or a file. */
export const TrajectorySource = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('trained'), grid: TrainingGrid.prefault({}) }),
    z.strictObject({
      kind: z.literal('sweep'),
      folder: z.string().min(1).meta({ description: 'Of a sweep of learning-rules/trajectory' }),
    }),
    z.strictObject({
      kind: z.literal('file'),
      path: z.string().min(1).meta({ description: 'NPZ with its JSON beside it' }),
    }),
  ])
  .meta({ title: 'Source of trajectories' });
export type TrajectorySource = z.output<typeof TrajectorySource>;

/** The trajectories of a source, and how many trainings diverged by rule where that is known. */
export async function openRuleDataset(
  source: TrajectorySource,
  { rng, session }: { readonly rng: Rng; readonly session: Session },
): Promise<{ dataset: RuleDataset; diverged: { readonly [rule: string]: number } }> {
  switch (source.kind) {
    case 'file':
      return { dataset: await readRuleDataset(source.path), diverged: {} };
    case 'sweep': {
      const { dataset, facts } = collectTrajectories(source.folder);
      return { dataset, diverged: facts.diverged };
    }
    case 'trained': {
      const { dataset, facts } = await trainGrid(source.grid, { rng, session });
      return { dataset, diverged: facts.diverged };
    }
  }
}
