import { FEEDBACK, type CellOf } from './baseGraphs';
import { ModelScale } from './ModelScale';
import { medianCell, tunedLstm } from './publishedCells';
import type { Graph, GraphInput } from '../graph/Graph';
import type { CellWord } from './publishedCell';

/**
 * What the published loader makes of a graph besides what its file says: the cells of `rgc_intermediate` become the
 * median of the search, with five feedback edges; those of `lstm_shallow` become those of a side file. Other graphs
 * stay as they are.
 *
 * @param model first and second word of the model's name
 */
export function loaderChanges(
  graph: Graph,
  { word, base }: { readonly word: CellWord; readonly base: string | undefined },
): GraphInput {
  const scale = ModelScale.parse({});
  if (word === 'rgc' && base === 'intermediate') {
    const back = FEEDBACK.map(([from, to]) => ({
      from: `conv${from}`,
      to: `conv${to}`,
      kind: 'feedback' as const,
    }));
    return { ...withCells(graph, medianCell(scale)), edges: [...graph.edges, ...back] };
  }
  return word === 'lstm' && base === 'shallow' ? withCells(graph, tunedLstm(scale)) : graph;
}

/** The graph with other cells where it has any. */
const withCells = (graph: Graph, cellOf: CellOf): GraphInput => ({
  ...graph,
  nodes: graph.nodes.map((node) => {
    if (node.cell === null) return node;
    const layer = Number(/^conv(\d+)$/.exec(node.name)?.[1]);
    const conv = node.before.findLast(({ op }) => op === 'conv');
    return { ...node, cell: cellOf(layer, conv?.op === 'conv' ? conv.filters : NaN) };
  }),
});
