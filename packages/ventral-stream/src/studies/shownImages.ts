import { disposeTree, type Rng, type Session } from '@goal-driven/core';
import {
  heldOutBatches,
  heldOutImages,
  imageFolder,
  openImageData,
  type Augmentation,
  type ImageFolder,
  type ImageSource,
} from '@goal-driven/stimuli';
import type { NeuralRecording } from '../benchmarks/NeuralRecording';
import { syntheticSites, type SyntheticSites } from '../benchmarks/syntheticSites';
import { timedNetwork } from '../benchmarks/timedNetwork';
import type { TimedModel } from '../benchmarks/TimedModel';
import type { Network } from '../network/Network';
import { stepsOf } from './CategorisationConfig';
import type { ChosenNetwork } from './chosenNetwork';
import { recurrentLayers, siteLayers } from './siteLayers';

const BATCH = 50;

/** The images that a network and those it is held against see, and how much of the network is looked at. */
export type ShownImages = {
  readonly source: ImageSource;
  /** From a stored image to what the network sees. */
  readonly steps: Augmentation;
  /** Nodes, from low to high. */
  readonly layers: readonly string[];
  /** Units of a layer, drawn at random; null: all. */
  readonly units: number | null;
  readonly rng: Rng;
  readonly session: Session;
};

/**
 * The images of recordings, or the held-out ones of the network's data.
 *
 * @param recorded the folder of the images and how they are made ready, where there are recordings
 * @param layers those with a cell where left out
 * @throws what `imageFolder` and `openImageData` throw
 */
export function shownImages(
  { data, network }: ChosenNetwork,
  {
    recorded,
    layers = recurrentLayers(network.architecture),
    ...rest
  }: {
    readonly recorded:
      { readonly images: ImageFolder; readonly preparation?: Augmentation | undefined } | undefined;
    readonly layers?: readonly string[] | undefined;
  } & Pick<ShownImages, 'units' | 'rng' | 'session'>,
): ShownImages {
  const source = recorded === undefined ? openImageData(data.test) : imageFolder(recorded.images);
  return { source, steps: recorded?.preparation ?? stepsOf(data).test, layers, ...rest };
}

/** What a network does of all images. */
export function overTime(
  network: Network,
  { source, steps, layers, units, rng, session }: ShownImages,
): Promise<TimedModel> {
  const batchSize = Math.min(BATCH, source.labels.length);
  const stream = heldOutImages(source, { batchSize, steps, threads: 0 });
  return timedNetwork(
    network,
    { stream, batches: heldOutBatches(source, batchSize) },
    { layers, session, ...(units !== null && { sample: { units, rng: rng.child('units') } }) },
  );
}

/**
 * Sites that hear a network of the same graph from another start; the model held against them is not told.
 *
 * @throws ConfigError for fewer than three layers; what `syntheticSites` throws
 */
export async function heardSites(
  { network: { architecture } }: ChosenNetwork,
  shown: ShownImages,
  sites: SyntheticSites,
): Promise<NeuralRecording> {
  const { source, rng, layers } = shown;
  const started = architecture.init(rng.child('heard'));
  try {
    const model = await overTime({ architecture, ...started }, shown);
    const objects = Int32Array.from(source.labels);
    const of = { model, layers: siteLayers(layers), objects, categories: objects };
    const { recording } = await syntheticSites(sites, of, rng.child('sites'));
    return recording;
  } finally {
    disposeTree(started);
  }
}
