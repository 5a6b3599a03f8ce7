import { ConfigError, createRng, EnvironmentError } from '@goal-driven/core';
import { categoryNames } from '@goal-driven/stimuli';
import {
  createNetwork,
  graphFigure,
  networkSize,
  NetworkChoice,
  publishedModels,
  type ConvRnn,
  type Network,
  type PublishedName,
} from '@goal-driven/ventral-stream';
import { boundedGraph, requireBounds } from './boundedGraph';
import type { Opened, Source } from './Opened';
import { readShippedModel } from './readShippedModel';
import { shippedModels } from './shippedModels';

/** How published graphs are cut to a page. */
const SCALE = { size: 64, width: 0.125 };

/**
 * The network of a source; the caller owns its tensors.
 *
 * @throws EnvironmentError where a shipped file cannot be had; ConfigError and DataError for a graph that is none, or
 *   too large
 */
export async function openNetwork(
  source: Source,
): Promise<{ network: Network; opened: Omit<Opened, 'serial'> }> {
  switch (source.kind) {
    case 'shipped': {
      const { title, address } = shippedModels[source.name];
      const model = readShippedModel(await bytesOf(address), source.name);
      const right = `${Math.round(100 * model.accuracy)} % of ${model.testImages} held-out images right`;
      const provenance = `Trained on rendered objects, ${right}: ${model.command}`;
      const { network, classes } = model;
      return {
        network,
        opened: describe(network.architecture, { title, trained: true, provenance, classes }),
      };
    }
    case 'published': {
      if (!Object.hasOwn(publishedModels, source.name))
        throw new ConfigError(
          `network: must be one of ${Object.keys(publishedModels).join(', ')}, got ${source.name}`,
        );
      const name = source.name as PublishedName; // one of its keys
      const choice = NetworkChoice.parse({
        kind: 'published',
        name,
        width: SCALE.width,
        decodeFrom: 'signal',
      });
      const architecture = createNetwork(choice, { size: SCALE.size, classes: categoryNames.length });
      requireBounds(architecture);
      const scale = `an eighth of its channels and images of ${SCALE.size} pixels`;
      return untrained(architecture, {
        title: name,
        words: `The published graph ${name} with ${scale}`,
        seed: source.seed,
      });
    }
    case 'graph':
      return untrained(boundedGraph(source.text), {
        title: 'A graph of your own',
        words: 'A graph of your own',
        seed: source.seed,
      });
  }
}

function untrained(
  architecture: ConvRnn,
  { title, words, seed }: { readonly title: string; readonly words: string; readonly seed: number },
): { network: Network; opened: Omit<Opened, 'serial'> } {
  const count = architecture.compiled.nodes.at(-1)!.shapes.output[0]!; // the schema wants a node
  const classes =
    count <= categoryNames.length
      ? categoryNames.slice(0, count)
      : Array.from({ length: count }, (_, index) => `class ${index + 1}`);
  const provenance = `${words}, untrained: its weights are drawn from seed ${seed}, and its answers mean nothing.`;
  const network = { architecture, ...architecture.init(createRng(seed).child('network')) };
  return { network, opened: describe(architecture, { title, trained: false, provenance, classes }) };
}

function describe(
  architecture: ConvRnn,
  words: Pick<Opened, 'title' | 'trained' | 'provenance' | 'classes'>,
): Omit<Opened, 'serial'> {
  const { movie, decodeFrom, config } = architecture;
  const { parameters } = networkSize(architecture);
  return {
    ...words,
    size: config.graph.input[0],
    timesteps: movie.timesteps,
    imageOn: movie.imageOn,
    imageOff: movie.imageOff,
    decodeFrom,
    parameters,
    graph: JSON.stringify(config.graph, undefined, 1),
    circuit: graphFigure(architecture, {
      name: 'circuit',
      title: 'The circuit',
      caption: `Layers with the size of what they give; each arrow costs a step of 10 ms. ${parameters} parameters.`,
    }),
  };
}

async function bytesOf(address: URL): Promise<Uint8Array> {
  const response = await fetch(address).catch((cause: unknown) => {
    throw new EnvironmentError(`network: ${address.pathname} must be a file to be had, got none`, { cause });
  });
  if (!response.ok)
    throw new EnvironmentError(
      `network: ${address.pathname} must be a file to be had, got ${response.status}`,
    );
  return new Uint8Array(await response.arrayBuffer());
}
