import { createRng } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { Axis } from '../Axis';
import { boxSpace } from '../boxSpace';
import { grid, gridPoints } from './grid';
import type { Suggestion } from './Searcher';

const parse = (axes: readonly object[]): Axis[] => axes.map((axis) => Axis.parse(axis));

describe('grid', () => {
  it('runs the single configurations after the grid, each by its label', () => {
    const axes = parse([
      { name: 'cell', values: { gru: { cell: 'gru' }, lstm: { cell: 'lstm', units: 3 } } },
    ]);
    const configs = { extra: { units: 9 }, last: {} };
    const space = boxSpace(axes, configs);
    const searcher = grid(space, Object.keys(configs));
    const points = [0, 1, 2, 3].map(
      (index) =>
        (searcher.suggest({ index, suggested: [], told: [], space, rng: createRng(1) }) as Suggestion).point,
    );
    expect(searcher.count).toBe(4);
    expect(points).toEqual([{ cell: 'gru' }, { cell: 'lstm' }, { config: 'extra' }, { config: 'last' }]);
    expect(points.map((point) => space.config(point))).toEqual([
      { cell: 'gru' },
      { cell: 'lstm', units: 3 },
      { units: 9 },
      {},
    ]);
  });

  it('goes through the last axis fastest', () => {
    const axes = parse([
      { path: 'a', choices: [1, 2] },
      { path: 'b', choices: ['x', 'y'] },
    ]);
    expect(gridPoints(axes)).toEqual([
      { a: 1, b: 'x' },
      { a: 1, b: 'y' },
      { a: 2, b: 'x' },
      { a: 2, b: 'y' },
    ]);
    expect(gridPoints([])).toEqual([]);
  });

  it('takes points of a range evenly on its scale, both ends exactly, whole numbers once', () => {
    const values = (axis: object) => gridPoints(parse([{ path: 'x', ...axis }])).map(({ x }) => x);
    expect(values({ low: 0.1, high: 0.7, points: 4 })).toEqual([
      0.1,
      expect.closeTo(0.3, 12),
      expect.closeTo(0.5, 12),
      0.7,
    ]);
    expect(values({ low: 0.001, high: 10, points: 5, scale: 'log' })).toEqual([
      0.001,
      expect.closeTo(0.01, 12),
      expect.closeTo(0.1, 12),
      expect.closeTo(1, 12),
      10,
    ]);
    expect(values({ low: 1, high: 100, points: 3, scale: 'log', integer: true })).toEqual([1, 10, 100]);
    expect(values({ low: 1, high: 3, points: 9, integer: true })).toEqual([1, 2, 3]);
  });

  it('multiplies by an axis only where its condition holds', () => {
    const axes = parse([
      { path: 'cell', choices: ['gru', 'rnn'] },
      { path: 'bias', choices: [0, 1], when: { axis: 'cell', is: ['gru'] } },
      { path: 'units', choices: [8, 16] },
    ]);
    expect(gridPoints(axes)).toEqual([
      { cell: 'gru', bias: 0, units: 8 },
      { cell: 'gru', bias: 0, units: 16 },
      { cell: 'gru', bias: 1, units: 8 },
      { cell: 'gru', bias: 1, units: 16 },
      { cell: 'rnn', units: 8 },
      { cell: 'rnn', units: 16 },
    ]);
  });

  it('refuses a range without points', () => {
    expect(() => grid(boxSpace(parse([{ name: 'size', path: 'x', low: 0, high: 1 }])))).toThrow(
      /grid: a range must have points, got none on axis size/,
    );
  });
});
