import { ConfigError, type FeedForwardNetwork, type Rng, type Task } from '@goal-driven/core';
import {
  heldOutBatches,
  heldOutImages,
  imageStream,
  openImageData,
  type ImageSource,
} from '@goal-driven/stimuli';
import { createPipeline } from '../augmentation/createPipeline';
import { Pipeline } from '../augmentation/Pipeline';
import { featureStream, type FeatureStream } from '../readout/featureStream';
import { linearReadout, type Read } from '../readout/linearReadout';
import { loadFrozen, type Frozen } from '../readout/loadFrozen';
import { readoutHead } from '../readout/readoutHead';
import type { LinearReadoutConfig } from './LinearReadoutConfig';

/** What a readout is made of; `dispose` frees the encoder. */
export type ReadoutParts = {
  /** From features to logits. */
  readonly architecture: FeedForwardNetwork;
  readonly task: Task<Read>;
  readonly stream: FeatureStream;
  readonly heldOut: FeatureStream;
  /** Images to learn from as they are judged, in an order of chance, and as many batches as the config wants. */
  readonly known: { readonly stream: FeatureStream; readonly batches: number };
  /** Batches of `heldOut` that show each image once. */
  readonly heldOutBatches: number;
  readonly frozen: Frozen;
  readonly classes: readonly string[];
  dispose(): void;
};

/**
 * What a config makes: a readout, features of images that the encoder makes once for each batch, and the task.
 *
 * @throws ConfigError where both sets of images have other classes, where the encoder has another size than the images,
 *   and what `loadFrozen` throws
 */
export async function createReadout(config: LinearReadoutConfig, rng: Rng): Promise<ReadoutParts> {
  const [train, test] = [openImageData(config.data.train), openImageData(config.data.test)];
  if (String(train.classes) !== String(test.classes))
    throw new ConfigError(
      `mouse-visual/linear-readout: both sets of images must have the same classes, got ${train.classes} and ${test.classes}`,
    );
  const pool = config.readout.kind === 'rotNet' ? { pool: config.readout.pool } : {};
  const seen = await loadFrozen(config.encoder, { ...pool, rng: rng.child('encoder') });
  try {
    const { classes } = train;
    return {
      architecture: readoutHead(config.readout, { features: seen.shape, classes: classes.length }),
      task: linearReadout({ classes: classes.length }),
      ...streamsOf({ seen, train, test }, config, rng),
      frozen: seen,
      classes,
      dispose: seen.dispose,
    };
  } catch (error) {
    seen.dispose();
    throw error;
  }
}

type Seen = { readonly seen: Frozen; readonly train: ImageSource; readonly test: ImageSource };

function streamsOf({ seen, train, test }: Seen, { pipeline, data, judged }: LinearReadoutConfig, rng: Rng) {
  const { input } = seen.encoder.architecture.config;
  const chosen = Pipeline.parse({ name: 'supervised', size: input[0], ...pipeline });
  if (String(input) !== String([chosen.size, chosen.size, 3]))
    throw new ConfigError(
      `mouse-visual/linear-readout: the encoder must see [${chosen.size}, ${chosen.size}, 3], the pipeline's images, ` +
        `got one that sees [${input}]`,
    );
  if (chosen.name === 'relativeLocation')
    throw new ConfigError(
      'mouse-visual/linear-readout: pipeline must show whole images, got relativeLocation, which shows cells',
    );
  const views = createPipeline(chosen);
  const threads = data.threads === undefined ? {} : { threads: data.threads };
  const batchSize = Math.min(data.testBatchSize, train.labels.length, test.labels.length);
  const judging = { batchSize, steps: views.test, ...threads };
  const learning = { batchSize: data.batchSize, steps: views.train, ...threads };
  return {
    stream: featureStream(imageStream(train, learning, rng.child('images')), seen),
    heldOut: featureStream(heldOutImages(test, judging), seen),
    heldOutBatches: heldOutBatches(test, batchSize),
    known: {
      stream: featureStream(imageStream(train, judging, rng.child('known')), seen),
      batches: Math.max(1, Math.floor(Math.min(judged, train.labels.length) / batchSize)),
    },
  };
}
