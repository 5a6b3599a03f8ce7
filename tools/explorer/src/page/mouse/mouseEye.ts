import {
  createRng,
  DataError,
  feedForward,
  modelWeights,
  readSafetensors,
  type FeedForwardConfig,
  type FeedForwardNetwork,
  type NdArray,
  type Tree,
  type TypedArray,
} from '@goal-driven/core';
import {
  MouseModel,
  mouseModelConfig,
  TrainingConfig,
  type MouseModelInput,
} from '@goal-driven/mouse-visual';
import { networksOnOffer, type NetworkId } from './networksOnOffer';

/** A network with its weights, and the side of the images that it takes, pixels. */
export type MouseEye = {
  readonly network: FeedForwardNetwork;
  readonly params: Tree;
  readonly state: Tree;
  readonly side: number;
};

const SEED = 0; // of all weights that nobody trained

/** The kinds of networks by what the page calls them; sizes come from the reader. */
const models: { readonly [Id in NetworkId]?: (size: [number, number]) => MouseModelInput } = {
  alexNet2: (size) => ({ kind: 'truncatedAlexNet', size, stages: 2 }),
  alexNet4: (size) => ({ kind: 'truncatedAlexNet', size, stages: 4 }),
  alexNet5: (size) => ({ kind: 'truncatedAlexNet', size, stages: 5 }),
  single: (size) => ({ kind: 'streamNet', size, streams: 'single' }),
  dual: (size) => ({ kind: 'streamNet', size, streams: 'dual' }),
  six: (size) => ({ kind: 'streamNet', size, streams: 'six' }),
  mouseNet: () => ({ kind: 'mouseNet' }),
  resNet18: (size) => ({ kind: 'resNet', size, depth: 18 }),
};

/**
 * A network of the page. Weights are drawn from seed 0, unless it is the trained one or some are given.
 *
 * @param input side of the images of networks that can take any, pixels
 * @param file a model or checkpoint in the safetensors format
 * @throws DataError where the file's arrays are not those of the network
 */
export function mouseEye(id: NetworkId, input: number, file?: Uint8Array): MouseEye {
  const side = networksOnOffer.find((each) => each.id === id)!.side ?? input;
  const model = models[id];
  if (model === undefined && file === undefined)
    throw new Error(`${id}: its weights must be given, got none`);
  const read = file && readSafetensors(file, 'the file');
  const config =
    model === undefined
      ? trainedConfig(read!.metadata)
      : mouseModelConfig(MouseModel.parse(model([side, side])));
  const network = feedForward(config);
  const weights = read
    ? modelWeights(network, learnedIn(read.arrays), 'the file')
    : network.init(createRng(SEED).child(id));
  return { network, ...weights, side };
}

/** The graph of a run of `mouse-visual/training`, from the settings in a model of the page. */
function trainedConfig({ config }: { readonly [key: string]: string }): FeedForwardConfig {
  const { network } = TrainingConfig.parse(JSON.parse(config ?? 'null'));
  if (network.kind !== 'graph') throw new DataError(`the file: must be of a graph, got ${network.kind}`);
  return network.graph;
}

/** What a checkpoint learned, under the names that a model has; a model is as it is. */
function learnedIn(arrays: { readonly [path: string]: NdArray<TypedArray> }) {
  const learned = Object.entries(arrays).flatMap(([path, array]) => {
    const [, inside] = /^(?:params\/model|state)\/(.*)$/.exec(path) ?? [];
    return inside === undefined ? [] : [[inside, array] as const];
  });
  return learned.length === 0 ? arrays : Object.fromEntries(learned);
}
