import type { Claimant } from './claimTrial';
import type { JournalEvent } from './JournalEvent';
import { leaseWatch } from './leaseWatch';
import { nearest } from './nearest';
import { outcomeOf } from './outcomeOf';
import { patiently } from './patiently';
import type { WorkerOptions } from './runWorker';
import { CANCELLED } from './sweepFolder';
import type { TrialRecord } from './SweepState';
import { workerView } from './workerView';
import { takeTrial } from './takeTrial';
import { trialFiles } from './trialFiles';
import type { TrialEnd } from './TrialRunner';
import { underLease, type Mine } from './underLease';

/** How many trials of others an idle worker watches; once all but the dead have ended, those are watched. */
const WATCHED = 16;
/** How long to leave a disk alone that has just refused a trial, ms. */
const RESPITE = 5000;

/** Where a worker gets its trials from and hands in what came of them. */
export function trialDesk(options: WorkerOptions) {
  const { sweep, store, clock, name, signal, say = () => undefined } = options;
  const { leases, limits } = sweep.file;
  const view = workerView(options);
  const { state } = view;
  const claimant: Claimant = {
    claim: { worker: name, ...options.process, time: '' },
    watch: leaseWatch(clock, leases.lease * 1000),
    attempts: limits.attempts,
    isGone: options.isGone,
  };
  const patience = { clock, signal: undefined, say };
  const tryToTake = (trial: TrialRecord) => takeTrial(trial, view, claimant, options);

  /** Before any trial has had its objectives, that one has not is the sweep's fault: the others need not run to say so too. */
  const stopUnlessScored = async (message: string) => {
    await view.look();
    if ([...state.trials.values()].some((trial) => trial.state === 'finished')) return;
    await patiently(() => store.create(CANCELLED, `${message}\n`), patience);
  };

  return {
    isDone: view.isDone,
    /** The next trial that nobody has; of those that others had, one whose worker is dead. */
    async take(): Promise<Mine | undefined> {
      if (state.waiting.size === 0 || !view.isFresh()) await view.look();
      while (state.waiting.size > 0 && !signal.aborted) {
        const trial = pick(state.waiting, name);
        const mine = await tryToTake(trial);
        if (mine !== undefined) return mine;
        if (state.waiting.has(trial)) break; // its files say otherwise than the journal: look again later
      }
      for (const trial of nearest(state.running, name, WATCHED)) {
        const mine = await tryToTake(trial);
        if (mine !== undefined) return mine;
      }
      return undefined;
    },
    /** Runs a trial and puts down how it ended; 'taken' where another worker did. */
    async attempt(mine: Mine): Promise<TrialEnd['kind'] | 'taken'> {
      const { trial, attempt } = mine;
      const began = clock.now();
      const end = await underLease(mine, options);
      const outcome = end && outcomeOf(end, { trial, attempt, store, attempts: limits.attempts });
      const files = trialFiles(store, trial.id);
      const mineStill = outcome && (await patiently(() => files.createOutcome(attempt, outcome), patience));
      if (!mineStill) {
        say(`${trial.id}: another worker has taken it over`);
        return 'taken';
      }
      const seconds = Math.round(clock.now() - began) / 1000;
      await view.write({ ...view.endOf(trial.id, { attempt, outcome }), seconds } as JournalEvent);
      if (end.kind === 'unscored') await stopUnlessScored(end.message);
      if (end.kind === 'deferred') {
        say(`${trial.id}: put off: ${end.message}`);
        await clock.sleep(RESPITE, signal);
      }
      return end.kind;
    },
  };
}

/** One of the first trials that wait: not the same for all workers, or they would all run for one. */
function pick(waiting: ReadonlySet<TrialRecord>, name: string): TrialRecord {
  const among = Math.min(waiting.size, 2048);
  let at = 0;
  for (const letter of name) at = (31 * at + letter.charCodeAt(0)) % 1_000_003;
  at %= among;
  for (const trial of waiting) if (at-- === 0) return trial;
  throw new Error('sweep: there is a trial that waits');
}
