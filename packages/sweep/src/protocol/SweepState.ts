import type { Json } from '@goal-driven/core';
import { ConfigError } from '@goal-driven/core/arrays';
import type { Suggestion } from '../search/Searcher';
import type { JournalEvent, OutcomeKind } from './JournalEvent';

/** Where a trial stands; a failed one has no attempt left. */
export type TrialState = 'waiting' | 'running' | 'finished' | 'failed';

/** All that the journal says of one trial. */
export type TrialRecord = {
  readonly id: string;
  /** Numbers of the suggestions that came to this trial, ascending. */
  readonly indices: number[];
  readonly point: { readonly [name: string]: Json };
  readonly budget: number | undefined;
  readonly seed: number;
  state: TrialState;
  /** Number of the newest attempt known; 0 before the first. */
  attempt: number;
  /** Number of the newest attempt whose failure a person has waived. */
  retried: number;
  worker: string;
  objectives: readonly number[] | undefined;
  seconds: number;
  message: string | undefined;
  /** When it last changed, as its writer's wall clock had it: for people. */
  time: string;
};

export type SuggestedTrials = {
  readonly suggestion: Suggestion;
  readonly trials: readonly TrialRecord[];
};

/**
 * The state of a sweep as the journal tells it. Events may come in any order between writers and more than
 * once: a later attempt wins over an earlier one, an end over a start, the first word on an end over the
 * second.
 */
export type SweepState = {
  readonly trials: ReadonlyMap<string, TrialRecord>;
  /** What was suggested, by number, with a trial per seed. Two suggestions may come to the same trials. */
  readonly suggestions: readonly (SuggestedTrials | undefined)[];
  readonly waiting: ReadonlySet<TrialRecord>;
  readonly running: ReadonlySet<TrialRecord>;
  apply(events: readonly JournalEvent[]): void;
};

/** A state, empty or with what is known already. */
export function createState(known: readonly TrialRecord[] = [], suggestions: Suggestions = []): SweepState {
  const trials = new Map(known.map((trial) => [trial.id, trial]));
  const waiting = new Set(known.filter(({ state }) => state === 'waiting'));
  const running = new Set(known.filter(({ state }) => state === 'running'));
  const early = new Map<string, JournalEvent[]>(); // of trials that another file of the journal is yet to name
  const move = (trial: TrialRecord, state: TrialState) => {
    if (trial.state === 'waiting') waiting.delete(trial);
    if (trial.state === 'running') running.delete(trial);
    trial.state = state;
    if (state === 'waiting') waiting.add(trial);
    if (state === 'running') running.add(trial);
  };
  const applyOne = (event: JournalEvent) => {
    const trial = trials.get(event.id);
    if (event.event === 'trial') {
      const known = trial ?? newTrial(event);
      if (trial === undefined) {
        trials.set(event.id, known);
        waiting.add(known);
      }
      place(suggestions, known, event);
      const missed = early.get(event.id);
      if (missed !== undefined) {
        early.delete(event.id);
        missed.forEach(applyOne);
      }
    } else if (trial === undefined) early.set(event.id, [...(early.get(event.id) ?? []), event]);
    else advance(trial, event, move);
  };
  return {
    trials,
    suggestions,
    waiting,
    running,
    apply: (events) => {
      for (const event of events) applyOne(event);
    },
  };
}

const newTrial = ({ id, point, budget, seed }: JournalEvent & { event: 'trial' }): TrialRecord => ({
  id,
  indices: [],
  point,
  budget,
  seed,
  state: 'waiting',
  attempt: 0,
  retried: 0,
  worker: '',
  objectives: undefined,
  seconds: NaN,
  message: undefined,
  time: '',
});

type Suggestions = (Omit<SuggestedTrials, 'trials'> & { readonly trials: TrialRecord[] })[];

/** Without keys of nothing; the plain case made at once, for there may be a hundred thousand. */
const suggestionOf = (
  point: Suggestion['point'],
  budget: number | undefined,
  parents: readonly number[] | undefined,
): Suggestion =>
  budget === undefined && parents === undefined
    ? { point }
    : { point, ...(budget !== undefined && { budget }), ...(parents && { parents }) };

/** Notes a trial under its suggestion. Two workers may both say what it is; they must say the same. */
function place(suggestions: Suggestions, trial: TrialRecord, event: JournalEvent & { event: 'trial' }): void {
  const { index, seed, point, budget, parents } = event;
  const { trials } = (suggestions[index] ??= {
    suggestion: suggestionOf(point, budget, parents),
    trials: [],
  });
  if (trials.includes(trial)) return;
  const other = trials.find((each) => each.seed === seed);
  if (other !== undefined) {
    throw new ConfigError(
      `sweep: suggestion ${index} must be the same whoever makes it, got ${JSON.stringify(other.point)} and ` +
        `${JSON.stringify(point)}. Do all workers run the same version?`,
    );
  }
  trials.push(trial);
  trial.indices.push(index);
  if (trial.indices.length > 1) trial.indices.sort((a, b) => a - b); // whatever came first, all say the same
}

const stateAfter: { readonly [outcome in OutcomeKind]: TrialState } = {
  finished: 'finished',
  failed: 'failed',
  interrupted: 'waiting',
  deferred: 'waiting',
  lost: 'waiting',
};

function advance(
  trial: TrialRecord,
  event: Exclude<JournalEvent, { event: 'trial' }>,
  move: (trial: TrialRecord, state: TrialState) => void,
): void {
  if (event.event === 'retry') {
    trial.retried = Math.max(trial.retried, event.attempt);
    if (trial.attempt <= trial.retried && trial.state === 'failed') move(trial, 'waiting');
    return;
  }
  const { attempt } = event;
  if (event.event === 'end' && attempt === trial.attempt && Number.isNaN(trial.seconds)) {
    trial.seconds = event.seconds ?? NaN; // whoever found it ended did not know how long it had taken
  }
  if (attempt < trial.attempt || trial.state === 'finished') return;
  if (event.event === 'start') {
    if (attempt === trial.attempt) return; // its end is known, or its start was
    trial.attempt = attempt;
    trial.worker = event.worker;
    trial.time = event.time;
    trial.message = undefined;
    return move(trial, 'running');
  }
  if (attempt === trial.attempt && trial.state !== 'running') return;
  trial.attempt = attempt;
  trial.time = event.time;
  trial.message = event.message;
  trial.seconds = event.seconds ?? NaN;
  trial.objectives = event.objectives?.map((value) => value ?? NaN);
  const waived = event.outcome === 'failed' && attempt <= trial.retried;
  move(trial, waived ? 'waiting' : stateAfter[event.outcome]);
}
