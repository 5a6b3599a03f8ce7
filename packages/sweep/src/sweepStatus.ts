import { isGone } from '@goal-driven/core/files';
import { z } from 'zod';
import type { Sweep } from './protocol/plan';
import type { Store } from './protocol/Store';
import { readTally } from './protocol/readTally';
import { CANCELLED } from './protocol/sweepFolder';
import type { TrialRecord, TrialState } from './protocol/SweepState';
import type { TrialColumns } from './protocol/TrialColumns';
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
  /** Why it is cancelled, where its first trial had no score that an objective asks for. */
  readonly reason?: string;
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
  const { columns, suggestions, records, damaged } = readTally(store);
  const [finished, failed, open, waiting] = (['finished', 'failed', 'running', 'waiting'] as const).map(
    (state) => placesIn(columns, state),
  ) as [number[], number[], number[], number[]];
  const running = records(open).map((trial) => runningTrial(store, trial));
  const timed = finished.map((place) => columns.seconds[place]!).filter((seconds) => seconds !== null);
  const isPlanned = suggestions >= searcher.count;
  const planned = columns.states.length;
  // Two suggestions may come to one trial: what there will be is known only once all are named.
  const total = isPlanned ? planned : searcher.count * file.seeds.length;
  const isOver = waiting.length + running.length === 0 && isPlanned;
  const cancelled = isOver ? undefined : store.read(CANCELLED)?.trim();
  return {
    study: file.study,
    search: file.search.kind,
    state: isOver
      ? 'done'
      : cancelled !== undefined
        ? 'cancelled'
        : running.length > 0
          ? 'running'
          : 'waiting',
    ...(cancelled && { reason: cancelled }),
    total,
    planned,
    finished: finished.length,
    failed: failed.length,
    waiting: waiting.length,
    running,
    failures: records(failed).map(({ id, indices, seed, message = '' }) => ({
      id,
      index: indices[0]!,
      seed,
      message,
    })),
    repeated: columns.attempts.reduce((sum, attempt) => sum + Math.max(0, attempt - 1), 0),
    secondsPerTrial: timed.reduce((sum, seconds) => sum + seconds, 0) / timed.length,
    best: records(bestOf(finished, columns, file.objectives[0]?.direction)).map(
      ({ id, indices, seed, objectives, point }) => ({
        id,
        index: indices[0]!,
        seed,
        objectives: objectives!,
        point,
      }),
    ),
    damaged,
  };
}

function placesIn({ states }: TrialColumns, wanted: TrialState): number[] {
  const places: number[] = [];
  states.forEach((state, place) => {
    if (state === wanted) places.push(place);
  });
  return places;
}

const BEST = 5;

/** The best by the first objective, the best first; of equals the earlier. */
function bestOf(
  finished: readonly number[],
  { objectives }: TrialColumns,
  direction: 'minimize' | 'maximize' | undefined,
): number[] {
  if (direction === undefined) return [];
  const sign = direction === 'minimize' ? 1 : -1;
  const valueOf = (place: number) => sign * objectives[place]!;
  const best: number[] = [];
  for (const place of finished) {
    if (objectives[place] === null) continue;
    const at = best.findIndex((other) => valueOf(place) < valueOf(other));
    if (at < 0 && best.length >= BEST) continue;
    best.splice(at < 0 ? best.length : at, 0, place);
    best.length = Math.min(best.length, BEST);
  }
  return best;
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
