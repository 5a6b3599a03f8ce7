import { createRng, type Json } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { Axis } from '../Axis';
import { boxSpace } from '../boxSpace';
import { type Budget, rungBudgets } from './budget';
import { halving, halvingRungs, HalvingSearch } from './halving';
import { simulate } from './simulate.fixture';

const budget = (low: number, high: number, integer = true): Budget => ({ path: 'steps', low, high, integer });
const settings = (config: object) =>
  HalvingSearch.parse({ kind: 'halving', budget: budget(1, 81), ...config });
const space = boxSpace([Axis.parse({ path: 'x', low: 0, high: 1 })]);

describe('rungBudgets', () => {
  it('multiplies by eta up to the highest, which is met exactly', () => {
    expect(rungBudgets(budget(1, 81), 3)).toEqual([1, 3, 9, 27, 81]);
    expect(rungBudgets(budget(1, 80), 3)).toEqual(
      [1, 3, 9, 27, 80].map((b, i) => (i < 4 ? Math.round(80 / 3 ** (4 - i)) : b)).slice(1),
    );
    expect(rungBudgets(budget(100, 1000), 3)).toEqual([111, 333, 1000]);
    expect(rungBudgets(budget(0.1, 0.4, false), 2)).toEqual([0.1, 0.2, 0.4]);
    expect(rungBudgets(budget(5, 5), 3)).toEqual([5]);
    expect(rungBudgets(budget(5, 14), 3)).toEqual([14]);
    expect(rungBudgets(budget(5, 15), 3)).toEqual([5, 15]);
  });
});

describe('halving', () => {
  it('has the rungs and budgets of Hyperband for R = 81 and eta = 3', () => {
    const rungs = halvingRungs(settings({ brackets: 5 }));
    const bracket = (b: number) =>
      rungs.filter((rung) => rung.bracket === b).map(({ size, budget }) => [size, budget]);
    // n = ceil(B/R eta^s / (s + 1)) for s = 4 .. 0, n_i = floor(n / eta^i), r_i = R eta^(i - s)
    expect(bracket(0)).toEqual([
      [81, 1],
      [27, 3],
      [9, 9],
      [3, 27],
      [1, 81],
    ]);
    expect(bracket(1)).toEqual([
      [34, 3],
      [11, 9],
      [3, 27],
      [1, 81],
    ]);
    expect(bracket(2)).toEqual([
      [15, 9],
      [5, 27],
      [1, 81],
    ]);
    expect(bracket(3)).toEqual([
      [8, 27],
      [2, 81],
    ]);
    expect(bracket(4)).toEqual([[5, 81]]);
    expect(halving(settings({ brackets: 5 })).count).toBe(
      81 + 27 + 9 + 3 + 1 + 34 + 11 + 3 + 1 + 15 + 5 + 1 + 8 + 2 + 5,
    );
  });

  it('runs all first rungs, then all second ones', () => {
    const rungs = halvingRungs(settings({ budget: budget(1, 9), brackets: 2 }));
    expect(rungs).toEqual([
      { bracket: 0, rung: 0, budget: 1, size: 9, start: 0 },
      { bracket: 1, rung: 0, budget: 3, size: 5, start: 9 },
      { bracket: 0, rung: 1, budget: 3, size: 3, start: 14 },
      { bracket: 1, rung: 1, budget: 9, size: 1, start: 17 },
      { bracket: 0, rung: 2, budget: 9, size: 1, start: 18 },
    ]);
  });

  it('goes on with the best of each rung, best first, the earlier of equals', () => {
    // Losses of nine points of rung 0; the three best are 4, 1 and 6, of which 1 and 6 are equal.
    const losses = [9, 2, 8, 7, 1, 6, 2, 5, 4];
    const { suggested } = simulate(halving(settings({ budget: budget(1, 9) })), {
      space,
      objective: (_, spent, index) => [
        spent === 1 ? losses[index]! : spent === 3 ? [0, 0, 3, 2, 1][index - 9 + 2]! : 0,
      ],
    });
    expect(suggested.slice(9).map(({ budget, parents }) => [budget, parents])).toEqual([
      [3, [4]],
      [3, [1]],
      [3, [6]],
      [9, [11]],
    ]);
    expect(suggested.slice(9).map(({ point }) => point)).toEqual(
      [4, 1, 6, 6].map((at) => suggested[at]!.point),
    );
    expect(suggested.slice(0, 9).every(({ budget, parents }) => budget === 1 && parents === undefined)).toBe(
      true,
    );
  });

  it('fills places that failures leave with new points', () => {
    const { suggested } = simulate(halving(settings({ budget: budget(1, 3), configurations: 7 })), {
      space,
      objective: (_, spent, index) => (spent === 1 && index !== 5 ? undefined : [1]),
    });
    const seen: Json[] = suggested.slice(0, 7).map(({ point }) => point['x']!);
    expect(suggested.slice(7).map(({ parents, budget }) => [parents, budget])).toEqual([
      [[5], 3],
      [undefined, 3],
    ]);
    expect(suggested[7]!.point).toEqual(suggested[5]!.point);
    expect(seen).not.toContain(suggested[8]!.point['x']);
    expect(suggested[8]!.point).toEqual(space.sample(createRng(1).child(8)));
  });

  it('refuses more brackets than budgets and rungs without suggestions', () => {
    expect(() => halving(settings({ brackets: 6 }))).toThrow(/each of 5 budgets, got 6/);
    expect(() => halving(settings({ configurations: 80 }))).toThrow(
      /each of 5 rungs must have suggestions, got configurations 80 for eta 3/,
    );
    expect(halving(settings({ configurations: 81 })).count).toBe(121);
  });
});
