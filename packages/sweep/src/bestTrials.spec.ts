import { describe, expect, it } from 'vitest';
import { bestAtLargestBudget } from './bestAtLargestBudget';
import { bestTrials } from './bestTrials';
import type { TrialRow } from './TrialRow';

const row = (
  index: number,
  seed: number,
  objectives: readonly number[],
  more: Partial<TrialRow> = {},
): TrialRow => ({
  index,
  id: `id${index}-${seed}`,
  point: { x: index },
  seed,
  state: 'finished',
  objectives,
  seconds: 1,
  attempts: 1,
  worker: 'w',
  ...more,
});
const down = { direction: 'minimize' } as const;
const up = { direction: 'maximize' } as const;

describe('bestTrials', () => {
  const rows = [
    row(0, 1, [3, 0.1]),
    row(0, 2, [5, 0.5]),
    row(1, 1, [1, 0.9]),
    row(1, 2, [9, 0.9]),
    row(2, 1, [0, 1]),
    row(2, 2, [NaN, 1]),
    row(3, 1, [0, 1]),
    row(3, 2, [0, 1], { state: 'failed' }),
    row(4, 1, [4, NaN], { budget: 9 }),
  ];

  it('averages over seeds and leaves out what is not whole', () => {
    const best = bestTrials(rows, [down, up]);
    expect(best.map(({ index }) => index)).toEqual([0, 4, 1]);
    expect(best[0]).toEqual({
      index: 0,
      point: { x: 0 },
      objectives: [4, 0.3],
      errors: [1, expect.closeTo(0.2, 12)],
      seeds: [1, 2],
    });
    expect(best[1]).toEqual({
      index: 4,
      point: { x: 4 },
      budget: 9,
      objectives: [4, NaN],
      errors: [NaN, NaN],
      seeds: [1],
    });
  });

  it('follows the objective at a place, in its direction, as many as asked for', () => {
    expect(bestTrials(rows, [down, up], { place: 1 }).map(({ index }) => index)).toEqual([2, 1, 0]);
    expect(bestTrials(rows, [down, down], { place: 1 }).map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(bestTrials(rows, [up], { count: 1 }).map(({ index }) => index)).toEqual([1]);
    expect(bestTrials([], [down])).toEqual([]);
    expect(() => bestTrials(rows, [])).toThrow(/place must be below 0 objectives, got 0/);
  });
});

describe('bestAtLargestBudget', () => {
  const small = [0, 1].map((index) => row(index, 1, [index], { budget: 300 }));
  const found = (...larger: TrialRow[]) =>
    bestAtLargestBudget([...small, ...larger], [down]).map(({ index, budget }) => [index, budget]);

  it('compares suggestions of the largest budget alone', () => {
    const larger = [row(2, 1, [9], { budget: 900 }), row(3, 1, [8], { budget: 900 })];
    expect(found(...larger)).toEqual([
      [3, 900],
      [2, 900],
    ]);
    expect(bestAtLargestBudget([row(0, 1, [1])], [down])).toHaveLength(1); // without budgets
    expect(bestAtLargestBudget([], [down])).toEqual([]);
  });

  it('does not count a budget that gave no suggestion a value', () => {
    const below = [
      [0, 300],
      [1, 300],
    ];
    expect(found(row(2, 1, [NaN], { budget: 900 }))).toEqual(below);
    expect(found(row(2, 1, [1], { budget: 900, state: 'running' }))).toEqual(below);
    const seeds = [row(2, 1, [0], { budget: 900 }), row(2, 2, [NaN], { budget: 900, seed: 2 })];
    expect(found(...seeds)).toEqual(below);
  });
});
