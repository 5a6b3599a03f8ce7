import { ConfigError } from '@goal-driven/core';
import type { Graph } from '../graph/Graph';
import { graphParameters } from './graphParameters';

const MOST_WIDTH = 16;
const BISECTIONS = 24;

/**
 * Of graphs that grow with a width, the one whose number of parameters is closest to that of another graph. Channels
 * are whole, so at small widths the numbers differ by the parameters of a channel.
 *
 * @param make a graph of a width in (0, 16], with more parameters the wider it is
 * @throws ConfigError where even the widest has fewer
 */
export function matchedGraph(graph: Graph, make: (width: number) => Graph): Graph {
  const target = graphParameters(graph);
  let [low, high] = [1e-3, MOST_WIDTH];
  const widest = graphParameters(make(high));
  if (widest < target)
    throw new ConfigError(`matchedGraph: the widest must have ${target} parameters or more, got ${widest}`);
  for (let step = 0; step < BISECTIONS; step++) {
    const middle = (low + high) / 2;
    if (graphParameters(make(middle)) < target) low = middle;
    else high = middle;
  }
  const [below, above] = [make(low), make(high)];
  return target - graphParameters(below) < graphParameters(above) - target ? below : above;
}
