import type { Score } from '@goal-driven/core';
import { Results } from '@goal-driven/core';
import type { Store } from './protocol/Store';
import type { SweepState, TrialRecord } from './protocol/SweepState';
import { runFolderOf } from './protocol/trialFiles';
import type { TrialRow } from './TrialRow';

/** The trials of a sweep as rows, in the order of their suggestions; a trial of two suggestions is one row of the first. */
export const trialRows = ({ trials }: SweepState): TrialRow[] =>
  [...trials.values()].map(rowOf).sort((a, b) => a.index - b.index || a.seed - b.seed);

const rowOf = ({
  id,
  indices,
  point,
  budget,
  seed,
  state,
  objectives,
  seconds,
  attempt,
  worker,
}: TrialRecord): TrialRow => ({
  index: Math.min(...indices),
  id,
  point,
  ...(budget !== undefined && { budget }),
  seed,
  state,
  objectives: objectives ?? [],
  seconds,
  attempts: attempt,
  worker,
});

/** The scores that the runs of finished trials wrote, by trial; those whose file is gone are left out. */
export function trialScores(store: Store, { trials }: SweepState): Map<string, readonly Score[]> {
  const scores = new Map<string, readonly Score[]>();
  for (const { id, state, attempt } of trials.values()) {
    const text = state === 'finished' ? store.read(`${runFolderOf(id, attempt)}/results.json`) : undefined;
    if (text !== undefined) scores.set(id, Results.parse(JSON.parse(text)).scores);
  }
  return scores;
}
