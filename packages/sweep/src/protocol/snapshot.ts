import { DataError, EnvironmentError } from '@goal-driven/core/arrays';
import { z } from 'zod';
import type { Suggestion } from '../search/Searcher';
import type { Store } from './Store';
import { createState, type SuggestedTrials, type SweepState, type TrialRecord } from './SweepState';
import { columnsOf, type TrialColumns } from './TrialColumns';
import { recordOf, rowOf, type TrialRow } from './trialRow';

const SNAPSHOT = 'snapshot.json';

/** How far the files of a journal are folded into a snapshot, in bytes. */
export type Offsets = ReadonlyMap<string, number>;

/** The rest was written by `writeSnapshot`, whole or not at all. */
const Head = z.object({ version: z.literal(2), offsets: z.record(z.string(), z.int().nonnegative()) });

/** Places of a suggestion's trials; before them the suggestion, where it is not as its first trial says. Empty where it is yet to be named. */
type Placed = number | readonly number[] | readonly [Suggestion, ...number[]];

/**
 * A snapshot is a line of columns, which is all that counting needs, and a line for each trial, of which whoever asks
 * for a few parses a few: a hundred thousand records take longer to make than `status` may.
 */
export type Snapshot = {
  readonly offsets: Offsets;
  readonly workers: readonly string[];
  readonly columns: TrialColumns;
  /** By number. */
  readonly suggestions: readonly Placed[];
  /** JSON of each trial. */
  readonly rows: readonly string[];
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
  const suggestions = Array.from(state.suggestions, (each): Placed => {
    if (each === undefined) return [];
    const places = each.trials.map((trial) => placeOf.get(trial)!);
    if (!isAsFirst(each)) return [each.suggestion, ...places];
    return places.length === 1 ? places[0]! : places;
  });
  const head = {
    version: 2,
    offsets: Object.fromEntries(offsets),
    workers,
    columns: columnsOf(trials),
    suggestions,
  };
  const rows = trials.map((trial) => JSON.stringify(rowOf(trial, workerOf.get(trial.worker)!)));
  try {
    store.replace(SNAPSHOT, [JSON.stringify(head), ...rows].join('\n'));
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
  }
}

const isAsFirst = ({ suggestion, trials: [first] }: SuggestedTrials): boolean =>
  first !== undefined && suggestion.parents === undefined && suggestion.point === first.point;

/** The last snapshot; undefined where there is none, or a damaged one. */
export function readSnapshot(store: Store): Snapshot | undefined {
  const [head, ...rows] = store.read(SNAPSHOT)?.split('\n') ?? [];
  if (head === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(head);
    const { offsets } = Head.parse(value);
    const { workers, columns, suggestions } = value as Snapshot;
    if (columns.states.length !== rows.length) return undefined;
    return { offsets: new Map(Object.entries(offsets)), workers, columns, suggestions, rows };
  } catch {
    return undefined;
  }
}

/** The state of a snapshot. */
export function restored({ workers, suggestions, rows }: Snapshot): SweepState {
  const records = parsed<TrialRow[]>(`[${rows.join(',')}]`).map((row) => recordOf(row, workers));
  const placed: ReturnType<typeof suggestedTrials>[] = [];
  suggestions.forEach((each, index) => {
    if (isNamed(each)) placed[index] = suggestedTrials(each, index, (place) => records[place]!);
  });
  return createState(records, placed);
}

/** As much of the state of a snapshot as concerns some trials and some suggestions, whose trials are among them. */
export function partlyRestored(
  { workers, suggestions, rows }: Snapshot,
  places: ReadonlySet<number>,
  wanted: ReadonlySet<number>,
): { readonly state: SweepState; readonly records: ReadonlyMap<number, TrialRecord> } {
  const records = new Map(
    [...places].map((place) => [place, recordOf(parsed<TrialRow>(rows[place]!), workers)]),
  );
  const placed: ReturnType<typeof suggestedTrials>[] = [];
  suggestions.forEach((each, index) => {
    if (wanted.has(index) && isNamed(each))
      placed[index] = suggestedTrials(each, index, (place) => records.get(place)!);
    else for (const place of placesOf(each)) records.get(place)?.indices.push(index);
  });
  return { state: createState([...records.values()], placed), records };
}

const isNamed = (placed: Placed): boolean => typeof placed === 'number' || placed.length > 0;

/** Where the trials of a suggestion stand. */
export function placesOf(placed: Placed): readonly number[] {
  if (typeof placed === 'number') return [placed];
  return (typeof placed[0] === 'object' ? placed.slice(1) : placed) as readonly number[];
}

function suggestedTrials(placed: Placed, index: number, recordAt: (place: number) => TrialRecord) {
  const trials = placesOf(placed).map(recordAt);
  for (const trial of trials) trial.indices.push(index);
  const { point, budget } = trials[0]!;
  const own = typeof placed === 'object' && typeof placed[0] === 'object' ? placed[0] : undefined;
  return { suggestion: own ?? (budget === undefined ? { point } : { point, budget }), trials };
}

function parsed<T>(text: string): T {
  try {
    return JSON.parse(text) as T;
  } catch {
    throw new DataError(
      `sweep: ${SNAPSHOT} must hold a trial a line, got ${JSON.stringify(text.slice(0, 40))}. ` +
        'It may be removed: the journal holds all.',
    );
  }
}
