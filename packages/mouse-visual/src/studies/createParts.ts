import {
  ConfigError,
  sizeOf,
  type DataStream,
  type FeedForwardNetwork,
  type Rng,
  type Task,
} from '@goal-driven/core';
import {
  heldOutImages,
  imageStream,
  openImageData,
  requireApart,
  type ImageSource,
  type ImageStream,
} from '@goal-driven/stimuli';
import { createPipeline, type Views } from '../augmentation/createPipeline';
import { Pipeline, type PipelineName } from '../augmentation/Pipeline';
import { createTask } from '../tasks/createTask';
import type { Shown } from '../tasks/_forward';
import type { TaskConfig } from '../tasks/TaskConfig';
import { createNetwork } from './NetworkChoice';
import type { TrainingConfig } from './TrainingConfig';

/** The pipeline that an objective was published with. */
export const pipelineOf: { readonly [kind in TaskConfig['kind']]: PipelineName } = {
  supervised: 'supervised',
  instanceRecognition: 'instanceRecognition',
  simClr: 'simClr',
  moCo: 'moCo',
  simSiam: 'simSiam',
  barlowTwins: 'barlowTwins',
  vicReg: 'barlowTwins',
  rotNet: 'rotNet',
  relativeLocation: 'relativeLocation',
  autoencoding: 'supervised',
  depthPrediction: 'depth',
};

/** What a training is made of. */
export type TrainingParts = {
  readonly architecture: FeedForwardNetwork;
  readonly task: Task<Shown>;
  readonly stream: ImageStream;
  /** Held-out images as the objective needs them: two views, cells, or images as they are judged. */
  readonly heldOut: DataStream;
  readonly views: Views;
  readonly train: ImageSource;
  readonly test: ImageSource;
};

/**
 * What a config makes: A, D and T.
 *
 * @throws ConfigError where both sets of images have other classes or images in common, where the network has another
 *   size than the images, and what `createNetwork` and `createTask` throw
 */
export function createParts(
  {
    network,
    objective,
    pipeline = {},
    data,
  }: Pick<TrainingConfig, 'network' | 'objective' | 'pipeline' | 'data'>,
  rng: Rng,
): TrainingParts {
  const architecture = createNetwork(network);
  const [train, test] = [openImageData(data.train), openImageData(data.test)];
  if (String(train.classes) !== String(test.classes))
    throw new ConfigError(
      `createParts: both sets of images must have the same classes, got ${train.classes} and ${test.classes}`,
    );
  requireApart('createParts', data.train, data.test);
  const side = architecture.config.input[0];
  const chosen = Pipeline.parse({ name: pipelineOf[objective.kind], size: side, ...pipeline });
  if (String(architecture.config.input) !== String([chosen.size, chosen.size, 3]))
    throw new ConfigError(
      `createParts: the network must see [${chosen.size}, ${chosen.size}, 3], the pipeline's images, ` +
        `got one that sees [${architecture.config.input}]`,
    );
  const views = createPipeline(chosen);
  const outputs = sizeOf(architecture.shapes[outputNode(architecture)]!);
  const setting = {
    features: outputs,
    images: train.labels.length,
    classes: train.classes.length,
    batchSize: data.batchSize,
    labels: train.labels,
    side,
  };
  const threads = data.threads === undefined ? {} : { threads: data.threads };
  const testBatch = Math.min(data.testBatchSize, test.labels.length);
  const learning = { batchSize: data.batchSize, steps: views.train, ...threads };
  const alone = { batchSize: testBatch, threads: 0 }; // one thread is enough for a look now and then
  return {
    architecture,
    task: createTask(objective, setting),
    stream: imageStream(train, learning, rng.child('images')),
    heldOut: needsLooks(objective)
      ? imageStream(test, { ...alone, steps: views.train }, rng.child('heldOut'))
      : heldOutImages(test, { ...alone, steps: views.test, mixed: true }),
    views,
    train,
    test,
  };
}

const outputNode = ({ config }: FeedForwardNetwork): string => config.output ?? config.nodes.at(-1)!.name;

/** Whether an objective compares what only augmentation gives: two views, or cells. */
const needsLooks = ({ kind }: TaskConfig): boolean =>
  ['simClr', 'moCo', 'simSiam', 'barlowTwins', 'vicReg', 'relativeLocation'].includes(kind);
