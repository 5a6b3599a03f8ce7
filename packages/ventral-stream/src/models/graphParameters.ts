import { parameterShapes, type Architecture } from '@goal-driven/core';
import type { Graph } from '../graph/Graph';
import { convRnn } from '../network/convRnn';
import { ConvRnnConfig } from '../network/ConvRnnConfig';

/** Numbers that the network of a graph learns, without making any. */
export function graphParameters(graph: Graph): number {
  const network = convRnn(ConvRnnConfig.parse({ graph }));
  // An architecture of any input: nothing is applied.
  return parameterShapes(network as unknown as Architecture).trainable;
}
