import { describe, expect, it } from 'vitest';
import { Graph } from '../graph/Graph';
import type { OpInput } from '../graph/Op';
import { compileGraph } from './compileGraph';
import { planSteps } from './planSteps';

const conv: OpInput = { op: 'conv', filters: 1, kernelSize: [1, 1] };
const chain = (cell: boolean, feedback: boolean) =>
  compileGraph(
    Graph.parse({
      input: [2, 2, 1],
      nodes: [
        { name: 'a', before: [conv] },
        { name: 'b', before: [conv], cell: cell ? { kind: 'timeDecay' } : null },
        { name: 'out', before: [{ op: 'globalAveragePool' }] },
      ],
      edges: [
        { from: 'image', to: 'a' },
        { from: 'a', to: 'b' },
        { from: 'b', to: 'out' },
        ...(feedback ? [{ from: 'b', to: 'a', kind: 'feedback' as const }] : []),
      ],
    }),
  );
const plans = (graph: ReturnType<typeof chain>) =>
  planSteps(graph, new Map([['out', [false, false, false, false, true]]]), 5).map(({ states, outputs }) => ({
    states: [...states].sort().join(' '),
    outputs: [...outputs].sort().join(' '),
  }));

describe('planSteps', () => {
  it('runs a feed-forward node once, when the answer needs it', () => {
    expect(plans(chain(false, false))).toEqual([
      { states: '', outputs: '' },
      { states: '', outputs: '' },
      { states: 'a', outputs: 'a' },
      { states: 'b', outputs: 'b' },
      { states: 'out', outputs: 'out' },
    ]);
  });

  it('runs a cell from the first step on, and gives its output only where that is seen', () => {
    expect(plans(chain(true, false))).toEqual([
      { states: 'a b', outputs: 'a' },
      { states: 'a b', outputs: 'a' },
      { states: 'a b', outputs: 'a' },
      { states: 'b', outputs: 'b' },
      { states: 'out', outputs: 'out' },
    ]);
  });

  it('follows feedback back in time', () => {
    expect(plans(chain(false, true)).map(({ states }) => states)).toEqual(['a', 'b', 'a', 'b', 'out']);
  });
});
