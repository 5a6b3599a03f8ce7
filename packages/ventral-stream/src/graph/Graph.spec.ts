import { describe, expect, it } from 'vitest';
import { compileGraph } from '../network/compileGraph';
import { Graph, type GraphInput } from './Graph';
import { inputsOf } from './inputsOf';
import type { OpInput } from './Op';

const conv: OpInput = { op: 'conv', filters: 3, kernelSize: [3, 3] };
const nodes: GraphInput['nodes'] = [
  { name: 'conv1', before: [conv] },
  { name: 'conv2', before: [conv, { op: 'maxPool', size: [2, 2], padding: 'same' }] },
  { name: 'conv10', before: [conv] },
  { name: 'out', before: [{ op: 'globalAveragePool' }] },
];
const chain: GraphInput['edges'] = [
  { from: 'image', to: 'conv1' },
  { from: 'conv1', to: 'conv2' },
  { from: 'conv2', to: 'conv10' },
  { from: 'conv10', to: 'out' },
];
const graph = (more: Partial<GraphInput> = {}): GraphInput => ({
  input: [7, 7, 3],
  nodes,
  edges: chain,
  ...more,
});

describe('Graph', () => {
  it('survives a round trip through JSON', () => {
    const parsed = Graph.parse(graph());
    expect(Graph.parse(JSON.parse(JSON.stringify(parsed)))).toEqual(parsed);
  });

  it('has further inputs in the order of their names as strings', () => {
    const parsed = Graph.parse(
      graph({
        edges: [
          ...chain,
          { from: 'conv2', to: 'conv1', kind: 'feedback' },
          { from: 'conv10', to: 'conv1', kind: 'feedback' },
        ],
      }),
    );
    expect(inputsOf(parsed, 'conv1')).toEqual({ feedforward: 'image', others: ['conv10', 'conv2'] });
    const [first] = compileGraph(parsed).nodes;
    expect(first!.join.shape).toEqual([7, 7, 9]);
  });

  it('gives nodes their shapes, the last map before the pools among them', () => {
    const [, second] = compileGraph(Graph.parse(graph())).nodes;
    expect(second!.shapes).toEqual({ entered: [7, 7, 3], map: [7, 7, 3], output: [4, 4, 3] });
  });

  it.each<[string, Partial<GraphInput>, RegExp]>([
    ['two nodes of a name', { nodes: [...nodes, nodes[0]!] }, /nodes must have different names/],
    ['a node named image', { nodes: [{ name: 'image' }, ...nodes] }, /nodes must have different names/],
    [
      'an edge to nowhere',
      { edges: [...chain, { from: 'conv1', to: 'x' }] },
      /edges must join nodes, got conv1 -> x/,
    ],
    ['an edge given twice', { edges: [...chain, chain[1]!] }, /given twice, got conv1 -> conv2/],
    ['a node without an input', { edges: chain.slice(1) }, /conv1 must have one feedforward edge, got 0/],
    [
      'a feed-forward edge back',
      { edges: [...chain, { from: 'conv10', to: 'conv1' }] },
      /feedforward must come from an earlier node, got conv10 -> conv1/,
    ],
    [
      'feedback forward',
      { edges: [...chain, { from: 'conv1', to: 'conv10', kind: 'feedback' }] },
      /feedback must come from the node itself or a later one, got conv1 -> conv10/,
    ],
    ['a name that is a path', { nodes: [{ name: 'a/b' }] }, /nodes/],
    ['an unknown key', { nodes: [{ ...nodes[0]!, bfore: [] } as never] }, /Unrecognized key/],
  ])('refuses %s', (_what, change, message) => {
    expect(() => Graph.parse(graph(change))).toThrow(message);
  });

  it('refuses what does not fit its place', () => {
    const withLast = (op: object) =>
      Graph.parse(graph({ nodes: [...nodes.slice(0, 3), { name: 'out', before: [op as never] }] }));
    expect(() => compileGraph(withLast({ op: 'dense', units: 2 }))).toThrow(
      'out: dense must be given a vector (flatten it before), got [4,4,3]',
    );
    expect(() =>
      compileGraph(
        withLast({
          op: 'conv',
          filters: 1,
          kernelSize: [9, 9],
          padding: [
            [0, 0],
            [0, 0],
          ],
        }),
      ),
    ).toThrow('out: conv: a window of [9,9] must fit a map of [4,4]');
    const pooled = graph({
      nodes: [{ name: 'conv1', before: [{ op: 'maxPool', size: [2, 2] }] }, ...nodes.slice(1)],
      edges: [...chain, { from: 'conv10', to: 'conv1', kind: 'feedback' }],
    });
    expect(() => compileGraph(Graph.parse(pooled))).toThrow(
      'conv1: a node with further inputs must begin with conv or dense, or have a cell that takes feedback, got maxPool',
    );
  });
});
