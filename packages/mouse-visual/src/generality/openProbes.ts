import type { Session } from '@goal-driven/core';
import { ConfigError, type NdArray } from '@goal-driven/core/arrays';
import {
  heldInMemory,
  heldOutBatches,
  heldOutImages,
  objectSet,
  objectSource,
  TextureImages,
  textureSource,
  type ImageSource,
} from '@goal-driven/stimuli';
import { createPipeline } from '../augmentation/createPipeline';
import type { Pipeline } from '../augmentation/Pipeline';
import { readFeatures, type Encoder, type FeatureSet } from '../studies/readFeatures';
import { asShown } from './asShown';
import { generalityOf, type Generality } from './generalityOf';
import { probeScenes, probeTextures, type ProbeScore } from './probeScenes';
import { sceneSplits } from './sceneSplits';
import type { SceneProbes } from './SceneProbes';
import { sceneTargets } from './sceneTargets';

/** What is asked of an encoder. */
export type ProbedEncoder = {
  readonly encoder: Encoder;
  /** Layers that may be read. */
  readonly layers: readonly string[];
  /** How images are shown to it; those of judging, `supervised` in the published study. */
  readonly pipeline: Pipeline;
};

/** Puts an encoder to the test: `generalityOf` over its layers, and each of them by itself. */
export type Probes = (
  encoder: ProbedEncoder,
  session: Session,
) => Promise<Generality & { readonly layers: readonly ProbeScore[] }>;

/** Images that an encoder is shown at a time. */
const BATCH = 64;

/**
 * Renders the scenes and the patches once; what comes back puts any number of encoders to the test on them.
 *
 * @throws ConfigError for images that are too few (as `sceneSplits`), or patches too few to be split
 */
export function openProbes(config: SceneProbes): Probes {
  const { scenes, textures, newScales, testFraction } = config;
  const set = objectSet(scenes);
  const latents = Array.from({ length: set.count }, (_, index) => set.latents(index));
  const splits = sceneSplits(latents, config);
  const targets = sceneTargets(latents, scenes);
  const pictures = heldInMemory(objectSource(scenes));
  const tested = Math.floor(textures.images * testFraction);
  const fitted = textures.images - tested;
  if (tested < 1)
    throw new ConfigError(`openProbes: textures must have an image for the test, got ${textures.images}`);
  const patches = textureSource(textures);
  const other = TextureImages.parse({
    ...textures,
    first: textures.first + textures.images,
    images: tested,
    tiles: newScales,
  });
  const newPatches = { ...textureSource(other), name: 'textures of new scales' };
  const shown = remembering((source: ImageSource, pipeline: Pipeline) =>
    asShown(source, createPipeline(pipeline).test),
  );
  return async ({ encoder, layers, pipeline }, session) => {
    const look = (source: ImageSource, label: string) =>
      featuresOf(encoder, { ...shown(source, pipeline), layers, session, label });
    const [seen, known, unknown] = [
      await look(pictures, 'scenes'),
      await look(patches, 'textures'),
      await look(newPatches, 'textures of new scales'),
    ];
    const scores = layers.flatMap((layer) => [
      ...probeScenes(layer, seen.features[layer]!, {
        ...config,
        ...{ targets, splits, categories: scenes.categories.length },
      }),
      ...probeTextures(
        layer,
        {
          fit: rowsOf(known, layer, 0, fitted),
          tests: {
            same: rowsOf(known, layer, fitted, textures.images),
            scales: rowsOf(unknown, layer, 0, tested),
          },
        },
        config,
      ),
    ]);
    for (const { layer, task, test, atLimit } of scores)
      if (test === 'same' && atLimit > 0)
        session.say?.(`probes: ${layer}, ${task}: the largest cost was chosen, ${atLimit} times`);
    return { ...generalityOf(scores), layers: scores };
  };
}

/** Keeps what was made of a source by a pipeline, until another pipeline comes. */
function remembering<Made>(make: (source: ImageSource, pipeline: Pipeline) => Made): typeof make {
  const made = new Map<string, Made>();
  let last = '';
  return (source, pipeline) => {
    const key = JSON.stringify(pipeline);
    if (key !== last) made.clear();
    last = key;
    const known = made.get(source.name) ?? make(source, pipeline);
    made.set(source.name, known);
    return known;
  };
}

type Look = ReturnType<typeof asShown> & {
  readonly layers: readonly string[];
  readonly session: Session;
  readonly label: string;
};

async function featuresOf(encoder: Encoder, { source, steps, ...look }: Look): Promise<FeatureSet> {
  const batchSize = Math.min(BATCH, source.labels.length);
  const stream = heldOutImages(source, { batchSize, steps, threads: 0 });
  try {
    const read = { stream, batches: heldOutBatches(source, batchSize), ...look };
    return (await readFeatures({ encoder }, read))['encoder']!;
  } finally {
    await stream.close();
  }
}

function rowsOf({ features, labels }: FeatureSet, layer: string, from: number, to: number) {
  const { values, shape }: NdArray = features[layer]!;
  const units = shape[1]!;
  return {
    features: { values: values.subarray(from * units, to * units), shape: [to - from, units] },
    labels: labels.subarray(from, to),
  };
}
