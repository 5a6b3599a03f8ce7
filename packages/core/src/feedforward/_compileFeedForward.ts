import { ConfigError } from '../errors';
import { createOperation, type Placed } from './_createOperation';
import type { OperationLayer, ValueShape } from './_OperationLayer';
import { INPUT, operationName, type FeedForwardConfig, type FeedForwardNode } from './FeedForwardConfig';
import type { Operation } from './Operation';

/** An operation with its names: in its node, and as a layer. */
export type CompiledOperation = {
  readonly name: string;
  readonly layer: string;
  readonly operation: Operation;
  readonly run: OperationLayer;
};

export type CompiledNode = Pick<FeedForwardNode, 'name' | 'from' | 'join'> & {
  readonly operations: readonly CompiledOperation[];
  /** Sources that nobody needs after this node. */
  readonly last: readonly string[];
};

export type CompiledFeedForward = {
  readonly nodes: readonly CompiledNode[];
  /** Shape of one example's activity by layer: every node and every operation. */
  readonly shapes: { readonly [layer: string]: ValueShape };
  readonly output: string;
  /** Nodes that nothing follows, other than the output. */
  readonly deadEnds: readonly string[];
  /** Operations whose input and output another one asks for. */
  readonly asked: ReadonlySet<string>;
};

/**
 * Gives every node and operation its shape.
 *
 * @throws ConfigError when inputs that meet do not fit each other, or an operation does not fit its place
 */
export function compileFeedForward(config: FeedForwardConfig): CompiledFeedForward {
  const shapes: Record<string, ValueShape> = {};
  const earlier = new Map<string, Placed>();
  const output = config.output ?? config.nodes.at(-1)!.name; // the schema wants a node
  const wanted = new Set([
    INPUT,
    output,
    ...(config.record.length > 0 ? config.record : config.nodes.map(({ name }) => name)),
  ]);
  const nodes = config.nodes.map(({ name, from, join, operations }, place): CompiledNode => {
    let shape = joinedShape(
      { name, join },
      from.map((source) => (source === INPUT ? config.input : shapes[source]!)), // the schema wants earlier nodes
    );
    const compiled = operations.map((operation, index): CompiledOperation => {
      const own = operationName(operation, index);
      const layer = `${name}.${own}`;
      const run = createOperation(operation, { who: `${config.name}, ${layer}`, shape, earlier });
      earlier.set(layer, { operation, given: shape, shape: run.shape });
      shape = shapes[layer] = run.shape;
      return { name: own, layer, operation, run };
    });
    shapes[name] = shape;
    const later = new Set(config.nodes.slice(place + 1).flatMap((node) => node.from));
    const last = [...new Set(from)].filter((source) => !wanted.has(source) && !later.has(source));
    return { name, from, join, operations: compiled, last };
  });
  const followed = new Set(config.nodes.flatMap(({ from }) => from));
  const deadEnds = config.nodes
    .map(({ name }) => name)
    .filter((name) => name !== output && !followed.has(name));
  const asked = new Set(
    config.nodes.flatMap(({ operations }) =>
      operations.flatMap((operation) => (operation.op === 'maxUnpool' ? [operation.of] : [])),
    ),
  );
  return { nodes, shapes, output, deadEnds, asked };
}

function joinedShape({ name, join }: Pick<FeedForwardNode, 'name' | 'join'>, from: ValueShape[]): ValueShape {
  const [first] = from as [ValueShape];
  const comparable = (shape: ValueShape) => String(join === 'sum' ? shape : [...shape.slice(0, -1), '*']);
  if (from.some((shape) => comparable(shape) !== comparable(first)))
    throw new ConfigError(
      `${name}: inputs to ${join} must have one shape${join === 'sum' ? '' : ' but for the last axis'}, ` +
        `got ${from.map((shape) => `[${shape}]`).join(', ')}`,
    );
  if (join === 'sum') return first;
  return [...first.slice(0, -1), from.reduce((total, shape) => total + shape.at(-1)!, 0)];
}
