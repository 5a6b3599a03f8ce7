import { INPUT, operationName, type FeedForwardNetwork, type FeedForwardNode } from '@goal-driven/core';

type Shape = readonly number[];

/** Where an operation stands in its network. */
export type OperationSite = {
  /** Shape of what it is given. */
  readonly given: Shape;
  /** The map [height, width, channels] that became the vector that it is given, where one did. */
  readonly flattened?: Shape;
  /** The map [height, width, channels] that its vector becomes next, where it does. */
  readonly unfolded?: Shape;
};

/** The site of an operation of a node, by its place in the list. */
export function operationSite(
  network: FeedForwardNetwork,
  node: FeedForwardNode,
  index: number,
): OperationSite {
  const flattened = mapBefore(network, node, index);
  const next = node.operations[index + 1];
  return {
    given: enters(network, node, index),
    ...(flattened !== undefined && { flattened }),
    ...(next?.op === 'reshape' && { unfolded: next.shape }),
  };
}

function enters({ shapes, config }: FeedForwardNetwork, node: FeedForwardNode, index: number): Shape {
  if (index > 0) return shapes[`${node.name}.${operationName(node.operations[index - 1]!, index - 1)}`]!;
  const inputs = node.from.map((source) => (source === INPUT ? config.input : shapes[source]!));
  const [first] = inputs as [Shape];
  if (node.join === 'sum') return first;
  return [...first.slice(0, -1), inputs.reduce((sum, shape) => sum + shape.at(-1)!, 0)];
}

/** The map [height, width, channels] that became the vector that is a network's output, where one did. */
export function flattenedOutput(network: FeedForwardNetwork): Shape | undefined {
  const { output, nodes } = network.config;
  const last = nodes.find(({ name }) => name === output) ?? nodes.at(-1)!; // the schema wants a node
  return mapBefore(network, last, last.operations.length);
}

/** Goes back over what leaves a vector as it is, through nodes with one input, to what flattened it. */
function mapBefore(network: FeedForwardNetwork, node: FeedForwardNode, end: number): Shape | undefined {
  for (let index = end - 1; index >= 0; index--) {
    const { op } = node.operations[index]!;
    if (op === 'flatten') return enters(network, node, index);
    if (op !== 'dropout') return undefined;
  }
  const source = network.config.nodes.find(({ name }) => name === node.from[0]);
  return node.from.length === 1 && source !== undefined
    ? mapBefore(network, source, source.operations.length)
    : undefined;
}
