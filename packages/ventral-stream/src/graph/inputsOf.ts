import type { Graph } from './Graph';

/** Where a node gets its inputs from, by name. */
export type NodeInputs = {
  readonly feedforward: string;
  /** Bypass and feedback, in the order in which their channels stand: that of the names as strings. */
  readonly others: readonly string[];
};

/** The sources of a node: the feed-forward one, and all others sorted by name (`conv10` before `conv7`). */
export function inputsOf(graph: Graph, node: string): NodeInputs {
  const into = graph.edges.filter(({ to }) => to === node);
  return {
    feedforward: into.find(({ kind }) => kind === 'feedforward')!.from, // the schema wants one
    others: into
      .filter(({ kind }) => kind !== 'feedforward')
      .map(({ from }) => from)
      .sort((a, b) => (a < b ? -1 : 1)),
  };
}
