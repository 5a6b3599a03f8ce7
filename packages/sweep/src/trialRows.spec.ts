import { describe, expect, it } from 'vitest';
import type { JournalEvent } from './protocol/JournalEvent';
import { memoryStore } from './protocol/memoryStore';
import { createState } from './protocol/SweepState';
import { runFolderOf } from './protocol/trialFiles';
import { trialRows, trialScores } from './trialRows';

const id = (n: number) => String(n).padStart(20, '0');
const time = '2026-11-24T00:00:00.000Z';
const trial = (index: number, n: number, more: object = {}): JournalEvent => ({
  ...{ event: 'trial', index, id: id(n), point: { x: n }, seed: 1, ...more },
});
const finished = (n: number, attempt: number): JournalEvent => ({
  ...{ event: 'end', id: id(n), attempt, outcome: 'finished', objectives: [n, null], seconds: 2.5, time },
});

const stateOf = (...events: JournalEvent[]) => {
  const state = createState();
  state.apply(events);
  return state;
};

describe('rows of trials', () => {
  it('say all that is known of each', () => {
    const state = stateOf(
      trial(0, 1),
      trial(1, 2, { budget: 9 }),
      { event: 'start', id: id(2), attempt: 3, worker: 'w', time },
      finished(2, 3),
    );
    expect(trialRows(state)).toEqual([
      {
        ...{ index: 0, id: id(1), point: { x: 1 }, seed: 1, state: 'waiting', objectives: [] },
        ...{ seconds: NaN, attempts: 0, worker: '' },
      },
      {
        ...{ index: 1, id: id(2), point: { x: 2 }, budget: 9, seed: 1, state: 'finished' },
        ...{ objectives: [2, NaN], seconds: 2.5, attempts: 3, worker: 'w' },
      },
    ]);
    expect(trialRows(state)[0]).not.toHaveProperty('budget');
  });

  it('stand in the order of suggestions, then of seeds, whatever came first', () => {
    const rows = trialRows(
      stateOf(trial(10, 1), trial(2, 2, { seed: 5 }), trial(2, 3, { seed: 4 }), trial(0, 4)),
    );
    expect(rows.map(({ index, seed }) => [index, seed])).toEqual([
      [0, 1],
      [2, 4],
      [2, 5],
      [10, 1],
    ]);
  });

  it('have one for a trial of two suggestions, under the first', () => {
    const rows = trialRows(stateOf(trial(7, 1), trial(5, 2), trial(3, 1)));
    expect(rows.map(({ index, id }) => [index, id])).toEqual([
      [3, id(1)],
      [5, id(2)],
    ]);
  });
});

describe('scores of trials', () => {
  const score = { metric: 'cost', version: 1, labels: { layer: 'one' }, n: 4, unit: 'm' };
  const results = (value: number | null) =>
    JSON.stringify({
      ...{ study: 'test/x', seed: 1, backend: 'cpu', versions: {}, config: {}, complete: true, figures: [] },
      scores: [{ ...score, value, ceiling: null, ceiled: null }],
    });

  it('are those of the attempt that finished, and of no trial that did not', () => {
    const store = memoryStore();
    const state = stateOf(
      ...[1, 2, 3, 4].map((n) => trial(n, n)),
      finished(1, 2),
      finished(2, 1),
      finished(3, 1),
      { event: 'start', id: id(4), attempt: 1, worker: 'w', time },
    );
    store.replace(`${runFolderOf(id(1), 1)}/results.json`, results(99));
    store.replace(`${runFolderOf(id(1), 2)}/results.json`, results(0.5));
    store.replace(`${runFolderOf(id(2), 1)}/results.json`, results(null));
    store.replace(`${runFolderOf(id(4), 1)}/results.json`, results(7));
    const none = { ceiling: NaN, ceiled: NaN };
    expect([...trialScores(store, state)]).toEqual([
      [id(1), [{ ...score, ...none, value: 0.5 }]],
      [id(2), [{ ...score, ...none, value: NaN }]],
    ]);
  });

  it('that are not what they must be are an error', () => {
    const store = memoryStore();
    store.replace(`${runFolderOf(id(1), 1)}/results.json`, '{"scores":3}');
    expect(() => trialScores(store, stateOf(trial(0, 1), finished(1, 1)))).toThrow(/scores/);
  });
});
