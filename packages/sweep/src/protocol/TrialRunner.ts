import type { TrialRecord } from './SweepState';

export type TrialTask = {
  /** What to run. */
  readonly trial: TrialRecord;
  /** Number of the attempt; later ones go on from a copy of the last checkpoint. */
  readonly attempt: number;
  /** Aborted when the trial is to keep what it has and stop. */
  readonly signal: AbortSignal;
};

/** How a trial ended, as the worker's process sees it. */
export type TrialEnd =
  | {
      readonly kind: 'finished';
      /** As the sweep's objectives stand. */
      readonly objectives: readonly number[];
      /** SHA-256 of the scores. */
      readonly scores: string;
    }
  /** It kept what it has; another attempt goes on. */
  | { readonly kind: 'interrupted' }
  /** The same would happen again: the study threw, or it went over a limit. */
  | { readonly kind: 'failed'; readonly message: string }
  /** It ran to its end and left no score that an objective asks for. */
  | { readonly kind: 'unscored'; readonly message: string }
  /** Not the trial's fault, such as a full disk. */
  | { readonly kind: 'deferred'; readonly message: string }
  /** Its process is gone. */
  | { readonly kind: 'crashed'; readonly message: string };

/** Runs one trial at a time for a worker. */
export type TrialRunner = (task: TrialTask) => Promise<TrialEnd>;
