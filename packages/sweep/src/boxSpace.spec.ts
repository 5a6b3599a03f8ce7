import { createRng } from '@goal-driven/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Axis } from './Axis';
import { boxSpace } from './boxSpace';
import { rangeScale } from './rangeScale';
import type { Point } from './SearchSpace';

const parse = (axes: readonly object[]): Axis[] => axes.map((axis) => Axis.parse(axis));

const axes = parse([
  {
    name: 'cell',
    values: { gru: { network: { cell: 'gru' } }, rnn: { network: { cell: 'rnn', activation: 'tanh' } } },
  },
  { name: 'gateBias', path: 'network.gate.bias', low: -1, high: 1, when: { axis: 'cell', is: ['gru'] } },
  { path: 'network.units', low: 8, high: 512, scale: 'log', integer: true },
  {
    path: 'optimizer',
    choices: [{ kind: 'sgd' }, { kind: 'adam', beta: 0.9 }, { kind: 'adam', beta: 0.99 }],
  },
  {
    name: 'beta2',
    path: 'beta2',
    low: 0.9,
    high: 0.999,
    when: { axis: 'optimizer', is: [{ beta: 0.9, kind: 'adam' }] },
  },
  { path: 'seedless', choices: [1] },
]);
const space = boxSpace(axes);
const seeds = fc.nat(1_000_000).map((seed) => createRng(seed));
const valid = (point: Point) => space.config(point) !== undefined;

describe('boxSpace: sample', () => {
  it('gives the same valid point for the same rng, with conditional axes only under their conditions', () => {
    fc.assert(
      fc.property(seeds, (rng) => {
        const point = space.sample(rng);
        expect(space.sample(rng)).toEqual(point);
        expect(valid(point)).toBe(true);
        expect('gateBias' in point).toBe(point['cell'] === 'gru');
        expect('beta2' in point).toBe((point['optimizer'] as { beta?: number }).beta === 0.9);
      }),
      { numRuns: 60 },
    );
  });

  it('is uniform on the scale of each axis, whole numbers at the ends as likely as others', () => {
    const box = boxSpace(
      parse([
        { path: 'log', low: 1e-4, high: 1, scale: 'log' },
        { path: 'whole', low: 1, high: 4, integer: true },
        { path: 'linear', low: -2, high: 6 },
        { path: 'choice', choices: ['a', 'b'] },
      ]),
    );
    const points = Array.from({ length: 4000 }, (_, index) => box.sample(createRng(3).child(index)));
    const share = (test: (point: Point) => boolean) => points.filter(test).length / points.length;
    // Four standard errors of a share of a quarter are 0.027, of a half 0.032.
    for (const power of [-4, -3, -2, -1]) {
      expect(
        Math.abs(share((p) => Math.floor(Math.log10(p['log'] as number)) === power) - 0.25),
      ).toBeLessThan(0.028);
    }
    for (const k of [1, 2, 3, 4]) expect(Math.abs(share((p) => p['whole'] === k) - 0.25)).toBeLessThan(0.028);
    expect(Math.abs(share((p) => (p['linear'] as number) < 0) - 0.25)).toBeLessThan(0.028);
    expect(Math.abs(share((p) => p['choice'] === 'a') - 0.5)).toBeLessThan(0.032);
  });
});

