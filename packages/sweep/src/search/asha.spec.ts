import { describe, expect, it } from 'vitest';
import { Axis } from '../Axis';
import { boxSpace } from '../boxSpace';
import { asha, AshaSearch } from './asha';
import { simulate } from './simulate.fixture';

const space = boxSpace([Axis.parse({ path: 'x', low: 0, high: 1 })]);
const search = (config: object) =>
  asha(
    AshaSearch.parse({
      kind: 'asha',
      eta: 2,
      parallel: 1,
      budget: { path: 'steps', low: 1, high: 4 },
      ...config,
    }),
  );
const steps = (searcher: ReturnType<typeof asha>, losses: readonly (number | undefined)[]) =>
  simulate(searcher, {
    space,
    objective: (_, __, index) => (losses[index] === undefined ? undefined : [losses[index]]),
  }).suggested.map(({ budget, parents = [] }) => [budget, ...parents]);

describe('asha', () => {
  it('promotes as worked by hand, from the highest rung down', () => {
    // number  rung 0 so far         rung 1         suggestion
    // 0, 1    -                     -              new, new
    // 2       0: 5, 1: 3            -              best of 2 is 1: on to 2
    // 3       same, 1 gone          2: 3           new (rung 1 has 1 result, floor(1/2) = 0)
    // 4       + 3: 1                               best of 3 is 3: on
    // 5                             2: 3, 4: 2     rung 1's best of 2 is 4: on to 4
    // 6       floor(3/2) = 1: 3 gone               new
    // 7       + 6: 4                               best 2 of 4 are 3, 1, both gone: new
    // 8       + 7: 2                               best 2 of 5 are 3, 7: on with 7
    const losses = [5, 3, 3, 1, 2, 2, 4, 2, 1];
    expect(steps(search({ trials: 9 }), losses)).toEqual([
      [1],
      [1],
      [2, 1],
      [1],
      [2, 3],
      [4, 4],
      [1],
      [1],
      [2, 7],
    ]);
  });

  it('knows results only up to index - parallel', () => {
    // With parallel 3, suggestion 4 is the first to know the results of 0 and 1, and 5 that of 2.
    expect(steps(search({ trials: 6, parallel: 3 }), [5, 3, 1, 1, 1, 1])).toEqual([
      [1],
      [1],
      [1],
      [1],
      [2, 1],
      [2, 2],
    ]);
  });

  it('counts a failure in its rung and never promotes it', () => {
    expect(steps(search({ trials: 5 }), [undefined, 3, 3, undefined, undefined])).toEqual([
      [1],
      [1],
      [2, 1],
      [1],
      [1],
    ]);
    expect(steps(search({ trials: 4 }), [undefined, undefined, NaN, 1])).toEqual([[1], [1], [1], [1]]);
  });

  it('has a single rung where the budget has no room', () => {
    const budget = { path: 'steps', low: 3, high: 5 };
    expect(steps(search({ trials: 4, budget }), [1, 2, 3, 4])).toEqual([[5], [5], [5], [5]]);
  });

  it('goes on once with a point that came twice', () => {
    const one = boxSpace([Axis.parse({ path: 'x', choices: [1] })]);
    const { suggested } = simulate(search({ trials: 8 }), { space: one, objective: () => [1] });
    expect(suggested.map(({ budget }) => budget)).toEqual([1, 1, 2, 1, 1, 1, 1, 1]);
  });
});
