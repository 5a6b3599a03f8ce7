import { z } from 'zod';
import { ConvCellConfig } from '../cells/convCells';
import { Join } from './Join';
import { Op } from './Op';

const Name = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/)
  .meta({ description: 'Name of a node: a letter, then letters, digits, - and _' });

/** The source that is no node: what the eye is shown. */
export const IMAGE = 'image';

/** Where the parameters of a decoder stand, beside those of the nodes. */
export const DECODER = 'decoder';

export const GraphNode = z
  .strictObject({
    name: Name,
    before: z.array(Op).max(64).default([]).meta({ description: 'Operations before the cell' }),
    cell: ConvCellConfig.nullable().default(null).meta({ description: 'Recurrent cell; none: feed-forward' }),
    after: z.array(Op).max(64).default([]).meta({ description: 'Operations after the cell' }),
    join: Join.prefault({}),
  })
  .meta({ title: 'Layer of a graph' });
export type GraphNode = z.output<typeof GraphNode>;

export const GraphEdge = z
  .strictObject({
    from: z.union([z.literal(IMAGE), Name]),
    to: Name,
    kind: z.enum(['feedforward', 'bypass', 'feedback']).default('feedforward'),
  })
  .meta({ title: 'Arrow of a graph; it costs one time step' });
export type GraphEdge = z.output<typeof GraphEdge>;

const bound = 4096;

/**
 * A circuit of the visual system as data. Each node takes the outputs that its sources had one step before, and is
 * evaluated once a step: first joins its inputs, then runs `before`, the cell, `after`. Nodes stand in the order of
 * the feed-forward sweep. The last one is the readout.
 *
 * What a node sees of its further inputs (bypass, feedback): a cell that has a place for feedback gets them apart
 * from the feed-forward input, in the size that `join` says; otherwise they meet it as `join` says, before the first
 * operation.
 */
export const Graph = z
  .strictObject({
    input: z
      .tuple([z.int().positive().max(bound), z.int().positive().max(bound), z.int().positive().max(bound)])
      .meta({ description: 'Images, [height, width, channels]', unit: 'pixels' }),
    nodes: z.array(GraphNode).min(1).max(1024),
    edges: z.array(GraphEdge).min(1).max(65536),
  })
  .superRefine((graph, context) => {
    for (const message of faults(graph)) context.addIssue({ code: 'custom', message });
  })
  .meta({
    title: 'Graph of a convolutional recurrent network',
    source: 'Nayebi, Bear, Kubilius et al. 2018, arXiv:1807.00053',
  });
export type Graph = z.output<typeof Graph>;
export type GraphInput = z.input<typeof Graph>;

/** What a graph of well-formed nodes and edges may still have wrong. */
function faults({ nodes, edges }: { nodes: GraphNode[]; edges: GraphEdge[] }): string[] {
  const order = new Map<string, number>([
    [IMAGE, -1],
    [DECODER, NaN],
    ...nodes.map(({ name }, index) => [name, index] as const),
  ]);
  const found: string[] = [];
  if (order.size !== nodes.length + 2)
    found.push(`nodes must have different names, none of them ${IMAGE} or ${DECODER}`);
  const seen = new Set<string>();
  for (const { from, to, kind } of edges) {
    const [source, target] = [order.get(from), order.get(to)];
    const arrow = `${from} -> ${to}`;
    if (seen.has(arrow)) found.push(`edges must not be given twice, got ${arrow}`);
    seen.add(arrow);
    if (source === undefined || target === undefined) found.push(`edges must join nodes, got ${arrow}`);
    else if (kind === 'feedback' && (source < target || from === IMAGE))
      found.push(`feedback must come from the node itself or a later one, got ${arrow}`);
    else if (kind !== 'feedback' && source >= target)
      found.push(`${kind} must come from an earlier node, got ${arrow}`);
  }
  for (const { name } of nodes) {
    const count = edges.filter(({ to, kind }) => to === name && kind === 'feedforward').length;
    if (count !== 1) found.push(`${name} must have one feedforward edge, got ${count}`);
  }
  return found;
}
