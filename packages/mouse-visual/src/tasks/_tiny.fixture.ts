import {
  createRng,
  feedForward,
  FeedForwardConfig,
  ndArray,
  quietSession,
  TrainConfig,
  train,
  type Batch,
  type DataStream,
  type FeedForwardNetwork,
  type Session,
} from '@goal-driven/core';
import { createTask } from './createTask';
import { TaskConfig } from './TaskConfig';

export const SIDE = 6;
export const IMAGES = 12;
const B = 4;

/** A network with moments and chance: 6 x 6 images to 2 x 2 x 3 features. */
export const encoder = (): FeedForwardNetwork =>
  feedForward(
    FeedForwardConfig.parse({
      name: 'tiny',
      input: [SIDE, SIDE, 3],
      nodes: [
        {
          name: 'stage',
          from: ['input'],
          operations: [
            { op: 'conv', filters: 3, kernelSize: [3, 3], strides: [3, 3], padding: 'valid' },
            { op: 'batchNorm', settings: { convention: 'torch' } },
            { op: 'activation', activation: 'tanh' },
            { op: 'dropout', rate: 0.25 },
          ],
        },
      ],
    }),
  );

/** A network that draws: a code of two numbers, and from it an image. */
export const drawer = (): FeedForwardNetwork =>
  feedForward(
    FeedForwardConfig.parse({
      name: 'tiny-drawer',
      input: [SIDE, SIDE, 3],
      nodes: [
        { name: 'hidden_vec', from: ['input'], operations: [{ op: 'flatten' }, { op: 'dense', units: 2 }] },
        {
          name: 'output',
          from: ['hidden_vec'],
          operations: [
            { op: 'dense', units: SIDE * SIDE * 3 },
            { op: 'reshape', shape: [SIDE, SIDE, 3] },
          ],
        },
      ],
    }),
  );

/** Batches of noise with all that tasks ask for; image i of an epoch is always the same, its views differ. */
export const noise = (seed = 1): DataStream<Batch, { batch: number }> => ({
  name: `noise-${seed}`,
  start: { batch: 0 },
  read: async ({ batch }) => {
    const rng = createRng(seed).child(batch);
    const floats = (name: string, shape: number[]) =>
      ndArray(Float32Array.from(rng.child(name).normal(shape.reduce((a, b) => a * b))), shape);
    const indices = Int32Array.from({ length: B }, (_, place) => (batch * B + place) % IMAGES);
    return {
      batch: {
        images: floats('images', [B, SIDE, SIDE, 3]),
        second: floats('second', [B, SIDE, SIDE, 3]),
        depth: floats('depth', [B, SIDE, SIDE]),
        labels: ndArray(
          indices.map((index) => index % 3),
          [B],
        ),
        indices: ndArray(indices, [B]),
      },
      next: { batch: batch + 1 },
    };
  },
});

/** Batches of nine cells an image. */
export const cells = (): DataStream<Batch, { batch: number }> => ({
  name: 'cells',
  start: { batch: 0 },
  read: async ({ batch }) => {
    const shape = [2, 9, SIDE, SIDE, 3];
    const values = Float32Array.from(
      createRng(3)
        .child(batch)
        .normal(2 * 9 * SIDE * SIDE * 3),
    );
    return { batch: { images: ndArray(values, shape) }, next: { batch: batch + 1 } };
  },
});

/** Every objective, small enough for seconds. */
export const smallTasks: readonly TaskConfig[] = [
  { kind: 'supervised', readout: true },
  { kind: 'instanceRecognition', embedding: 5, negatives: 8 },
  { kind: 'instanceRecognition', embedding: 5, negatives: 8, normalised: true },
  { kind: 'simClr', hidden: 7, embedding: 5 },
  { kind: 'moCo', hidden: 7, embedding: 5, queue: 16, momentum: 0.9 },
  { kind: 'simSiam', width: 7, bottleneck: 3 },
  { kind: 'barlowTwins', width: 7 },
  { kind: 'vicReg', width: 7 },
  { kind: 'rotNet' },
  { kind: 'relativeLocation', hidden: 7 },
  { kind: 'autoencoding' },
  { kind: 'depthPrediction' },
].map((config) => TaskConfig.parse(config));

export const taskConfig = (kind: TaskConfig['kind']): TaskConfig =>
  smallTasks.find((config) => config.kind === kind)!;

/** What a small task is trained with. */
export function tiny(config: TaskConfig) {
  const draws = config.kind === 'autoencoding' || config.kind === 'depthPrediction';
  const setting = {
    features: 12,
    images: IMAGES,
    classes: 3,
    labels: Int32Array.from({ length: IMAGES }, (_, index) => index % 3),
    side: SIDE,
  };
  return {
    architecture: draws ? drawer() : encoder(),
    task: createTask(config, setting),
    stream: config.kind === 'relativeLocation' ? cells() : noise(),
  };
}

/** Trains a small task, the first of its kind where no more is said. */
export const trainTiny = (
  task: TaskConfig | TaskConfig['kind'],
  steps: number,
  session: Partial<Session> = {},
) =>
  train({
    ...tiny(typeof task === 'string' ? taskConfig(task) : task),
    config: TrainConfig.parse({
      steps,
      optimizer: { kind: 'sgd', momentum: 0.9 },
      schedule: { kind: 'constant', learningRate: 0.02 },
      logEvery: 1,
      checkpointEvery: 2,
    }),
    rng: createRng(4),
    session: { ...quietSession(), ...session },
  });
