import { EnvironmentError } from '@goal-driven/core/arrays';
import type { WorkerOptions } from './runWorker';
import { CANCELLED } from './sweepFolder';
import type { TrialRecord } from './SweepState';
import { trialFiles } from './trialFiles';
import type { TrialEnd } from './TrialRunner';

/** A trial that is this worker's. */
export type Mine = { readonly trial: TrialRecord; readonly attempt: number };

/** Runs a trial while giving signs of life; undefined where another worker has declared this one dead. */
export async function underLease(
  { trial, attempt }: Mine,
  { store, clock, runner, signal, sweep }: WorkerOptions,
): Promise<TrialEnd | undefined> {
  const files = trialFiles(store, trial.id);
  const stop = new AbortController(); // of the run
  const over = new AbortController(); // of the signs of life
  let lost = false;
  const onAbort = () => stop.abort();
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort);
  const beats = (async () => {
    for (let count = 1; ; count++) {
      await clock.sleep(sweep.file.leases.heartbeat * 1000, over.signal);
      if (over.signal.aborted) return;
      if (files.outcome(attempt) !== undefined) lost = true;
      if (lost || store.read(CANCELLED) !== undefined) onAbort();
      try {
        files.writeBeat(attempt, count);
      } catch (error) {
        if (!(error instanceof EnvironmentError)) throw error; // a full disk: the next beat may find room
      }
    }
  })();
  beats.catch(onAbort);
  try {
    const end = await runner({ trial, attempt, signal: stop.signal });
    return lost ? undefined : end;
  } finally {
    over.abort();
    signal.removeEventListener('abort', onAbort);
    await beats;
  }
}
