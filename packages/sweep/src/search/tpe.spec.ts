import { createRng } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import golden from '../../goldens/tpe.json' with { type: 'json' };
import { Axis } from '../Axis';
import { boxSpace } from '../boxSpace';
import type { Point } from '../SearchSpace';
import { random } from './random';
import type { Asked, Searcher } from './Searcher';
import { simulate, type Objective } from './simulate.fixture';
import { axisModel, splitPoints, tpe, TpeSearch, type Sides } from './tpe';

const parse = (axes: readonly object[]): Axis[] => axes.map((axis) => Axis.parse(axis));
const settings = (config: object) => TpeSearch.parse({ kind: 'tpe', trials: 60, parallel: 1, ...config });

describe('tpe: against its definition in NumPy and SciPy', () => {
  const { points, losses, gamma, good, models } = golden.history;
  const axes = parse([
    { path: 'cell', choices: ['gru', 'lstm', 'rnn'] },
    { path: 'rate', low: 1e-4, high: 1, scale: 'log' },
    { path: 'units', low: 1, high: 40, scale: 'log', integer: true },
    { path: 'gate', low: -1, high: 1, when: { axis: 'cell', is: ['gru', 'lstm'] } },
  ]);
  const told = points.map((point, at) => ({
    point: point as unknown as Point,
    objectives: losses[at] === null ? undefined : [losses[at]!],
  }));
  const asked = (index: number): Asked => ({
    index,
    suggested: told.slice(0, index),
    told,
    space: boxSpace(axes),
    rng: createRng(1),
  });

  it('takes the same points for good, and all others for the rest', () => {
    const sides = splitPoints(asked(60), { gamma, parallel: 1 }) as Sides;
    expect(sides.good).toEqual(good.map((at) => points[at]));
    expect(sides.others).toEqual(points.filter((_, at) => !good.includes(at)));
  });

  it.each(Object.keys(models) as (keyof typeof models)[])(
    'has the same ratio of densities along %s',
    (name) => {
      const sides = splitPoints(asked(60), { gamma, parallel: 1 }) as Sides;
      const model = axisModel(
        axes.find((axis) => axis.name === name || ('path' in axis && axis.path === name))!,
        sides,
        {
          priorWeight: 1,
        },
      );
      const { values, ratio } = models[name];
      values.forEach((value, at) => expect(model.ratio(value) / ratio[at]! - 1).toBeCloseTo(0, 11));
    },
  );

  it('counts open suggestions among the others', () => {
    const sides = splitPoints(asked(60), { gamma, parallel: 11 }) as Sides;
    expect(sides.others.slice(-10)).toEqual(points.slice(50));
    expect(sides.good.length + sides.others.length).toBe(60);
    expect(splitPoints({ ...asked(60), told: told.slice(0, 49) }, { gamma, parallel: 11 })).toBe('wait');
  });

  it('takes at most 25 for good', () => {
    const many = Array.from({ length: 40 }, (_, x) => ({ point: { x }, objectives: [x] }));
    const sides = splitPoints(
      { ...asked(0), index: 40, suggested: many, told: many },
      { gamma: 1, parallel: 1 },
    ) as Sides;
    expect(sides.good.map(({ x }) => x)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    const more = Array.from({ length: 900 }, (_, x) => ({ point: { x }, objectives: [-x] }));
    const most = splitPoints(
      { ...asked(0), index: 900, suggested: more, told: more },
      { gamma: 1, parallel: 1 },
    ) as Sides;
    expect(most.good.map(({ x }) => x)).toEqual(Array.from({ length: 25 }, (_, at) => 875 + at));
  });
});

describe('tpe: what it suggests', () => {
  it('draws candidates from the good density and takes the one with the highest ratio', () => {
    const axes = parse([{ path: 'x', low: 0, high: 1 }]);
    const space = boxSpace(axes);
    const told = Array.from({ length: 30 }, (_, at) => ({
      point: { x: at / 29 },
      objectives: [Math.abs(at / 29 - 0.3)],
    }));
    const asked: Asked = { index: 30, suggested: told, told, space, rng: createRng(4) };
    const { point } = tpe(settings({ startup: 5, candidates: 9 }), space).suggest(asked) as { point: Point };
    const model = axisModel(axes[0]!, splitPoints(asked, settings({})) as Sides, { priorWeight: 1 });
    const stream = createRng(4).child('x').stream();
    const candidates = Array.from({ length: 9 }, () => model.draw(stream) as number);
    const best = candidates.reduce((a, b) => (model.ratio(b) > model.ratio(a) ? b : a));
    expect(point).toEqual({ x: best });
    expect(model.ratio(best)).toBeGreaterThan(1);
    expect(Math.abs(best - 0.3)).toBeLessThan(0.15);
  });

  it('begins with as many random points as asked for, and models the next', () => {
    const space = boxSpace(parse([{ path: 'x', low: 0, high: 1 }]));
    const { suggested } = simulate(tpe(settings({ trials: 8, startup: 6 }), space), {
      space,
      objective: ({ x }) => [x as number],
    });
    const blind = Array.from({ length: 8 }, (_, index) => space.sample(createRng(1).child(index)));
    const same = suggested.map(({ point }, index) => point['x'] === blind[index]!['x']);
    expect(same).toEqual([true, true, true, true, true, true, false, false]);
  });

  it('prefers the choice that is good and gives an axis only under its condition', () => {
    const space = boxSpace(
      parse([
        { path: 'cell', choices: ['a', 'b', 'c'] },
        { path: 'gate', low: 0, high: 1, when: { axis: 'cell', is: ['b'] } },
      ]),
    );
    const { suggested } = simulate(tpe(settings({ trials: 120 }), space), {
      space,
      objective: ({ cell, gate }) => [cell === 'b' ? Math.abs((gate as number) - 0.9) : 1],
    });
    const late = suggested.slice(60).map(({ point }) => point);
    expect(late.filter(({ cell }) => cell === 'b').length).toBeGreaterThan(40);
    for (const { cell, gate } of late) expect(gate === undefined).toBe(cell !== 'b');
  });
});

/** Branin's function on its usual box; its least value is 0.397887. */
const branin = (x: number, y: number) =>
  (y - (5.1 * x * x) / (4 * Math.PI ** 2) + (5 * x) / Math.PI - 6) ** 2 +
  10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) +
  10;

