import { DataError, GoalDrivenError, parseConfig, type Json } from '@goal-driven/core';
import { z } from 'zod';
import { compileGraph } from '../network/compileGraph';
import { Graph, IMAGE, type GraphInput } from '../graph/Graph';
import { loaderChanges } from './loaderChanges';
import { CellWord, publishedCell, type PublishedSite } from './publishedCell';
import { PublishedFrame, PublishedNode } from './PublishedGraph';
import { publishedOps } from './publishedOps';

export type PublishedImport = {
  /** Name of the model, such as `rgc_intermediate_t22`: its first word is the cell, its second the base network. */
  readonly name: string;
  /** Whether the graph is what the file says, without what the published loader changes (see `loaderChanges`). */
  readonly asWritten?: boolean;
};

/**
 * A graph file of the published networks as a graph. A node is recurrent where its `memory` has the settings of a
 * cell, or a decay that is learned. An edge that is not the feed-forward one of its target is a bypass where it comes
 * from an earlier node of the file, feedback otherwise.
 *
 * @param file text of the file, or its parsed JSON
 * @throws DataError, with the name of the node, for anything that the published format does not have
 */
export function importPublishedGraph(file: Json, { name, asWritten = false }: PublishedImport): Graph {
  const json = typeof file === 'string' ? parseConfig(file, 'json', name) : file;
  const [first, base] = name.split('_');
  const word = parsed(CellWord, first, `${name}: the first word must name a cell`);
  const frame = parsed(PublishedFrame, json, `${name}: it must have nodes and edges`);
  const nodes = frame.nodes.map((node) =>
    parsed(PublishedNode, node, `${name}: ${node.name}: it must be a node as published`),
  );
  const made = nodes.map((node) =>
    nodeOf(node, `${name}: ${node.name}`, { word, shallow: base === 'shallow' }),
  );
  const [input] = nodes;
  if (input?.shape === undefined)
    throw new DataError(`${name}: the first node must have the shape of the image, got ${input?.name}`);
  const graph = graphOf(name, {
    input: input.shape,
    nodes: made.map(({ node }) => node),
    edges: [{ from: IMAGE, to: input.name }, ...edgesOf(frame.edges, made)],
  });
  requireMaps(name, graph, made);
  return asWritten ? graph : graphOf(name, loaderChanges(graph, { word, base }));
}

type NodeInput = GraphInput['nodes'][number];
type Made = {
  readonly node: NodeInput;
  readonly source: string;
  /** What the cell says of the size of its map. */
  readonly map: readonly [number, number] | undefined;
};

function nodeOf(node: PublishedNode, who: string, site: Pick<PublishedSite, 'word' | 'shallow'>): Made {
  const [before, after] = publishedOps(who, [node.pre_memory, node.post_memory]);
  const conv = before.findLast(({ op }) => op === 'conv');
  const inputs = conv?.op === 'conv' ? conv.filters : undefined;
  const { cell, shape } = publishedCell(node.memory, { ...site, who, inputs });
  return {
    node: { name: node.name, before: [...before], cell, after: [...after] },
    source: sourceOf(node, who),
    map: shape,
  };
}

/** The feed-forward source: what the first convolution names, and whose size the node takes. */
function sourceOf({ shape_from: from, pre_memory, post_memory }: PublishedNode, who: string): string {
  const source = from ?? IMAGE;
  [...pre_memory.filter(({ function: f }) => f !== 'dropout'), ...post_memory].forEach((op, index) => {
    if (op.function !== 'component_conv') return;
    if (index > 0)
      throw new DataError(`${who}: component_conv must be the first operation, got it at ${index}`);
    const named = op.input_name === 'split' ? IMAGE : op.input_name;
    if (named !== source)
      throw new DataError(
        `${who}: input_name must be that of shape_from, or split at the image, got ${op.input_name}`,
      );
  });
  return source;
}

function edgesOf(edges: PublishedFrame['edges'], made: readonly Made[]): GraphInput['edges'] {
  const order = new Map(made.map(({ node }, index) => [node.name, index]));
  return edges.map(({ from, to }) => {
    const target = order.get(to);
    // Names that there are not are a fault of the graph.
    if (target === undefined || made[target]!.source === from) return { from, to };
    return { from, to, kind: (order.get(from) ?? -1) < target ? 'bypass' : 'feedback' };
  });
}

function requireMaps(name: string, graph: Graph, made: readonly Made[]): void {
  const compiled = asData(name, () => compileGraph(graph));
  compiled.nodes.forEach(({ cell, name: node }, index) => {
    const said = made[index]!.map;
    if (said !== undefined && cell !== undefined && String(said) !== String(cell.site.size))
      throw new DataError(
        `${name}: ${node}: shape must be [${cell.site.size}], the map there, got [${said}]`,
      );
  });
}

const graphOf = (name: string, graph: GraphInput): Graph =>
  parsed(Graph, graph, `${name}: it must be a graph`);

function parsed<T>(schema: z.ZodType<T>, value: unknown, must: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new DataError(`${must}, got\n${z.prettifyError(result.error)}`);
}

function asData<T>(name: string, f: () => T): T {
  try {
    return f();
  } catch (error) {
    if (error instanceof GoalDrivenError) throw new DataError(`${name}: ${error.message}`);
    throw error;
  }
}
