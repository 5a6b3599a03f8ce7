import { describe, expect, it } from 'vitest';
import type { Searcher, Told } from '../search/Searcher';
import { countingSweep, everyNumber, followTheBest } from './_countingSweep.fixture';
import type { JournalEvent } from './JournalEvent';
import { plan, type Sweep } from './plan';
import { createState } from './SweepState';

const time = '2026-11-24T00:00:00.000Z';
const end = (
  id: string,
  objectives: (number | null)[],
  outcome: 'finished' | 'failed' = 'finished',
): JournalEvent => ({
  ...{ event: 'end', id, attempt: 1, outcome, objectives, time },
});

describe('a plan', () => {
  it('names a trial for each suggestion and seed, once', () => {
    const sweep = countingSweep(everyNumber(3), { seeds: [7, 8] });
    const state = createState();
    const { events, done } = plan(sweep, state);
    expect(done).toBe(true);
    expect(events).toMatchObject(
      [0, 1, 2].flatMap((x) => [7, 8].map((seed) => ({ event: 'trial', index: x, point: { x }, seed }))),
    );
    expect(events[0]).not.toHaveProperty('budget');
    expect(events[0]).not.toHaveProperty('parents');
    expect(state.waiting.size).toBe(6);
    expect(plan(sweep, state)).toEqual({ events: [], done: true });
  });

  it('stops after as many as it may make, and goes on from there', () => {
    const sweep = countingSweep(everyNumber(5), { seeds: [1, 2] });
    const state = createState();
    const parts = [plan(sweep, state, 3), plan(sweep, state, 1), plan(sweep, state), plan(sweep, state, 1)];
    expect(parts.map(({ events, done }) => [events.length, done])).toEqual([
      [4, false],
      [2, false],
      [4, true],
      [0, true],
    ]);
    expect(parts.flatMap(({ events }) => events)).toEqual(plan(sweep, createState()).events);
  });

  it('names the seeds that a planner who died had left out', () => {
    const sweep = countingSweep(everyNumber(2), { seeds: [1, 2] });
    const { events } = plan(sweep, createState());
    const state = createState();
    state.apply([events[0]!, events[3]!]);
    plan(sweep, state);
    expect([...state.trials.keys()].sort()).toEqual(events.map(({ id }) => id).sort());
    expect(state.suggestions.map((each) => each!.trials.length)).toEqual([2, 2]);
  });

  it('waits for results, and says the same with them whoever heard them first', () => {
    const sweep = countingSweep(followTheBest(6, 2));
    const state = createState();
    const first = plan(sweep, state);
    expect(first).toMatchObject({ done: false, events: [{ index: 0 }, { index: 1 }] });
    const heard = [...first.events, end(first.events[0]!.id, [3])];
    const orders = [heard, [...heard].reverse()].map((events) => {
      const state = createState();
      state.apply(events);
      return plan(sweep, state);
    });
    expect(orders[0]!.events).toMatchObject([{ index: 2 }]);
    expect(orders[1]).toEqual(orders[0]);
  });

  it('has budgets and parents with its trials, and other points for another seed of the search', () => {
    const searcher: Searcher = {
      count: 1,
      suggest: ({ index, rng }) =>
        index > 0 ? 'done' : { point: { x: rng.uniform(1)[0]! }, budget: 9, parents: [0] },
    };
    const of = (seed: number) => plan(countingSweep(searcher, { seed }), createState()).events[0]!;
    expect(of(1)).toMatchObject({ budget: 9, parents: [0] });
    expect(of(1)).toEqual(of(1));
    expect(of(1).id).not.toBe(of(2).id);
  });
});

describe('what a searcher hears of a suggestion', () => {
  const objectives = [{ metric: 'cost' }, { metric: 'gain', direction: 'maximize' }];
  const heardAfter = (ends: (ids: readonly string[]) => JournalEvent[]) => {
    let heard: readonly (Told | 'open')[] = [];
    const searcher: Searcher = {
      count: 2,
      suggest: ({ index, told }) => {
        heard = [...told];
        return index === 0 ? { point: { x: 5 } } : 'wait';
      },
    };
    const sweep: Sweep = countingSweep(searcher, { seeds: [1, 2], objectives });
    const state = createState();
    const ids = plan(sweep, state).events.map(({ id }) => id);
    state.apply(ends(ids));
    plan(sweep, state);
    return heard;
  };
  const point = { x: 5 };

  it('is the mean over its seeds, turned so that smaller is better', () => {
    expect(heardAfter(([a, b]) => [end(a!, [1, 10]), end(b!, [4, 20])])).toEqual([
      { point, objectives: [2.5, -15] },
    ]);
    expect(heardAfter(([a, b]) => [end(a!, [1, null]), end(b!, [4, 20])])).toEqual([
      { point, objectives: [2.5, NaN] },
    ]);
  });

  it('is nothing while a seed of it waits or runs', () => {
    expect(heardAfter(() => [])).toEqual(['open']);
    expect(heardAfter(([a]) => [end(a!, [1, 1])])).toEqual(['open']);
    const start = (id: string): JournalEvent => ({ event: 'start', id, attempt: 1, worker: 'w', time });
    expect(heardAfter(([a, b]) => [end(a!, [1, 1], 'failed'), start(b!)])).toEqual(['open']);
  });

  it('is that it has no value when a seed of it failed', () => {
    expect(heardAfter(([a, b]) => [end(a!, [1, 1]), end(b!, [], 'failed')])).toEqual([
      { point, objectives: undefined },
    ]);
  });
});
