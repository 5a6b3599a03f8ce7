import { lossOf } from './claimTrial';
import type { Store } from './Store';
import { trialFiles, type OutcomeFile } from './trialFiles';
import type { TrialEnd } from './TrialRunner';
import type { Mine } from './underLease';

type Ending = Mine & { readonly store: Store; readonly attempts: number };

/** What is put down about an attempt: nothing that depends on when, where or by whom. */
export function outcomeOf(end: TrialEnd, { trial, attempt, store, attempts }: Ending): OutcomeFile {
  switch (end.kind) {
    case 'finished':
      return {
        outcome: 'finished',
        objectives: end.objectives.map((value) => (Number.isFinite(value) ? value : null)),
        scores: end.scores,
      };
    case 'interrupted':
      return { outcome: 'interrupted' };
    case 'failed':
    case 'deferred':
      return { outcome: end.kind, message: end.message };
    case 'unscored':
      return { outcome: 'failed', message: end.message };
    case 'crashed': {
      const loss = lossOf(trialFiles(store, trial.id), attempt, attempts);
      return {
        ...loss,
        message: loss.outcome === 'failed' ? `${end.message}; ${loss.message}` : end.message,
      };
    }
  }
}
