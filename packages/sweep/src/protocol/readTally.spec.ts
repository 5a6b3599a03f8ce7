import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sweepStatus } from '../sweepStatus';
import { countingSweep, everyNumber } from './_countingSweep.fixture';
import type { JournalEvent } from './JournalEvent';
import { journalReader, journalWriter } from './journal';
import { memoryStore } from './memoryStore';
import { readState, readTally } from './readTally';
import { writeSnapshot } from './snapshot';
import { createState } from './SweepState';

const id = (n: number) => String(n).padStart(20, '0');
const time = '2026-11-24T00:00:00.000Z';

/** Suggestion n comes to trial n, but for the odd ones above 6, which come to trials that others came to. */
const trialOf = (index: number) => (index > 6 && index % 2 === 1 ? index - 6 : index);
const named = fc.nat(11).map((index): JournalEvent => ({
  event: 'trial',
  index,
  id: id(trialOf(index)),
  point: { x: trialOf(index), ...(index % 3 === 0 && { text: 'größer\n"' }) },
  seed: 1,
  ...(index % 4 === 3 && { parents: [0] }),
}));
const trial = fc.nat(11).map(id);
const attempt = fc.integer({ min: 1, max: 3 });
const event: fc.Arbitrary<JournalEvent> = fc.oneof(
  named,
  fc.record({
    event: fc.constant('start' as const),
    id: trial,
    attempt,
    worker: fc.constantFrom('a', 'b'),
    time: fc.constant(time),
  }),
  fc.record({
    event: fc.constant('end' as const),
    id: trial,
    attempt,
    outcome: fc.constantFrom('finished', 'failed', 'interrupted', 'deferred', 'lost'),
    objectives: fc.constantFrom([3], [1.5], [null], [3, 4], undefined),
    seconds: fc.constantFrom(1, 2.5, undefined),
    message: fc.constantFrom('it fell', undefined),
    time: fc.constant(time),
  }),
  fc.record({ event: fc.constant('retry' as const), id: trial, attempt }),
);

const all: JournalEvent[] = [0, 1, 2, 3].map((index) => ({
  event: 'trial',
  index,
  id: id(index),
  point: { x: index },
  seed: 1,
}));

/** A journal of some events, of which so many are folded into a snapshot. */
function journal(events: readonly JournalEvent[], folded: number) {
  const store = memoryStore();
  const { write } = journalWriter(store, 'hand');
  write(...events.slice(0, folded));
  const reader = journalReader(store);
  const state = createState();
  state.apply(reader.look().events);
  writeSnapshot(store, state, reader.offsets());
  write(...events.slice(folded));
  return store;
}

describe('a status from a snapshot and the end of the journal', () => {
  const sweep = countingSweep(everyNumber(12), {});

  it('is that from the whole journal, wherever the snapshot was made', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), fc.nat(40), (later, cut) => {
        // An end of a trial that another file is yet to name is kept in no snapshot: here there is one file.
        const events = [...all, ...later];
        const isNamed = (before: number, name: string) =>
          events.slice(0, before).some((other) => other.event === 'trial' && other.id === name);
        const ordered = events.filter((each, at) => each.event === 'trial' || isNamed(at, each.id));
        const whole = memoryStore();
        journalWriter(whole, 'hand').write(...ordered);
        const store = journal(ordered, Math.min(cut, ordered.length));
        expect(sweepStatus(store, sweep)).toEqual(sweepStatus(whole, sweep));
        expect(readTally(store).columns).toEqual(readTally(whole).columns);
        const trialsOf = (of: typeof store) => [...readState(of).state.trials.values()];
        expect(readTally(store).records(trialsOf(whole).map((_, at) => at))).toEqual(trialsOf(whole));
      }),
      { numRuns: 300 },
    );
  });

  it('refuses a second word on a suggestion that the snapshot knows', () => {
    const other: JournalEvent = { event: 'trial', index: 1, id: id(9), point: { x: 9 }, seed: 1 };
    const store = journal([...all, other], all.length);
    expect(() => sweepStatus(store, sweep)).toThrow(/suggestion 1 must be the same whoever makes it/);
  });

  it('keeps a snapshot of a long journal, and none of a short one', () => {
    const store = memoryStore();
    const { write } = journalWriter(store, 'hand');
    write(...all, { event: 'start', id: id(1), attempt: 1, worker: 'a', time });
    readTally(store);
    expect(store.read('snapshot.json')).toBeUndefined();
    const attempts = Array.from({ length: 10_000 }, (_, n): JournalEvent => {
      return { event: 'start', id: id(0), attempt: n + 1, worker: 'a', time };
    });
    write(...attempts);
    const before = sweepStatus(store, sweep);
    expect(store.read('snapshot.json')).toMatch(/^\{"version":2,"offsets":\{"hand.jsonl":\d+\}/);
    expect(sweepStatus(store, sweep)).toEqual(before);
  });
});
