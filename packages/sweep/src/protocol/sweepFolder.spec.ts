import { ConfigError, DataError, EnvironmentError } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { countingSweep, everyNumber } from './_countingSweep.fixture';
import type { JournalEvent } from './JournalEvent';
import { memoryStore } from './memoryStore';
import { plan } from './plan';
import { readState } from './readTally';
import { beginSweep, readSweepFile } from './sweepFolder';
import { createState } from './SweepState';

const idsOf = (store: ReturnType<typeof memoryStore>) => [...readState(store).state.trials.keys()];

describe('a folder in which a sweep begins', () => {
  it('holds its description and the trials that can be named', () => {
    const store = memoryStore();
    const sweep = countingSweep(everyNumber(3), { seeds: [4, 5] });
    beginSweep(store, sweep);
    expect(readSweepFile(store)).toEqual(sweep.file);
    expect(JSON.parse(store.read('sweep.json')!)).toMatchObject({
      study: 'test/counting',
      seed: 0,
      seeds: [4, 5],
    });
    const state = createState();
    const lines = plan(sweep, state).events.map((event) => `${JSON.stringify(event)}\n`);
    expect(store.read('journal/plan.jsonl')).toBe(lines.join(''));
    expect(idsOf(store)).toEqual([...state.trials.keys()]);
  });

  it('takes the same sweep again, and leaves its plan as it was', () => {
    const store = memoryStore();
    beginSweep(store, countingSweep(everyNumber(3)));
    const before = store.read('journal/plan.jsonl');
    beginSweep(store, countingSweep(everyNumber(5)));
    expect(store.read('journal/plan.jsonl')).toBe(before);
  });

  it('gets the plan that it lacks, since whoever began it died', () => {
    const store = memoryStore();
    const sweep = countingSweep(everyNumber(3));
    store.create('sweep.json', `${JSON.stringify(sweep.file, undefined, 2)}\n`);
    beginSweep(store, sweep);
    expect(idsOf(store)).toHaveLength(3);
  });

  it('refuses another sweep, and one without a trial, and keeps what it had', () => {
    const store = memoryStore();
    expect(() => beginSweep(store, countingSweep(everyNumber(0)))).toThrow(
      /there must be a trial to run, got none/,
    );
    expect(store.read('sweep.json')).toBeUndefined();
    beginSweep(store, countingSweep(everyNumber(3)));
    const before = store.read('sweep.json');
    const other = () => beginSweep(store, countingSweep(everyNumber(3), { seed: 8 }));
    expect(other).toThrow(ConfigError);
    expect(other).toThrow(/must be new or hold this sweep, got one with another sweep/);
    expect(store.read('sweep.json')).toBe(before);
    expect(idsOf(store)).toHaveLength(3);
  });
});

describe('the description in a folder', () => {
  it.each([
    [undefined, EnvironmentError, /must be one that `sweep submit` made, got one without sweep\.json/],
    ['{"study": "a', DataError, /sweep\.json must hold JSON, got "\{\\"study\\": \\"a"/],
    ['{"study":"a","axis":[]}', DataError, /sweep\.json must fit its schema, got[^]*axis/],
  ])('%j is an error', (text, kind, message) => {
    const store = memoryStore();
    if (text !== undefined) store.replace('sweep.json', text);
    expect(() => readSweepFile(store)).toThrow(kind);
    expect(() => readSweepFile(store)).toThrow(message);
  });
});

describe('the state of a folder', () => {
  it('is that of its journal, through a snapshot once there is much of it', () => {
    const store = memoryStore();
    const line = (n: number) => {
      const id = n.toString(16).padStart(20, '0');
      return `${JSON.stringify({ event: 'trial', index: n, id, point: { x: n }, seed: 1 } satisfies JournalEvent)}\n`;
    };
    const lines = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, n) => line(from + n)).join('');
    store.append('journal/a.jsonl', lines(0, 9999));
    expect(readState(store).state.trials.size).toBe(9999);
    expect(store.read('snapshot.json')).toBeUndefined();
    store.append('journal/a.jsonl', lines(9999, 10_000));
    expect(readState(store).state.trials.size).toBe(10_000);
    const snapshot = store.read('snapshot.json');
    expect(snapshot).toBeDefined();
    store.append('journal/a.jsonl', `torn\n${lines(10_000, 10_002)}`);
    const { state, damaged } = readState(store);
    expect([state.trials.size, state.suggestions.length, damaged]).toEqual([10_002, 10_002, 1]);
    expect(store.read('snapshot.json')).toBe(snapshot);
  });
});
