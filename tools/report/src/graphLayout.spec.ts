import type { GraphFigure } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { graphLayout } from './graphLayout';

type Edge = GraphFigure['edges'][number];
const names = ['a', 'b', 'c', 'd', 'e'];
const figure = (...edges: [from: string, to: string, kind: Edge['kind']][]): GraphFigure => ({
  kind: 'graph',
  nodes: names.map((name) => ({ name, lines: [] })),
  edges: edges.map(([from, to, kind]) => ({ from, to, kind })),
});

describe('graphLayout', () => {
  it('puts neighbours between the layers, feedback below, all else above', () => {
    const placed = graphLayout(
      figure(
        ['a', 'b', 'feedforward'],
        ['a', 'c', 'feedforward'],
        ['a', 'b', 'bypass'],
        ['b', 'a', 'feedback'],
        ['b', 'b', 'feedback'],
      ),
    );
    expect(placed.map(({ side }) => side)).toEqual(['between', 'above', 'above', 'below', 'below']);
  });

  it('has arcs nearer to the layers than those that span them, and beside each other in one lane', () => {
    const placed = graphLayout(
      figure(['a', 'e', 'bypass'], ['a', 'c', 'bypass'], ['c', 'e', 'bypass'], ['b', 'd', 'bypass']),
    );
    expect(placed.map(({ lane }) => lane)).toEqual([2, 0, 0, 1]);
  });

  it('has loops next to their layer', () => {
    const placed = graphLayout(
      figure(['d', 'b', 'feedback'], ['b', 'b', 'feedback'], ['c', 'c', 'feedback']),
    );
    expect(placed.map(({ lane }) => lane)).toEqual([1, 0, 0]);
  });

  it('lets arcs of one layer meet it in an order in which none crosses another', () => {
    const [long, short, from, loop] = graphLayout(
      figure(['c', 'e', 'bypass'], ['c', 'd', 'bypass'], ['a', 'c', 'bypass'], ['c', 'c', 'bypass']),
    );
    // At c, from the left: from a; the loop out and in; to e; to d within it.
    expect([from!.enters, loop!.leaves, loop!.enters, long!.leaves, short!.leaves]).toEqual(
      [1, 2, 3, 4, 5].map((place) => place / 6),
    );
    expect([from!.leaves, long!.enters]).toEqual([0.5, 0.5]);
  });

  it('has no place for arrows to where there is no layer', () => {
    expect(graphLayout(figure(['a', 'z', 'bypass'], ['z', 'a', 'feedback']))).toEqual([]);
  });
});
