import { thisProcess } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { countingSweep, everyNumber } from './protocol/_countingSweep.fixture';
import { journalWriter } from './protocol/journal';
import type { JournalEvent } from './protocol/JournalEvent';
import { memoryStore } from './protocol/memoryStore';
import { plan } from './protocol/plan';
import { beginSweep, CANCELLED } from './protocol/sweepFolder';
import { createState } from './protocol/SweepState';
import { runFolderOf, trialFiles } from './protocol/trialFiles';
import { sweepStatus } from './sweepStatus';

const time = '2026-11-24T00:00:00.000Z';

/** A sweep of so many numbers that was begun, and a pen for its journal. */
function begun(count: number, settings: object = {}) {
  const sweep = countingSweep(everyNumber(count), settings);
  const store = memoryStore();
  beginSweep(store, sweep);
  const state = createState();
  plan(sweep, state);
  const ids = [...state.trials.keys()];
  const { write } = journalWriter(store, 'hand');
  const start = (at: number, attempt = 1, worker = 'w') =>
    write({ event: 'start', id: ids[at]!, attempt, worker, time });
  const end = (at: number, more: Partial<JournalEvent & { event: 'end' }>) =>
    write({ event: 'end', id: ids[at]!, attempt: 1, outcome: 'finished', time, ...more });
  return { sweep, store, ids, start, end, status: () => sweepStatus(store, sweep) };
}

describe('the status of a sweep', () => {
  it('that nobody has begun to run is that all waits', () => {
    expect(begun(3, { seeds: [1, 2] }).status()).toEqual({
      ...{ study: 'test/counting', search: 'grid', state: 'waiting', total: 6, planned: 6 },
      ...{ finished: 0, failed: 0, waiting: 6, running: [], failures: [], repeated: 0 },
      ...{ secondsPerTrial: NaN, best: [], damaged: 0 },
    });
  });

  it('counts what has ended, what runs and what waits', () => {
    const { ids, store, start, end, status } = begun(5);
    end(0, { objectives: [4], seconds: 2 });
    end(1, { objectives: [1], seconds: 5, attempt: 3 });
    end(2, { outcome: 'failed', message: 'it fell', attempt: 2 });
    start(3, 2, 'someone');
    store.append('journal/hand.jsonl', 'torn\n');
    expect(status()).toMatchObject({
      ...{ state: 'running', total: 5, planned: 5, finished: 2, failed: 1, waiting: 1 },
      ...{ repeated: 2 + 1 + 1, secondsPerTrial: 3.5, damaged: 1 },
      failures: [{ id: ids[2], index: 2, seed: 1, message: 'it fell' }],
      running: [
        { id: ids[3], index: 3, seed: 1, attempt: 2, worker: 'someone', since: time, orphaned: false },
      ],
      best: [
        { id: ids[1], index: 1, seed: 1, objectives: [1], point: { x: 1 } },
        { id: ids[0], index: 0, seed: 1, objectives: [4], point: { x: 0 } },
      ],
    });
  });

  it('is done when nothing waits or runs, though some failed or all was cancelled meanwhile', () => {
    const { store, end, status } = begun(2);
    end(0, { objectives: [1] });
    store.create(CANCELLED, '');
    expect(status().state).toBe('cancelled');
    expect(status().reason).toBeUndefined();
    store.replace(CANCELLED, 'no score is so called\n');
    expect(status()).toMatchObject({ state: 'cancelled', reason: 'no score is so called' });
    end(1, { outcome: 'failed' });
    expect(status()).toMatchObject({ state: 'done', failures: [{ message: '' }], secondsPerTrial: NaN });
    expect(status().reason).toBeUndefined();
  });

  it('is not done while there are suggestions to come', () => {
    const { store, sweep, end } = begun(2);
    end(0, { objectives: [1] });
    end(1, { objectives: [2] });
    const longer = { ...sweep, searcher: everyNumber(3) };
    expect(sweepStatus(store, longer)).toMatchObject({ state: 'waiting', total: 3, planned: 2, waiting: 0 });
    expect(sweepStatus(store, sweep).state).toBe('done');
  });

  it('means the time of the trials that have one', () => {
    const { end, status } = begun(3);
    end(0, { objectives: [1] });
    end(1, { objectives: [2], seconds: 7 });
    end(2, { outcome: 'failed', seconds: 100 });
    expect(status().secondsPerTrial).toBe(7);
  });
});

describe('the best trials', () => {
  const bestOf = (settings: object) => {
    const { end, status } = begun(7, settings);
    [3, null, 1, 7, 2, 9, 5].forEach((value, at) => end(at, { objectives: [value, -(value ?? 0)] }));
    return status().best.map(({ objectives }) => objectives[0]);
  };

  it('are five at most, by the first objective and its direction, without those that have none', () => {
    expect(bestOf({})).toEqual([1, 2, 3, 5, 7]);
    expect(bestOf({ objectives: [{ metric: 'gain', direction: 'maximize' }, { metric: 'cost' }] })).toEqual([
      9, 7, 5, 3, 2,
    ]);
    expect(bestOf({ objectives: [] })).toEqual([]);
  });
});

describe('a trial that runs', () => {
  it('tells its step once its run has said, and not while that is being written', () => {
    const { store, ids, start, status } = begun(1);
    start(0, 2);
    const path = `${runFolderOf(ids[0]!, 2)}/status.json`;
    const step = () => status().running[0]!.step;
    expect(step()).toBeUndefined();
    for (const [text, told] of [
      ['{"step":', undefined],
      ['{"updates":3}', undefined],
      ['{"step":40,"of":100}', 40],
    ] as const) {
      store.replace(path, text);
      expect(step(), text).toBe(told);
    }
  });

  it('is an orphan when its process is known to be gone', () => {
    const { store, ids, start, status } = begun(2);
    [0, 1].forEach((at) => start(at, 1, ''));
    const claim = { worker: 'claimant', time, ...thisProcess() };
    trialFiles(store, ids[0]!).createClaim(1, claim);
    trialFiles(store, ids[1]!).createClaim(1, { ...claim, birth: `1${claim.birth}` });
    expect(status().running.map(({ worker, orphaned }) => [worker, orphaned])).toEqual([
      ['claimant', false],
      ['claimant', true],
    ]);
  });
});
