import { describe, expect, it } from 'vitest';
import { circles } from './circles.mjs';

const graph = (targets) => new Map(Object.entries(targets));

describe('circles', () => {
  it('finds none where everything can be put in a row', () => {
    expect(circles(graph({ a: ['b', 'c'], b: ['c'], c: [] }))).toEqual([]);
  });

  it('finds a circle, however long, and not what leads to it or away', () => {
    const targets = { in: ['a'], a: ['b'], b: ['c', 'out'], c: ['a'], out: [] };
    expect(circles(graph(targets))).toEqual([['a', 'b', 'c']]);
  });

  it('takes circles that share a node for one, and keeps those apart that do not', () => {
    const targets = { a: ['b'], b: ['a', 'c'], c: ['b', 'x'], x: ['y'], y: ['x'] };
    expect(circles(graph(targets))).toEqual([
      ['a', 'b', 'c'],
      ['x', 'y'],
    ]);
  });

  it('finds a node that leads to itself, and passes over targets that are no nodes', () => {
    expect(circles(graph({ a: ['a'], b: ['elsewhere'] }))).toEqual([['a']]);
  });
});