/** Best losses after all trials, sorted, one for each of 24 seeds. */
function bests(searcher: Searcher, axes: readonly object[], objective: Objective): number[] {
  const space = boxSpace(parse(axes));
  return Array.from({ length: 24 }, (_, at) => {
    const { told } = simulate(searcher, { space, objective, seed: 100 + at });
    return Math.min(...told.map(({ objectives }) => objectives![0]!));
  }).sort((a, b) => a - b);
}

const median = (sorted: readonly number[]) => (sorted[11]! + sorted[12]!) / 2;

describe('tpe: against random search, medians over 24 seeds', () => {
  const compare = (axes: readonly object[], objective: Objective) => {
    const space = boxSpace(parse(axes));
    const [ours, blind] = [tpe(settings({ trials: 120 }), space), random({ kind: 'random', trials: 120 })];
    return [median(bests(ours, axes, objective)), median(bests(blind, axes, objective))] as const;
  };

  it("comes at least three times as close to the minimum of Branin's function in 120 trials", () => {
    const [ours, blind] = compare(
      [
        { path: 'x', low: -5, high: 10 },
        { path: 'y', low: 0, high: 15 },
      ],
      ({ x, y }) => [branin(x as number, y as number)],
    );
    expect(branin(Math.PI, 2.275)).toBeCloseTo(0.397887, 6);
    expect(ours - 0.397887).toBeLessThan((blind - 0.397887) / 3);
  });

  it('comes at least three times as close on a conditional space of choices, logarithms and whole numbers', () => {
    const [ours, blind] = compare(
      [
        { path: 'cell', choices: ['rnn', 'gru', 'lstm'] },
        { path: 'rate', low: 1e-5, high: 1, scale: 'log' },
        { path: 'units', low: 8, high: 256, scale: 'log', integer: true },
        { path: 'bias', low: -3, high: 3, when: { axis: 'cell', is: ['gru', 'lstm'] } },
      ],
      ({ cell, rate, units, bias = 0 }) => [
        (Math.log10(rate as number) + 2.5) ** 2 +
          Math.log2((units as number) / 90) ** 2 / 4 +
          (cell === 'gru' ? ((bias as number) - 1) ** 2 / 2 : 1),
      ],
    );
    expect(ours).toBeLessThan(blind / 3);
  });
});
