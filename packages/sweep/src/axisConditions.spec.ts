import { createRng } from '@goal-driven/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Axis } from './Axis';
import { boxSpace } from './boxSpace';
import { isPresent } from './pointRules';

const parse = (axes: readonly object[]): Axis[] => axes.map((axis) => Axis.parse(axis));

/** An edge where there are both its nodes, and a kernel where its size is not 0. */
const axes = parse([
  { path: 'first', choices: [true, false] },
  { path: 'second', choices: [true, false] },
  {
    path: 'edge',
    choices: [true, false],
    when: [
      { axis: 'first', is: [true] },
      { axis: 'second', is: [true] },
    ],
  },
  { path: 'size', low: 0, high: 8, integer: true },
  { path: 'depth', low: 0, high: 1, when: { axis: 'size', low: 1 } },
  { path: 'small', choices: ['a', 'b'], when: { axis: 'size', low: 2, high: 3 } },
]);
const edge = axes[2]!;
const space = boxSpace(axes);
const seeds = fc.nat(1_000_000).map((seed) => createRng(seed));

describe('conditions of axes', () => {
  it('must all hold where there are several', () => {
    expect(isPresent(edge, { first: true, second: true })).toBe(true);
    expect(isPresent(edge, { first: true, second: false })).toBe(false);
    expect(isPresent(edge, { first: false, second: true })).toBe(false);
    expect(isPresent(edge, { first: true })).toBe(false);
  });

  it('of a number hold between its ends, both included', () => {
    const small = axes[5]!;
    expect([1, 2, 3, 4].map((size) => isPresent(small, { size }))).toEqual([false, true, true, false]);
    expect(isPresent(axes[4]!, { size: 0 })).toBe(false);
    expect(isPresent(axes[4]!, { size: '3' })).toBe(false); // not a number
  });

  it('hold for every sample, neighbour and child; what neither parent has is sampled', () => {
    fc.assert(
      fc.property(seeds, (rng) => {
        const [one, other] = [space.sample(rng.child('one')), space.sample(rng.child('other'))];
        const child = space.cross(one, other, rng.child('child'));
        for (const point of [one, other, child, space.mutate(one, rng.child('mutate'))]) {
          expect(() => space.config(point)).not.toThrow();
          expect(Object.hasOwn(point, 'edge')).toBe(point['first'] === true && point['second'] === true);
          expect(Object.hasOwn(point, 'depth')).toBe((point['size'] as number) > 0);
        }
        expect(space.cross(one, other, rng.child('child'))).toEqual(child);
      }),
    );
    const [left, right] = [
      { first: true, second: false, size: 0 },
      { first: false, second: true, size: 0 },
    ];
    const edges = Array.from({ length: 200 }, (_, k) => space.cross(left, right, createRng(k))['edge']);
    // A quarter of the children have both nodes, of which half have the edge: 25 expected each, sd 4.7.
    for (const value of [true, false]) {
      expect(edges.filter((one) => one === value).length).toBeGreaterThan(8);
      expect(edges.filter((one) => one === value).length).toBeLessThan(42);
    }
  });

  it.each([
    [
      [
        { axis: 'first', is: [true] },
        { axis: 'third', is: [true] },
      ],
      /an axis before it .*got third/,
    ],
    [{ axis: 'first', low: 1 }, /must be a range to have low or high, got the choice first/],
    [{ axis: 'size', is: [1] }, /must have single values, got the range size/],
    [{ axis: 'size', low: 9 }, /met by some of 0 \.\. 8 of size, got 9 \.\. Infinity/],
    [{ axis: 'size', low: 3, high: 2 }, /got 3 \.\. 2/],
  ])('refuses %o', (when, message) => {
    expect(() => boxSpace([...axes, ...parse([{ path: 'x', choices: [1], when }])])).toThrow(message);
  });

  it('refuses a condition of nothing, or of nothing but an axis', () => {
    for (const when of [[], { axis: 'size' }, { axis: 'size', is: [] }, { axis: 'size', is: [1], low: 1 }])
      expect(Axis.safeParse({ path: 'x', choices: [1], when }).success).toBe(false);
  });
});