describe('boxSpace: mutate', () => {
  it('changes one axis, and those that stand under its condition, to a valid point', () => {
    fc.assert(
      fc.property(seeds, (rng) => {
        const point = space.sample(rng.child('start'));
        const next = space.mutate(point, rng);
        expect(space.mutate(point, rng)).toEqual(next);
        expect(valid(next)).toBe(true);
        const changed = Object.keys(next).filter(
          (n) => n in point && JSON.stringify(next[n]) !== JSON.stringify(point[n]),
        );
        expect(changed.length).toBe(1);
        const came = Object.keys(next).filter((name) => !(name in point));
        if (came.includes('gateBias')) expect(changed).toEqual(['cell']);
        if (came.includes('beta2')) expect(changed).toEqual(['optimizer']);
      }),
      { numRuns: 100 },
    );
  });

  it('reaches every axis that can change, and never one of a single value', () => {
    const start: Point = { cell: 'rnn', 'network.units': 8, optimizer: { kind: 'sgd' }, seedless: 1 };
    const moved = new Set<string>();
    for (let index = 0; index < 60; index++) {
      const next = space.mutate(start, createRng(index));
      for (const name of Object.keys(start)) if (next[name] !== start[name]) moved.add(name);
    }
    expect([...moved].sort()).toEqual(['cell', 'network.units', 'optimizer']);
  });

  it('steps a fifth of the range, on its scale, and stays inside', () => {
    const [axis] = parse([{ path: 'x', low: 1, high: Math.E ** 10, scale: 'log' }]);
    const box = boxSpace([axis!]);
    const middle = Array.from({ length: 1500 }, (_, index) =>
      box.mutate({ x: Math.E ** 5 }, createRng(index)),
    );
    const steps = middle.map(({ x }) => Math.log(x as number) - 5);
    // Normal with deviation 2 cut at 2.5 deviations: 2 sqrt(1 - 2*2.5*phi(2.5)/(2*Phi(2.5)-1)) = 1.909.
    const deviation = Math.sqrt(steps.reduce((sum, step) => sum + step * step, 0) / steps.length);
    expect(Math.abs(deviation - 1.909)).toBeLessThan(0.12);
    const edge = Array.from(
      { length: 100 },
      (_, index) => box.mutate({ x: 1 }, createRng(index))['x'] as number,
    );
    expect(edge.every((x) => x > 1 && x <= Math.E ** 10)).toBe(true);
  });

  it('gives the other of two whole numbers, and the point itself where it is the only one', () => {
    const two = boxSpace(parse([{ path: 'x', low: 1, high: 2, scale: 'log', integer: true }]));
    for (let seed = 0; seed < 10; seed++) expect(two.mutate({ x: 1 }, createRng(seed))).toEqual({ x: 2 });
    const one = boxSpace(parse([{ path: 'x', choices: ['only'] }]));
    expect(one.mutate({ x: 'only' }, createRng(1))).toEqual({ x: 'only' });
  });
});

describe('boxSpace: cross', () => {
  it('takes every value from one of the parents, and both give about half', () => {
    let [fromOne, open] = [0, 0];
    fc.assert(
      fc.property(seeds, (rng) => {
        const [one, other] = [space.sample(rng.child(1)), space.sample(rng.child(2))];
        const child = space.cross(one, other, rng);
        expect(valid(child)).toBe(true);
        for (const [name, value] of Object.entries(child)) {
          expect([one[name], other[name]]).toContainEqual(value);
          if (name !== 'network.units' || one[name] === other[name]) continue;
          open += 1;
          if (value === one[name]) fromOne += 1;
        }
      }),
      { numRuns: 200 },
    );
    expect(Math.abs(fromOne / open - 0.5)).toBeLessThan(0.15);
  });
});

describe('boxSpace: config', () => {
  it('merges labelled configurations in order and sets paths over them', () => {
    const point = { cell: 'rnn', 'network.units': 64, optimizer: { kind: 'sgd' }, seedless: 1 };
    expect(space.config(point)).toEqual({
      network: { cell: 'rnn', activation: 'tanh', units: 64 },
      optimizer: { kind: 'sgd' },
      seedless: 1,
    });
    expect(space.sets!(point)).toEqual({ 'network.units': 64, optimizer: { kind: 'sgd' }, seedless: 1 });
    expect(space.config({ ...point, cell: 'gru', gateBias: 0.5 })['network']).toEqual({
      cell: 'gru',
      gate: { bias: 0.5 },
      units: 64,
    });
  });

  it('sets through what is no record, and over an earlier value', () => {
    const box = boxSpace(
      parse([
        { name: 'one', values: { a: { x: [1], y: { z: 1 } } } },
        { path: 'x.inner', choices: [2] },
        { path: 'y.z', choices: [3] },
      ]),
    );
    expect(box.config({ one: 'a', 'x.inner': 2, 'y.z': 3 })).toEqual({ x: { inner: 2 }, y: { z: 3 } });
  });

  it('knows single configurations by label', () => {
    const box = boxSpace(axes, { small: { network: { units: 4 } } });
    expect(box.config({ config: 'small' })).toEqual({ network: { units: 4 } });
    expect(box.sets!({ config: 'small' })).toEqual({});
    expect(() => box.config({ config: 'large' })).toThrow(
      /config of a point must be one of small, got large/,
    );
    expect(() => space.config({ config: 'large' })).toThrow(/must be one of none, got large/);
    expect(() => boxSpace(parse([{ name: 'config', values: { a: {} } }]), { b: {} })).toThrow(
      /must not be named config/,
    );
    const named = boxSpace(parse([{ name: 'config', values: { a: { x: 1 } } }]));
    expect(named.config({ config: 'a' })).toEqual({ x: 1 });
  });
});

