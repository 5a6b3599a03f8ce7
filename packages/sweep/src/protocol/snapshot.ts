import { EnvironmentError, type Json } from '@goal-driven/core';
import { z } from 'zod';
import type { Suggestion } from '../search/Searcher';
import type { Store } from './Store';
import {
  createState,
  type SuggestedTrials,
  type SweepState,
  type TrialRecord,
  type TrialState,
} from './SweepState';

const SNAPSHOT = 'snapshot.json';

/** How far the files of a journal are folded into a snapshot, in bytes. */
export type Offsets = ReadonlyMap<string, number>;

/** The rest was written by `writeSnapshot`, whole or not at all. */
const Head = z.object({ version: z.literal(1), offsets: z.record(z.string(), z.int().nonnegative()) });

/** A trial without the names of its fields, which would be most of a large file. */
type Row = readonly [
  id: string,
  point: { readonly [name: string]: Json },
  budget: number | null,
  seed: number,
  state: TrialState,
  attempt: number,
  retried: number,
  worker: number,
  objectives: readonly (number | null)[] | 0,
  seconds: number | null,
  message: string | 0,
  time: string,
];

type Written = {
  readonly workers: readonly string[];
  readonly trials: readonly Row[];
  /** Places of each suggestion's trials; before them the suggestion, where it is not as its first trial says. */
  readonly suggestions: readonly (readonly number[] | readonly [Suggestion, ...number[]])[];
};

/**
 * Keeps a state, so that the next reader need not fold the whole journal again. It is but a copy: a reader that finds
 * none, or a damaged one, reads the journal. Where the folder may not be written, none is kept.
 */
export function writeSnapshot(store: Store, state: SweepState, offsets: Offsets): void {
  const trials = [...state.trials.values()];
  const placeOf = new Map(trials.map((trial, place) => [trial, place]));
  const workers = [...new Set(trials.map(({ worker }) => worker))];
  const workerOf = new Map(workers.map((worker, place) => [worker, place]));
  const suggestions = state.suggestions.map((each) => {
    if (each === undefined) return [];
    const places = each.trials.map((trial) => placeOf.get(trial)!);
    return isAsFirst(each) ? places : [each.suggestion, ...places];
  });
  const rows = trials.map((trial) => rowOf(trial, workerOf.get(trial.worker)!));
  const whole = { version: 1, offsets: Object.fromEntries(offsets), workers, trials: rows, suggestions };
  try {
    store.replace(SNAPSHOT, JSON.stringify(whole));
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
  }
}

const isAsFirst = ({ suggestion, trials: [first] }: SuggestedTrials): boolean =>
  first !== undefined && suggestion.parents === undefined && suggestion.point === first.point;

const rowOf = (trial: TrialRecord, worker: number): Row => [
  trial.id,
  trial.point,
  trial.budget ?? null,
  trial.seed,
  trial.state,
  trial.attempt,
  trial.retried,
  worker,
  trial.objectives ?? 0,
  trial.seconds,
  trial.message ?? 0,
  trial.time,
];

/** The state of the last snapshot, and from where the journal goes on; an empty one where there is none. */
export function readSnapshot(store: Store): { readonly state: SweepState; readonly offsets: Offsets } {
  const text = store.read(SNAPSHOT);
  const none = { state: createState(), offsets: new Map<string, number>() };
  if (text === undefined) return none;
  try {
    const value: unknown = JSON.parse(text);
    const { offsets } = Head.parse(value);
    return { state: restored(value as Written), offsets: new Map(Object.entries(offsets)) };
  } catch {
    return none;
  }
}

function restored({ workers, trials, suggestions }: Written): SweepState {
  const records = trials.map((row) => recordOf(row, workers));
  const placed = suggestions.map((each, index) => {
    const [head] = each;
    const places = (typeof head === 'object' ? each.slice(1) : each) as readonly number[];
    const own = places.map((place) => records[place]!);
    for (const trial of own) trial.indices.push(index);
    const { point, budget } = own[0]!;
    const suggestion = typeof head === 'object' ? head : budget === undefined ? { point } : { point, budget };
    return { suggestion, trials: own };
  });
  return createState(records, placed);
}

function recordOf(row: Row, workers: readonly string[]): TrialRecord {
  const [id, point, budget, seed, state, attempt, retried, worker, objectives, seconds, message, time] = row;
  return {
    id,
    indices: [],
    point,
    budget: budget ?? undefined,
    seed,
    state,
    attempt,
    retried,
    worker: workers[worker]!,
    objectives: objectives === 0 ? undefined : objectives.map((value) => value ?? NaN),
    seconds: seconds ?? NaN,
    message: message === 0 ? undefined : message,
    time,
  };
}
