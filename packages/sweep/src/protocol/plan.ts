import type { Study } from '@goal-driven/core';
import { createRng } from '@goal-driven/core/arrays';
import type { Searcher, Suggestion, Told } from '../search/Searcher';
import type { SearchSpace } from '../SearchSpace';
import type { SweepFile } from '../SweepFile';
import { describeTrial } from './describeTrial';
import type { JournalEvent } from './JournalEvent';
import type { SweepState, TrialRecord } from './SweepState';

/** A sweep, ready to be planned and run. */
export type Sweep = {
  readonly file: SweepFile;
  readonly study: Study;
  readonly space: SearchSpace;
  readonly searcher: Searcher;
};

export type Planned = {
  /** Trials that nobody had named yet. */
  readonly events: readonly JournalEvent[];
  /** Whether there will be no more. */
  readonly done: boolean;
};

/**
 * The suggestions that can be made now, from what the journal says alone: whoever plans, and however often, says
 * the same. Applies them to `state` too.
 *
 * @param most of them, at once
 * @throws ConfigError where the study's schema refuses a suggestion
 */
export function plan({ file, study, space, searcher }: Sweep, state: SweepState, most = Infinity): Planned {
  const rng = createRng(file.seed).child('search');
  const suggested: Suggestion[] = [];
  const told: (Told | 'open')[] = [];
  const events: JournalEvent[] = [];
  for (let index = 0; ; index++) {
    const known = state.suggestions[index];
    if (known === undefined || known.trials.length < file.seeds.length) {
      if (events.length >= most) return { events, done: false };
      const answer = searcher.suggest({ index, suggested, told, space, rng: rng.child(index) });
      if (answer === 'wait' || answer === 'done') return { events, done: answer === 'done' };
      const named = trialsOf({ file, study, space }, index, answer);
      events.push(...named);
      state.apply(named);
    }
    const { suggestion, trials } = state.suggestions[index]!;
    suggested.push(suggestion);
    told.push(toldOf(suggestion, trials, file));
  }
}

function trialsOf(
  sweep: Pick<Sweep, 'file' | 'study' | 'space'>,
  index: number,
  { point, budget, parents }: Suggestion,
) {
  return sweep.file.seeds.map((seed): JournalEvent => {
    const { id } = describeTrial(sweep.study, sweep, { point, budget, seed });
    return {
      event: 'trial',
      index,
      id,
      point,
      ...(budget !== undefined && { budget }),
      ...(parents && { parents }),
      seed,
    };
  });
}

/** What a searcher hears of a suggestion: the mean over its seeds, smaller always better. */
function toldOf(
  suggestion: Suggestion,
  trials: readonly TrialRecord[],
  { objectives }: SweepFile,
): Told | 'open' {
  if (trials.some(({ state }) => state === 'waiting' || state === 'running')) return 'open';
  if (trials.some(({ state }) => state === 'failed')) return { ...suggestion, objectives: undefined };
  const means = objectives.map(({ direction }, at) => {
    const sum = trials.reduce((total, trial) => total + (trial.objectives?.[at] ?? NaN), 0);
    return ((direction === 'minimize' ? 1 : -1) * sum) / trials.length;
  });
  return { ...suggestion, objectives: means };
}
