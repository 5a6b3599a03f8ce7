import { ConfigError } from '@goal-driven/core';
import type { ConvCell } from '../cells/ConvCell';
import { createConvCell } from '../cells/convCells';
import { takesFeedback } from '../cells/takesFeedback';
import { IMAGE, type Graph, type GraphNode } from '../graph/Graph';
import { inputsOf, type NodeInputs } from '../graph/inputsOf';
import type { Op } from '../graph/Op';
import { createOp } from './createOp';
import { joinFeedback, type FeedbackLayer, type FeedbackSite } from './joinFeedback';
import { joinInputs, type JoinLayer, type NamedShape } from './joinInputs';
import type { OpLayer, ValueShape } from './OpLayer';

/** An operation with the name under which its parameters stand in those of its node. */
export type NamedOp = { readonly name: string; readonly op: Op; readonly layer: OpLayer };

/** A node that knows its shapes. */
export type CompiledNode = {
  readonly name: string;
  readonly inputs: NodeInputs;
  readonly join: JoinLayer;
  readonly before: readonly NamedOp[];
  readonly cell?: ConvCell;
  /** Whether bypass and feedback go to the cell, apart from the feed-forward input. */
  readonly apart: boolean;
  /** How they get there. */
  readonly feedback?: FeedbackLayer;
  readonly after: readonly NamedOp[];
  readonly node: GraphNode;
  readonly shapes: NodeShapes;
};

export type NodeShapes = {
  /** What enters by the feed-forward edge. */
  readonly entered: ValueShape;
  /** The last map before the pools at the end of the node: the units that the 2022 paper may have counted. */
  readonly map: ValueShape;
  /** What other nodes see. */
  readonly output: ValueShape;
};

export type CompiledGraph = {
  /** As it was given, with all defaults. */
  readonly graph: Graph;
  /** In the order of the feed-forward sweep. */
  readonly nodes: readonly CompiledNode[];
  /** Whether examples of a batch may differ where their inputs do not (dropout), or depend on each other (moments). */
  readonly stochastic: boolean;
};

/**
 * Gives every node its shapes.
 *
 * @throws ConfigError when an operation or a cell does not fit its place, or feedback enters a node that does not
 *   begin with a convolution or a dense layer and whose cell has no place for it
 */
export function compileGraph(graph: Graph): CompiledGraph {
  const shapes = new Map<string, ValueShape>([[IMAGE, graph.input]]);
  // Outputs first, without feedback, which no output's shape depends on; then the nodes as they are.
  for (const node of graph.nodes)
    shapes.set(node.name, compileNode(graph, node, shapes, false).shapes.output);
  const nodes = graph.nodes.map((node) => compileNode(graph, node, shapes, true));
  const stochastic = graph.nodes.some(({ before, after }) =>
    [...before, ...after].some(
      (op) =>
        (op.op === 'dropout' && op.rate > 0) ||
        op.op === 'batchNorm' ||
        (op.op === 'residual' && op.batchNorm !== null),
    ),
  );
  return { graph, nodes, stochastic };
}

function compileNode(
  graph: Graph,
  node: GraphNode,
  shapes: ReadonlyMap<string, ValueShape>,
  whole: boolean,
): CompiledNode {
  const { name } = node;
  const inputs = inputsOf(graph, name);
  const entered = shapes.get(inputs.feedforward)!; // earlier in the list
  const apart = node.cell !== null && takesFeedback(node.cell);
  const others = inputs.others.flatMap((source) => {
    const shape = shapes.get(source);
    return shape === undefined || !whole ? [] : [[source, shape] as const];
  });
  if (others.length > 0 && !apart) requireConvolutionFirst(node);
  const join = joinInputs({
    node: name,
    join: apart ? { size: 'resize', channels: 'concat' } : node.join,
    feedforward: [inputs.feedforward, entered],
    others: apart ? [] : others,
  });
  const names = namer();
  const chain = (ops: readonly Op[], start: ValueShape): NamedOp[] => {
    let shape = start;
    return ops.map((op) => {
      const layer = createOp(op, { node: name, shape, entered });
      shape = layer.shape;
      return { name: names(op.op), op, layer };
    });
  };
  const before = chain(node.before, join.shape);
  const input = before.at(-1)?.layer.shape ?? join.shape;
  const feedback = apart ? joinFeedback(feedbackSite(node, { input, entered, others })) : undefined;
  const cell =
    node.cell === null
      ? undefined
      : createConvCell(node.cell, siteOf(node, { input, entered, feedback: feedback?.channels ?? 0 }));
  const cellShape = cell === undefined ? input : [...input.slice(0, -1), cell.channels];
  const after = chain(node.after, cellShape);
  const stages = [
    { pools: false, shape: join.shape },
    ...before.map(stageOf),
    { pools: cell === undefined && isPool(before.at(-1)), shape: cellShape },
    ...after.map(stageOf),
  ];
  const map = [...stages].reverse().find(({ pools }) => !pools)!.shape; // the first one is no pool
  return {
    name,
    inputs,
    join,
    before,
    ...(cell !== undefined && { cell }),
    apart,
    ...(feedback !== undefined && { feedback }),
    after,
    node,
    shapes: { entered, map, output: stages.at(-1)!.shape },
  };
}

const isPool = (op: NamedOp | undefined): boolean => op?.op.op === 'maxPool' || op?.op.op === 'averagePool';

const stageOf = (op: NamedOp) => ({ pools: isPool(op), shape: op.layer.shape });

type CellPlace = { readonly input: ValueShape; readonly entered: ValueShape };

function feedbackSite(
  node: GraphNode,
  { others, ...place }: CellPlace & { readonly others: readonly NamedShape[] },
): FeedbackSite {
  const { size } = siteOf(node, { ...place, feedback: 0 });
  return { node: node.name, join: node.join, size, channels: place.entered.at(-1)!, others };
}

function siteOf(
  { name, cell }: GraphNode,
  { input, entered, feedback }: CellPlace & { readonly feedback: number },
) {
  if (input.length !== 3)
    throw new ConfigError(
      `${name}: ${cell!.kind} must be given a map [height, width, channels], got [${input}]`,
    );
  const [height, width, inputs] = input as [number, number, number];
  return { size: [height, width] as const, inputs, skips: entered.at(-1)!, feedback };
}

function requireConvolutionFirst({ name, before }: GraphNode): void {
  const [first] = before;
  if (first?.op === 'conv' || first?.op === 'dense') return;
  throw new ConfigError(
    `${name}: a node with further inputs must begin with conv or dense, or have a cell that takes feedback, ` +
      `got ${first?.op ?? 'no operation'}`,
  );
}

/** `conv`, `conv2`, ..: the name of an operation is its kind, numbered from the second on. */
function namer(): (kind: string) => string {
  const counts = new Map<string, number>();
  return (kind) => {
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    return count === 1 ? kind : `${kind}${count}`;
  };
}
