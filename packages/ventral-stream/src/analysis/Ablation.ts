import { ConfigError } from '@goal-driven/core';
import { z } from 'zod';
import type { Graph } from '../graph/Graph';

const step = z.int().nonnegative();

/** What of a network is taken away, and when. */
export const Ablation = z
  .strictObject({
    edges: z
      .array(z.strictObject({ from: z.string(), to: z.string() }))
      .default([])
      .meta({ description: 'Arrows whose target sees zeros' }),
    states: z
      .array(z.string())
      .default([])
      .meta({ description: 'Nodes whose cell begins each step of the window with its empty state' }),
    from: step.meta({ description: 'First step of the window, as the target counts', unit: '10 ms' }),
    to: step.meta({ description: 'First step after the window', unit: '10 ms' }),
  })
  .meta({ title: 'Ablation of feedback or of memory in a window of time' });
export type Ablation = z.output<typeof Ablation>;

/** The arrows and states that ablations take from `unroll`. */
export type Ablated = {
  readonly silenced: (from: string, to: string, step: number) => boolean;
  readonly forgotten: (node: string, step: number) => boolean;
};

/**
 * What ablations take away at each step; several add up.
 *
 * @throws ConfigError when one names an arrow that is not there or a node without a cell, or its window is empty
 */
export function ablated(graph: Graph, ablations: readonly Ablation[]): Ablated {
  for (const ablation of ablations) requireParts(graph, ablation);
  const at = (when: number) => ablations.filter(({ from, to }) => when >= from && when < to);
  return {
    silenced: (from, to, when) =>
      at(when).some(({ edges }) => edges.some((edge) => edge.from === from && edge.to === to)),
    forgotten: (node, when) => at(when).some(({ states }) => states.includes(node)),
  };
}

function requireParts({ nodes, edges }: Graph, ablation: Ablation): void {
  for (const { from, to } of ablation.edges)
    if (!edges.some((edge) => edge.from === from && edge.to === to))
      throw new ConfigError(`ablated: edges must be arrows of the graph, got ${from} -> ${to}`);
  for (const name of ablation.states)
    if (!nodes.some((node) => node.name === name && node.cell !== null))
      throw new ConfigError(`ablated: states must be of nodes with a cell, got ${name}`);
  if (ablation.to <= ablation.from)
    throw new ConfigError(`ablated: to must come after from, got ${ablation.to} and ${ablation.from}`);
}