describe('boxSpace: errors', () => {
  const good: Point = { cell: 'rnn', 'network.units': 64, optimizer: { kind: 'sgd' }, seedless: 1 };

  it.each<[object, RegExp]>([
    [{ path: 'a..b', choices: [1] }, /names joined by dots, got "a..b"/],
    [{ path: 'cell', choices: [1] }, /different names, got cell twice/],
    [{ path: 'x', low: 2, high: 2 }, /axis x: low must be below high, got 2 and 2/],
    [
      { path: 'x', low: 0, high: 2, scale: 'log' },
      /axis x: low must be above 0 on a logarithmic scale, got 0/,
    ],
    [{ path: 'x', low: 0.5, high: 2, integer: true }, /both ends must be whole numbers, got 0.5 and 2/],
    [{ path: 'x', low: 1, high: 2.5, integer: true }, /both ends must be whole numbers, got 1 and 2.5/],
    [{ name: 'x', values: {} }, /axis x must have values, got none/],
    [
      {
        path: 'x',
        choices: [
          { a: 1, b: 2 },
          { b: 2, a: 1 },
        ],
      },
      /axis x: choices must differ, got \{"a":1,"b":2\} twice/,
    ],
    [{ path: 'x', choices: [1], when: { axis: 'y', is: [1] } }, /an axis before it \(cell\), got y/],
    [{ path: 'x', choices: [1], when: { axis: 'x', is: [1] } }, /an axis before it \(cell\), got x/],
    [
      { path: 'x', choices: [1], when: { axis: 'cell', is: ['lstm'] } },
      /values of cell \("gru", "rnn"\), got "lstm"/,
    ],
  ])('refuses axis %j', (axis, message) => {
    expect(() => boxSpace([axes[0]!, ...parse([axis])])).toThrow(message);
  });

  it('refuses conditions on single values of ranges, and on nothing before', () => {
    const range = { path: 'r', low: 0, high: 1 };
    expect(() => boxSpace(parse([range, { path: 'x', choices: [1], when: { axis: 'r', is: [1] } }]))).toThrow(
      /must have single values, got the range r/,
    );
    expect(() => boxSpace(parse([{ path: 'x', choices: [1], when: { axis: 'r', is: [1] } }]))).toThrow(
      /\(none\), got r/,
    );
  });

  it.each<[Point, RegExp]>([
    [{ ...good, other: 1 }, /names of axes \(cell, gateBias, network.units, .*got other/],
    [{ ...good, gateBias: 0 }, /gateBias only under its condition, got \{"cell":"rnn"/],
    [{ ...good, cell: 'gru' }, /must have a value of gateBias/],
    [{ ...good, cell: 'lstm' }, /cell of a point must be one of "gru", "rnn", got "lstm"/],
    [{ ...good, 'network.units': 8.5 }, /must be a whole number in 8 .. 512, got 8.5/],
    [{ ...good, 'network.units': 7 }, /must be a whole number in 8 .. 512, got 7/],
    [{ ...good, 'network.units': 513 }, /got 513/],
    [{ ...good, 'network.units': '64' }, /got "64"/],
    [{ ...good, cell: 'gru', gateBias: 2 }, /gateBias of a point must be a number in -1 .. 1, got 2/],
  ])('refuses point %j', (point, message) => {
    expect(() => space.config(point)).toThrow(message);
    expect(() => space.sets!(point)).toThrow(message);
    expect(() => space.mutate(point, createRng(1))).toThrow(message);
    expect(() => space.cross(good, point, createRng(1))).toThrow(message);
    expect(() => space.cross(point, good, createRng(1))).toThrow(message);
  });
});

describe('rangeScale', () => {
  it('puts whole numbers in cells of their own and keeps values inside', () => {
    const [whole, log] = parse([
      { path: 'a', low: 1, high: 3, integer: true },
      { path: 'b', low: 1, high: 100, scale: 'log' },
    ]) as [Extract<Axis, { low: number }>, Extract<Axis, { low: number }>];
    const scale = rangeScale(whole);
    expect([scale.low, scale.high]).toEqual([0.5, 3.5]);
    expect([0.5, 1.4, 1.6, 3.5].map(scale.value)).toEqual([1, 1, 2, 3]);
    expect(scale.cell(2)).toEqual([1.5, 2.5]);
    const logarithmic = rangeScale(log);
    expect([logarithmic.low, logarithmic.high]).toEqual([0, Math.log(100)]);
    expect(logarithmic.value(Math.log(10))).toBeCloseTo(10, 12);
    expect(logarithmic.value(9)).toBe(100);
    expect(logarithmic.coordinate(10)).toBe(Math.log(10));
  });
});
