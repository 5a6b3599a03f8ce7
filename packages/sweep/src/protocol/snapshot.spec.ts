import { describe, expect, it } from 'vitest';
import { journalReader } from './journal';
import type { JournalEvent } from './JournalEvent';
import { memoryStore } from './memoryStore';
import { readSnapshot, restored, writeSnapshot } from './snapshot';
import { createState } from './SweepState';

const id = (n: number) => String(n).padStart(20, '0');
const time = '2026-11-24T00:00:00.000Z';
const trial = (index: number, n: number, more: object = {}): JournalEvent => ({
  event: 'trial',
  index,
  id: id(n),
  point: { x: n },
  seed: 1,
  ...more,
});
const events: JournalEvent[] = [
  trial(0, 1),
  trial(0, 2, { seed: 2, point: { x: 1 } }),
  trial(1, 3, { budget: 9 }),
  trial(2, 1, { point: { x: 1, why: 'the same trial by another name' }, parents: [0] }),
  trial(3, 4),
  { event: 'start', id: id(1), attempt: 1, worker: 'a', time },
  { event: 'end', id: id(1), attempt: 1, outcome: 'finished', objectives: [1.5, null], seconds: 2, time },
  { event: 'start', id: id(3), attempt: 1, worker: 'b', time },
  { event: 'end', id: id(3), attempt: 1, outcome: 'failed', message: 'it fell', seconds: 1, time },
  { event: 'retry', id: id(3), attempt: 1 },
  { event: 'start', id: id(4), attempt: 2, worker: 'a', time },
];

const plain = (state: ReturnType<typeof createState>) => ({
  trials: [...state.trials.values()],
  suggestions: state.suggestions,
  waiting: [...state.waiting].map((each) => each.id).sort(),
  running: [...state.running].map((each) => each.id),
});

describe('a snapshot', () => {
  it('holds all of a state', () => {
    const state = createState();
    state.apply(events);
    expect(plain(state)).toMatchObject({ waiting: [id(2), id(3)], running: [id(4)] });
    const store = memoryStore();
    writeSnapshot(store, state, new Map([['a.jsonl', 17]]));
    const snapshot = readSnapshot(store)!;
    const again = restored(snapshot);
    expect(plain(again)).toEqual(plain(state));
    expect([...snapshot.offsets]).toEqual([['a.jsonl', 17]]);
    const end: JournalEvent = {
      event: 'end',
      id: id(4),
      attempt: 2,
      outcome: 'finished',
      objectives: [3],
      time,
    };
    for (const each of [state, again]) each.apply([end]);
    expect(plain(again)).toEqual(plain(state));
  });

  it('holds a state in which an earlier suggestion is yet to be named', () => {
    const state = createState();
    state.apply([trial(2, 1)]);
    const store = memoryStore();
    writeSnapshot(store, state, new Map());
    const again = restored(readSnapshot(store)!);
    expect(again.suggestions).toHaveLength(3);
    for (const each of [state, again]) each.apply([trial(0, 2)]);
    expect(plain(again)).toEqual(plain(state));
  });

  it('that is damaged is as none', () => {
    const store = memoryStore();
    expect(readSnapshot(store)).toBeUndefined();
    const head = { version: 2, offsets: {}, workers: [], columns: { states: ['waiting'] }, suggestions: [] };
    const texts = [
      ...['', '{', '[]', '{"version":1,"offsets":{}}', '{"version":2,"offsets":{},"trials":3}'],
      ...[JSON.stringify(head), `${JSON.stringify({ ...head, offsets: { a: -1 } })}\n[]`],
    ];
    for (const text of texts) {
      store.replace('snapshot.json', text);
      expect(readSnapshot(store), text).toBeUndefined();
    }
  });

  it('with a damaged trial says so', () => {
    const state = createState();
    state.apply(events);
    const store = memoryStore();
    writeSnapshot(store, state, new Map());
    const text = store.read('snapshot.json')!;
    store.replace('snapshot.json', text.replace(/\n\["0+1",/, '\n["torn'));
    expect(() => restored(readSnapshot(store)!)).toThrow(/must hold a trial a line, got .*may be removed/);
  });
});

describe('a journal', () => {
  it('passes over a line that was cut off, alone', () => {
    const store = memoryStore();
    const lines = events.map((event) => JSON.stringify(event));
    store.append(
      'journal/a.jsonl',
      `${lines[0]}\n${lines[1]!.slice(0, 30)}\n${lines[2]}\n\n{"event":"end"}\n[1,2]\n`,
    );
    store.append('journal/a.jsonl', lines[3]!.slice(0, 20));
    store.append('journal/.hidden', 'x\n');
    const reader = journalReader(store);
    expect(reader.look()).toEqual({ events: [events[0], events[2]], damaged: 3 });
    store.append('journal/a.jsonl', `${lines[3]!.slice(20)}\n`);
    expect(reader.look()).toEqual({ events: [events[3]], damaged: 3 });
    expect(reader.look()).toEqual({ events: [], damaged: 3 });
    expect(journalReader(store, reader.offsets()).look().events).toEqual([]);
  });
});
