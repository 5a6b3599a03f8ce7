import type { LeaseWatch } from './leaseWatch';
import type { Store } from './Store';
import { trialFiles, type ClaimFile, type OutcomeFile, type TrialFiles } from './trialFiles';

export type Claimant = {
  readonly claim: ClaimFile;
  readonly watch: LeaseWatch;
  /** How often a trial may be lost before it counts as failed. */
  readonly attempts: number;
  /** Whether the process of a claim is known to be gone, as it is on one's own machine. */
  readonly isGone: (claim: ClaimFile) => boolean;
};

/** What came of the wish to have a trial. */
export type Claiming =
  | { readonly kind: 'mine'; readonly attempt: number; readonly lost: Lost | undefined }
  /** Another has it, or had it a moment ago. */
  | { readonly kind: 'held'; readonly attempt: number }
  /** Nobody needs it any more. */
  | {
      readonly kind: 'ended';
      readonly attempt: number;
      readonly outcome: OutcomeFile;
      readonly lost: Lost | undefined;
    };

/** An attempt that this claimant found dead, for its journal. */
export type Lost = { readonly attempt: number; readonly outcome: OutcomeFile };

/**
 * Takes a trial: the first attempt where there was none, else the one after an attempt that is over. Attempt
 * n + 1 may only be claimed once `outcome-n` is there, and there is but one of it; so however many workers
 * wake up late, a trial is finished once.
 */
export function claimTrial(store: Store, id: string, claimant: Claimant): Claiming {
  const files = trialFiles(store, id);
  const newest = files.newest();
  if (newest === 0) return take(files, 1, claimant, undefined);
  const outcome = files.outcome(newest);
  if (outcome !== undefined) return after(files, { attempt: newest, outcome, lost: undefined }, claimant);
  if (!isDead(files, id, newest, claimant)) return { kind: 'held', attempt: newest };
  const verdict = lossOf(files, newest, claimant.attempts);
  const mine = files.createOutcome(newest, verdict);
  const decided = mine ? verdict : files.outcome(newest);
  if (decided === undefined) return { kind: 'held', attempt: newest };
  const lost = mine ? { attempt: newest, outcome: verdict } : undefined;
  return after(files, { attempt: newest, outcome: decided, lost }, claimant);
}

type Ended = { readonly attempt: number; readonly outcome: OutcomeFile; readonly lost: Lost | undefined };

function after(files: TrialFiles, { attempt, outcome, lost }: Ended, claimant: Claimant): Claiming {
  const isOver =
    outcome.outcome === 'finished' || (outcome.outcome === 'failed' && !files.isRetried(attempt));
  return isOver ? { kind: 'ended', attempt, outcome, lost } : take(files, attempt + 1, claimant, lost);
}

function take(files: TrialFiles, attempt: number, { claim }: Claimant, lost: Lost | undefined): Claiming {
  return files.createClaim(attempt, claim) ? { kind: 'mine', attempt, lost } : { kind: 'held', attempt };
}

function isDead(files: TrialFiles, id: string, attempt: number, { watch, isGone }: Claimant): boolean {
  const claim = files.claim(attempt);
  if (claim !== undefined && isGone(claim)) return true;
  return watch.isExpired(`${id}/${attempt}`, files.beat(attempt));
}

/** Lost, to be tried again; or failed, where that has happened too often since a person last said retry. */
export function lossOf(files: TrialFiles, newest: number, attempts: number): OutcomeFile {
  let losses = 1;
  for (let attempt = newest - 1; attempt > 0 && !files.isRetried(attempt); attempt--) {
    if (files.outcome(attempt)?.outcome === 'lost') losses += 1;
  }
  if (losses < attempts) return { outcome: 'lost' };
  return { outcome: 'failed', message: `its worker was lost ${losses} ${losses === 1 ? 'time' : 'times'}` };
}
