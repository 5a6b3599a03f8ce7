import { journalReader } from './journal';
import type { JournalEvent } from './JournalEvent';
import type { Store } from './Store';
import { partlyRestored, placesOf, readSnapshot, restored, writeSnapshot, type Snapshot } from './snapshot';
import { createState, type SweepState, type TrialRecord } from './SweepState';
import { columnsOf, setTrial, type TrialColumns } from './TrialColumns';

/** Events beyond the last snapshot that are worth another. */
const MANY = 10_000;

/** What a status is counted from. */
export type Tally = {
  readonly columns: TrialColumns;
  /** How many suggestions were made. */
  readonly suggestions: number;
  /** All that is known of some trials, by their places in the columns. */
  readonly records: (places: readonly number[]) => TrialRecord[];
  /** Lines of the journal that could not be read. */
  readonly damaged: number;
};

/** The state that the journal tells of, and how many of its lines could not be read. */
export function readState(store: Store): { readonly state: SweepState; readonly damaged: number } {
  const snapshot = readSnapshot(store);
  const reader = journalReader(store, snapshot?.offsets);
  const { events, damaged } = reader.look();
  return { state: folded(store, snapshot, events, reader.offsets()), damaged };
}

/** The same as `readState`, to count by: records are made of the trials that the end of the journal tells of alone. */
export function readTally(store: Store): Tally {
  const snapshot = readSnapshot(store);
  const reader = journalReader(store, snapshot?.offsets);
  const { events, damaged } = reader.look();
  if (snapshot !== undefined && events.length < MANY) return { ...tallied(snapshot, events), damaged };
  const { trials, suggestions } = folded(store, snapshot, events, reader.offsets());
  const records = [...trials.values()];
  return {
    columns: columnsOf(records),
    suggestions: suggestions.length,
    records: (places) => places.map((place) => records[place]!),
    damaged,
  };
}

function folded(
  store: Store,
  snapshot: Snapshot | undefined,
  events: readonly JournalEvent[],
  offsets: ReadonlyMap<string, number>,
): SweepState {
  const state = snapshot === undefined ? createState() : restored(snapshot);
  state.apply(events);
  if (events.length >= MANY) writeSnapshot(store, state, offsets);
  return state;
}

function tallied(snapshot: Snapshot, events: readonly JournalEvent[]): Omit<Tally, 'damaged'> {
  const { columns, rows } = snapshot;
  const { places, indices } = touched(snapshot, events);
  const { state, records } = partlyRestored(snapshot, places, indices);
  state.apply(events);
  const fresh = [...state.trials.values()].slice(records.size);
  for (const [place, trial] of records) setTrial(columns, place, trial);
  fresh.forEach((trial, at) => setTrial(columns, rows.length + at, trial));
  return {
    columns,
    suggestions: Math.max(snapshot.suggestions.length, state.suggestions.length),
    records: (wanted) => {
      const untouched = wanted.filter((place) => place < rows.length && !records.has(place));
      const others = partlyRestored(snapshot, new Set(untouched), new Set()).records;
      return wanted.map((place) => fresh[place - rows.length] ?? records.get(place) ?? others.get(place)!);
    },
  };
}

/** The trials of a snapshot that events tell of, by place, and the suggestions that are named again. */
function touched({ rows, suggestions }: Snapshot, events: readonly JournalEvent[]) {
  const places = new Set<number>();
  const indices = new Set<number>();
  if (events.length === 0) return { places, indices };
  const placeOf = new Map<string, number>();
  rows.forEach((row, place) => placeOf.set(idOf(row), place));
  for (const event of events) {
    const place = placeOf.get(event.id);
    if (place !== undefined) places.add(place);
    if (event.event !== 'trial' || event.index >= suggestions.length) continue;
    indices.add(event.index);
    for (const other of placesOf(suggestions[event.index]!)) places.add(other);
  }
  return { places, indices };
}

/** A row begins with its trial's id. */
const idOf = (row: string): string => row.slice(2, 22);
