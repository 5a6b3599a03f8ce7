import type { Lost } from './claimTrial';
import { journalReader, journalWriter } from './journal';
import type { JournalEvent } from './JournalEvent';
import { patiently } from './patiently';
import { plan } from './plan';
import type { WorkerOptions } from './runWorker';
import { readSnapshot, restored } from './snapshot';
import { createState } from './SweepState';

/** How long what was read of the journal will do while there are trials that wait, ms. */
const FRESH = 2000;

export type WorkerView = ReturnType<typeof workerView>;

/** A sweep as one worker sees it: what all journals have told it so far, and what it adds by its own. */
export function workerView({ sweep, store, clock, name, say = () => undefined }: WorkerOptions) {
  const snapshot = readSnapshot(store);
  const state = snapshot === undefined ? createState() : restored(snapshot);
  const reader = journalReader(store, snapshot?.offsets);
  const journal = journalWriter(store, name);
  let planned = false;
  let lastLook = -Infinity;

  const time = () => clock.date().toISOString();
  const write = (...events: JournalEvent[]) => {
    if (events.length === 0) return Promise.resolve();
    state.apply(events);
    return patiently(() => journal.write(...events), { clock, signal: undefined, say });
  };
  return {
    state,
    time,
    write,
    isDone: () => planned && state.waiting.size === 0 && state.running.size === 0,
    isFresh: () => clock.now() - lastLook <= FRESH,
    /** Reads what is new in the journals, and plans on from there. */
    async look() {
      lastLook = clock.now();
      state.apply(reader.look().events);
      if (planned) return;
      const { events, done } = plan(sweep, state);
      planned = done;
      await write(...events);
    },
    /** What the journal says of an attempt that is over. */
    endOf: (id: string, { attempt, outcome }: Lost): JournalEvent => ({
      event: 'end',
      id,
      attempt,
      outcome: outcome.outcome,
      ...(outcome.objectives && { objectives: outcome.objectives }),
      ...(outcome.message !== undefined && { message: outcome.message }),
      time: time(),
    }),
  };
}
