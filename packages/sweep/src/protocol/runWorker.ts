import { EnvironmentError } from '@goal-driven/core/arrays';
import type { Clock } from './Clock';
import type { Sweep } from './plan';
import type { Store } from './Store';
import { CANCELLED } from './sweepFolder';
import { trialDesk } from './trialDesk';
import type { ClaimFile } from './trialFiles';
import type { TrialRunner } from './TrialRunner';

export type WorkerOptions = {
  /** Whose trials are run. */
  readonly sweep: Sweep;
  /** Where the sweep is. */
  readonly store: Store;
  /** This worker's time. */
  readonly clock: Clock;
  /** Runs one trial. */
  readonly runner: TrialRunner;
  /** A name that no other worker has or had. */
  readonly name: string;
  /** What this process is called in claims. */
  readonly process: Omit<ClaimFile, 'worker' | 'time'>;
  /** Whether the process of a claim is known to have ended. */
  readonly isGone: (claim: ClaimFile) => boolean;
  /** Aborted when the worker is to stop: its trial keeps what it has and is given back. */
  readonly signal: AbortSignal;
  /** Leave after so many seconds without a trial to run; stay till the end of the sweep, where left out. */
  readonly idle?: number | undefined;
  /** Take at most so many trials. */
  readonly most?: number | undefined;
  /** Told what the worker does, a line each. */
  readonly say?: ((message: string) => void) | undefined;
};

/**
 * How a worker's day ended: the whole sweep is through; it was told to stop, with work left; the sweep was
 * cancelled; there was nothing to do for it; or it has run as many trials as it was to.
 */
export type WorkerEnd = 'done' | 'interrupted' | 'cancelled' | 'idle' | 'enough';

/** Of the pauses between two looks for work, ms; the longest is a heartbeat. */
const SHORTEST_PAUSE = 100;
/** How many trials in a row may be put off for want of a backend or of room before a worker gives up. */
const MOST_PUT_OFF = 20;

/**
 * Takes trials of a sweep, one after another, until none is left. Any number of workers on any number of machines
 * may do so on one folder; they know of each other by its files alone. The trials' results are the same as
 * those of one worker that is never disturbed.
 *
 * @throws EnvironmentError where the disk refuses for longer than ten minutes, or no trial can be run here
 */
export async function runWorker(options: WorkerOptions): Promise<WorkerEnd> {
  const desk = trialDesk(options);
  const { sweep, signal, clock, store, idle = Infinity, most = Infinity } = options;
  let pause = SHORTEST_PAUSE;
  let resting = 0;
  let putOff = 0;
  for (let taken = 0; taken < most;) {
    if (signal.aborted) return 'interrupted';
    if (store.read(CANCELLED) !== undefined) return 'cancelled';
    const trial = await desk.take();
    if (trial !== undefined) {
      [pause, resting] = [SHORTEST_PAUSE, 0];
      taken += 1;
      putOff = (await desk.attempt(trial)) === 'deferred' ? putOff + 1 : 0;
      if (putOff >= MOST_PUT_OFF) {
        throw new EnvironmentError(
          `sweep: this machine must be able to run a trial, got ${putOff} in a row put off`,
        );
      }
      continue;
    }
    if (desk.isDone()) return 'done';
    if (resting >= idle * 1000) return 'idle';
    await clock.sleep(pause, signal);
    resting += pause;
    pause = Math.min(2 * pause, 1000 * sweep.file.leases.heartbeat);
  }
  return 'enough';
}
