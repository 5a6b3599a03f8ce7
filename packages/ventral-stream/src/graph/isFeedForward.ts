import type { Graph } from './Graph';

/** Whether a graph has neither cells nor feedback. */
export const isFeedForward = ({ nodes, edges }: Graph): boolean =>
  nodes.every(({ cell }) => cell === null) && edges.every(({ kind }) => kind !== 'feedback');
