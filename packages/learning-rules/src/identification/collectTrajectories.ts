import { join } from 'node:path';
import { DataError, readRun } from '@goal-driven/core';
import { diskStore, readState, runFolderOf } from '@goal-driven/sweep';
import type { CardFacts } from './datasetCard';
import { joinDatasets, samplesOf, type RuleDataset } from './RuleDataset';
import { trajectoryOf } from './trajectoryOf';
import { TrajectoryConfig } from './TrajectoryConfig';

type Collected = { readonly dataset: RuleDataset; readonly facts: CardFacts };

/**
 * The trajectories of all finished trials of a sweep of `learning-rules/trajectory`, in the order of its suggestions.
 *
 * @param folder of the sweep
 * @throws DataError as `collectRuns` does
 */
export function collectTrajectories(folder: string): Collected {
  const { state } = readState(diskStore(folder));
  const finished = [...state.trials.values()]
    .filter((trial) => trial.state === 'finished')
    .sort((a, b) => Math.min(...a.indices) - Math.min(...b.indices) || a.seed - b.seed);
  return collectRuns(finished.map(({ id, attempt }) => join(folder, runFolderOf(id, attempt))));
}

/**
 * The trajectories of runs of `learning-rules/trajectory`, in their order. Those that diverged are counted.
 *
 * @param folders of the runs
 * @throws DataError where one is of another study or has not ended, or none is left
 */
export function collectRuns(folders: readonly string[]): Collected {
  const diverged: Record<string, number> = {};
  const sets = folders.flatMap((folder) => {
    const run = readRun(folder);
    const parsed = TrajectoryConfig.safeParse(run.config);
    if (!parsed.success)
      throw new DataError(
        `collectRuns: runs must be of learning-rules/trajectory, got ${folder} of ${run.manifest.study}`,
      );
    const config = parsed.data;
    if (run.scores.some(({ metric, value }) => metric === 'diverged' && value === 1)) {
      diverged[config.rule] = (diverged[config.rule] ?? 0) + 1;
      return [];
    }
    return [samplesOf(trajectoryOf(run.metrics, config), config)];
  });
  const origin = `${folders.length} trainings by the study learning-rules/trajectory.`;
  return { dataset: joinDatasets(sets), facts: { origin, diverged } };
}
