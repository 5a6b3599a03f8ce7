import type { Axis } from './Axis';
import type { BestTrial } from './bestTrials';
import type { Objective } from './SweepFile';
import type { TrialRow } from './TrialRow';

/** What the figures of a sweep are drawn from. */
export type SweepView = {
  readonly rows: readonly TrialRow[];
  readonly axes: readonly Axis[];
  readonly objectives: readonly Objective[];
  /** Suggestions at the largest budget that any has finished with, averaged over seeds, the best first. */
  readonly best: readonly BestTrial[];
  /** Names of the objectives, with units. */
  readonly labels: readonly string[];
  /** How many of the best stand out. */
  readonly highlighted: number;
};
