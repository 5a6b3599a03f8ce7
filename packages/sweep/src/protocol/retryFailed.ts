import type { JournalWriter } from './journal';
import type { Store } from './Store';
import { readState } from './readTally';
import { trialFiles } from './trialFiles';

/**
 * Waives the failure of every failed trial: it waits again, with all its attempts before it.
 *
 * @returns the trials' ids
 */
export function retryFailed(store: Store, journal: JournalWriter): string[] {
  const { state } = readState(store);
  const failed = [...state.trials.values()].filter((trial) => trial.state === 'failed');
  for (const { id, attempt } of failed) trialFiles(store, id).createRetry(attempt);
  if (failed.length > 0)
    journal.write(...failed.map(({ id, attempt }) => ({ event: 'retry', id, attempt }) as const));
  return failed.map(({ id }) => id);
}
