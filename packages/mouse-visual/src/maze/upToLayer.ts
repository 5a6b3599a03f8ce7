import { ConfigError, FeedForwardConfig, operationName, type FeedForwardNode } from '@goal-driven/core';

/**
 * The part of a network that a layer depends on, with the layer as its output: what comes after it is neither computed nor
 * has parameters. Parameters keep their names.
 *
 * @param layer a node, `node`, or an operation of one, `node.operation`; null for the output as it is
 * @throws ConfigError where there is no such layer
 */
export function upToLayer(config: FeedForwardConfig, layer: string | null): FeedForwardConfig {
  const { nodes } = config;
  const cut =
    layer === null
      ? nodes.find(({ name }) => name === (config.output ?? nodes.at(-1)!.name))
      : cutNode(nodes, layer);
  if (cut === undefined)
    throw new ConfigError(`upToLayer: layer must be one of ${config.name}, got ${layer}`);
  const needed = new Set(cut.from);
  const before = nodes
    .slice(
      0,
      nodes.findIndex(({ name }) => name === cut.name),
    )
    .reverse()
    .filter(({ name, from }) => {
      if (!needed.has(name)) return false;
      from.forEach((source) => needed.add(source));
      return true;
    });
  return FeedForwardConfig.parse({
    ...config,
    nodes: [...before.reverse(), cut],
    output: cut.name,
    record: [],
  });
}

/** The node that a layer is, or is in, with nothing behind the layer. */
function cutNode(nodes: readonly FeedForwardNode[], layer: string): FeedForwardNode | undefined {
  for (const node of nodes) {
    if (node.name === layer) return node;
    const index = node.operations.findIndex(
      (each, at) => `${node.name}.${operationName(each, at)}` === layer,
    );
    if (index !== -1) return { ...node, operations: node.operations.slice(0, index + 1) };
  }
  return undefined;
}
