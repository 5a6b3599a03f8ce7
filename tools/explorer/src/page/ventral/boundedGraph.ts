import { ConfigError, DataError } from '@goal-driven/core';
import { convRnn, ConvRnnConfig, Graph, networkSize, type ConvRnn } from '@goal-driven/ventral-stream';

/** What a reader's machine is asked to carry. */
const MOST = {
  letters: 200_000,
  pixels: 128,
  layers: 64,
  parameters: 4_000_000,
  /** Values of all layers at all timesteps. */
  activity: 4_000_000,
  /** Products of an upper bound: each parameter meets each place of its layer's map at each step. */
  products: 10_000_000_000,
};
/** Steps that a network is watched for after the image has come to its readout. */
const LATE_STEPS = 8;

/**
 * The network of a graph that a reader wrote or dropped: checked by the schema, small enough to run in a page, shown
 * the image all the time.
 *
 * @throws DataError for a text that is no JSON or too long; ConfigError for what is no graph, naming every fault, for
 *   operations that do not fit their place, and for a network beyond the bounds
 */
export function boundedGraph(text: string): ConvRnn {
  if (text.length > MOST.letters)
    throw new DataError(`graph: a text must have at most ${MOST.letters} letters, got ${text.length}`);
  const { data: graph, error } = Graph.safeParse(jsonOf(text));
  if (error !== undefined) {
    const faults = error.issues
      .slice(0, 12)
      .map(({ path, message }) => `${path.join('.') || 'graph'}: ${message}`);
    throw new ConfigError(`graph: must be one of this package, got\n${faults.join('\n')}`);
  }
  const [height, width, channels] = graph.input;
  if (height !== width || channels !== 3)
    throw new ConfigError(`graph: images must be square and have 3 channels here, got [${graph.input}]`);
  require('pixels of a side', height, MOST.pixels);
  require('layers', graph.nodes.length, MOST.layers);
  const depth = convRnn(ConvRnnConfig.parse({ graph })).depth;
  const network = convRnn(
    ConvRnnConfig.parse({
      name: 'own graph',
      graph,
      presentation: { mode: 'constant', timesteps: depth + LATE_STEPS },
      decodeFrom: 'signal',
    }),
  );
  requireBounds(network);
  return network;
}

/** @throws ConfigError for a network that a page cannot carry */
export function requireBounds(network: ConvRnn): void {
  const { parameters, layers, timesteps } = networkSize(network);
  const places = network.compiled.nodes.map(({ shapes }) =>
    shapes.map.length === 3 ? shapes.map[0]! * shapes.map[1]! : 1,
  );
  require('parameters', parameters, MOST.parameters);
  const units = layers.reduce((sum, { units: { map, state } }) => sum + map + state, 0);
  require('values over all timesteps', units * timesteps, MOST.activity);
  const products = layers.reduce((sum, layer, index) => sum + layer.parameters * places[index]!, 0);
  require('products', products * timesteps, MOST.products);
}

function require(what: string, got: number, most: number): void {
  if (got > most)
    throw new ConfigError(`graph: must have at most ${most} ${what} to run in a page, got ${got}`);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new DataError(`graph: must be JSON, got: ${(error as Error).message}`, { cause: error });
  }
}
