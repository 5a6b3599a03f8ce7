import { isGone } from '@goal-driven/core';
import { z } from 'zod';
import type { Sweep } from './protocol/planner';
import type { Store } from './protocol/Store';
import { CANCELLED, readState } from './protocol/sweepFolder';
import type { TrialRecord } from './protocol/SweepState';
import { runFolderOf, trialFiles } from './protocol/trialFiles';

export type RunningTrial = {
  readonly id: string;
  readonly index: number;
  readonly seed: number;
  readonly attempt: number;
  readonly worker: string;
  /** Since when, as the worker's wall clock had it. */
  readonly since: string;
  /** Parameter updates done, where the run has said. */
  readonly step: number | undefined;
  /** Its worker's process was on this machine and is gone: another worker will take it over. */
  readonly orphaned: boolean;
};

export type FailedTrial = {
  readonly id: string;
  readonly index: number;
  readonly seed: number;
  readonly message: string;
};

/** Where a sweep is. */
export type SweepStatus = {
  readonly study: string;
  readonly search: string;
  readonly state: 'done' | 'cancelled' | 'running' | 'waiting';
  /** Trials that there will be in all; at most, while not all have a name. */
  readonly total: number;
  /** Trials that have a name so far. */
  readonly planned: number;
  readonly finished: number;
  readonly failed: number;
  readonly waiting: number;
  readonly running: readonly RunningTrial[];
  readonly failures: readonly FailedTrial[];
  /** Attempts that came to nothing: lost, put off or interrupted. */
  readonly repeated: number;
  /** Mean over the finished trials, s; NaN before the first. */
  readonly secondsPerTrial: number;
  /** Best finished trials by the first objective. */
  readonly best: readonly {
    readonly id: string;
    readonly index: number;
    readonly seed: number;
    readonly objectives: readonly number[];
    readonly point: TrialRecord['point'];
  }[];
  /** Lines of the journal that could not be read. */
  readonly damaged: number;
};

/** What the journal says of a sweep, and the folders of the trials that run. */
export function sweepStatus(store: Store, { file, searcher }: Pick<Sweep, 'file' | 'searcher'>): SweepStatus {
  const { state, damaged } = readState(store);
  const trials = [...state.trials.values()];
  const of = (wanted: TrialRecord['state']) => trials.filter((trial) => trial.state === wanted);
  const finished = of('finished');
  const failed = of('failed');
  const running = [...state.running].map((trial) => runningTrial(store, trial));
  const timed = finished.filter(({ seconds }) => Number.isFinite(seconds));
  const isPlanned = state.suggestions.length >= searcher.count;
  // Two suggestions may come to one trial: what there will be is known only once all are named.
  const total = isPlanned ? trials.length : searcher.count * file.seeds.length;
  const isOver = state.waiting.size + running.length === 0 && isPlanned;
  return {
    study: file.study,
    search: file.search.kind,
    state: isOver
      ? 'done'
      : store.read(CANCELLED) !== undefined
        ? 'cancelled'
        : running.length > 0
          ? 'running'
          : 'waiting',
    total,
    planned: trials.length,
    finished: finished.length,
    failed: failed.length,
    waiting: state.waiting.size,
    running,
    failures: failed.map(({ id, indices, seed, message = '' }) => ({
      id,
      index: indices[0]!,
      seed,
      message,
    })),
    repeated: trials.reduce((sum, { attempt }) => sum + Math.max(0, attempt - 1), 0),
    secondsPerTrial: timed.reduce((sum, { seconds }) => sum + seconds, 0) / timed.length,
    best: bestOf(finished, file.objectives[0]?.direction),
    damaged,
  };
}

function bestOf(
  finished: readonly TrialRecord[],
  direction: 'minimize' | 'maximize' | undefined,
): SweepStatus['best'] {
  if (direction === undefined) return [];
  const sign = direction === 'minimize' ? 1 : -1;
  const valueOf = ({ objectives }: TrialRecord) => sign * (objectives?.[0] ?? NaN);
  return finished
    .filter((trial) => !Number.isNaN(valueOf(trial)))
    .sort((a, b) => valueOf(a) - valueOf(b))
    .slice(0, 5)
    .map(({ id, indices, seed, objectives, point }) => ({
      id,
      index: indices[0]!,
      seed,
      objectives: objectives!,
      point,
    }));
}

const RunStatus = z.object({ step: z.number() });

function runningTrial(store: Store, { id, indices, seed, attempt, worker, time }: TrialRecord): RunningTrial {
  const claim = trialFiles(store, id).claim(attempt);
  return {
    id,
    index: indices[0]!,
    seed,
    attempt,
    worker: worker || (claim?.worker ?? ''),
    since: time,
    step: stepOf(store.read(`${runFolderOf(id, attempt)}/status.json`)),
    orphaned: claim !== undefined && isGone(claim),
  };
}

function stepOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  try {
    return RunStatus.parse(JSON.parse(text)).step;
  } catch {
    return undefined; // it is being written
  }
}
