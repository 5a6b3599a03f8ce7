import { createRng } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { Axis } from '../Axis';
import { boxSpace } from '../boxSpace';
import { evolution, EvolutionSearch } from './evolution';
import { random } from './random';
import type { Asked, Told } from './Searcher';
import { simulate } from './simulate.fixture';

const bits = Array.from({ length: 16 }, (_, bit) => Axis.parse({ path: `bit${bit}`, choices: [0, 1] }));
const space = boxSpace(bits);
const zeros = (point: Told['point']) => Object.values(point).filter((bit) => bit === 0).length;
const settings = (config: object) => EvolutionSearch.parse({ kind: 'evolution', trials: 400, ...config });
const best = (losses: readonly number[]) => Math.min(...losses);

/** A search that stands before suggestion `index`, with these losses; the points are told apart by `x`. */
const line = boxSpace([Axis.parse({ path: 'x', choices: [...Array(100).keys()] })]);
const before = (losses: readonly (number | undefined)[], seed: number): Asked => {
  const told = losses.map((loss, x): Told => ({
    point: { x },
    objectives: loss === undefined ? undefined : [loss],
  }));
  return { index: told.length, suggested: told, told, space: line, rng: createRng(seed) };
};

describe('evolution', () => {
  it('finds all ones among 16 bits in 400 trials, where random search does not', () => {
    for (const crossover of [0, 0.5]) {
      const searcher = evolution(settings({ population: 20, sample: 5, crossover }));
      const found = [1, 2, 3].map((seed) => {
        const { told } = simulate(searcher, { space, objective: (point) => [zeros(point)], seed });
        return best(told.map(({ objectives }) => objectives![0]!));
      });
      expect(found).toEqual([0, 0, 0]);
    }
    const blind = [1, 2, 3].map((seed) => {
      const { told } = simulate(random({ kind: 'random', trials: 400 }), {
        space,
        objective: (p) => [zeros(p)],
        seed,
      });
      return best(told.map(({ objectives }) => objectives![0]!));
    });
    expect(best(blind)).toBeGreaterThan(0);
  });

  it('begins with a random population', () => {
    const { suggested } = simulate(
      evolution(settings({ trials: 12, population: 10, sample: 3, parallel: 1 })),
      {
        space,
        objective: (point) => [zeros(point)],
      },
    );
    expect(suggested.slice(0, 10).map(({ point }) => point)).toEqual(
      Array.from({ length: 10 }, (_, index) => space.sample(createRng(1).child(index))),
    );
    for (const { point, parents } of suggested.slice(10)) {
      const parent = suggested[parents![0]!]!.point;
      expect(parents!.length).toBe(1);
      expect(Object.keys(point).filter((bit) => point[bit] !== parent[bit]).length).toBe(1);
    }
  });

  it('lets the oldest die, however good, and failures never live', () => {
    const searcher = evolution(settings({ population: 4, sample: 4, parallel: 1 }));
    const losses = [0, 5, 1, undefined, 3, NaN, 4, 2];
    const parents = new Set(
      Array.from({ length: 60 }, (_, seed) => {
        const answer = searcher.suggest(before(losses, seed));
        return (answer as { parents: readonly number[] }).parents[0]!;
      }),
    );
    // Alive: 2, 4, 6, 7. All that can win a tournament of four drawn with replacement.
    expect([...parents].sort()).toEqual([2, 4, 6, 7]);
  });

  it('takes the best of a tournament: of two from four, with probabilities 7/16, 5/16, 3/16, 1/16', () => {
    const searcher = evolution(settings({ population: 4, sample: 2, parallel: 1 }));
    const wins = [0, 0, 0, 0];
    for (let seed = 0; seed < 1600; seed++) {
      const answer = searcher.suggest(before([2, 4, 1, 3], seed)) as { parents: readonly number[] };
      wins[answer.parents[0]!]! += 1;
    }
    // Four standard errors of the largest share are 80 of 1600.
    [500, 100, 700, 300].forEach((expected, at) => expect(Math.abs(wins[at]! - expected)).toBeLessThan(80));
  });

  it('crosses two parents with the probability asked for, and mutates the child', () => {
    const share = (crossover: number) => {
      const searcher = evolution(settings({ population: 4, sample: 2, parallel: 1, crossover }));
      const answers = Array.from({ length: 200 }, (_, seed) => searcher.suggest(before([2, 4, 1, 3], seed)));
      return (
        answers.filter((answer) => (answer as { parents: readonly number[] }).parents.length === 2).length /
        200
      );
    };
    expect([share(0), share(1)]).toEqual([0, 1]);
    expect(Math.abs(share(0.3) - 0.3)).toBeLessThan(0.13); // four standard errors
    const { suggested } = simulate(evolution(settings({ trials: 40, population: 10, crossover: 1 })), {
      space,
      objective: (point) => [zeros(point)],
    });
    for (const { point, parents } of suggested.slice(10)) {
      const [one, other] = parents!.map((parent) => suggested[parent]!.point);
      if (parents!.length === 0) continue;
      const strange = Object.keys(point).filter(
        (bit) => point[bit] !== one![bit] && point[bit] !== other![bit],
      );
      expect(strange.length).toBeLessThanOrEqual(1);
    }
  });

  it('draws at random while nothing lives', () => {
    const searcher = evolution(settings({ population: 2, sample: 2, parallel: 1 }));
    expect(searcher.suggest(before([undefined, NaN], 3))).toEqual({ point: line.sample(createRng(3)) });
  });
});
