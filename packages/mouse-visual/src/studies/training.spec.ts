import {
  ConfigError,
  createRng,
  ndArray,
  quietSession,
  resolveConfig,
  tf,
  useBackend,
  type Figure,
  type Score,
} from '@goal-driven/core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { TaskConfig } from '../tasks/TaskConfig';
import { createParts } from './createParts';
import { createNetwork, NetworkChoice } from './NetworkChoice';
import { publishedFamilies } from './publishedFamilies';
import { trainingOf } from './publishedTraining';
import { readoutScores } from './readoutScores';
import training from './training';

await useBackend('cpu');

async function run(config: object, preset = 'smoke', session = quietSession()) {
  const [scores, figures]: [Score[], Figure[]] = [[], []];
  const parsed = resolveConfig(training, { preset, config });
  for await (const event of training.run({ config: parsed, rng: createRng(0), session })) {
    if (event.kind === 'score') scores.push(event.score);
    if (event.kind === 'figure') figures.push(event.figure);
  }
  return { scores, figures };
}

describe('mouse-visual/training', () => {
  let events: Awaited<ReturnType<typeof run>>;
  let tensors: number;
  beforeAll(async () => {
    const before = tf.memory().numTensors;
    events = await run({});
    tensors = tf.memory().numTensors - before;
  });

  it('leaves no tensor behind', () => expect(tensors).toBe(0));

  it('reads the trained network and the untrained one, by neighbours and by a probe', () => {
    const told = events.scores.map(
      ({ labels }) => `${labels['encoder']} ${labels['layer']} ${labels['readout']}`,
    );
    expect(told).toEqual([
      'trained output nearestNeighbours',
      'trained output linearProbe',
      'untrained output nearestNeighbours',
      'untrained output linearProbe',
    ]);
    for (const { n, value } of events.scores) {
      expect(n).toBe(8);
      expect((value * 8) % 1).toBe(0);
    }
  });

  it('shows learning, on held-out views too, and the readouts', () => {
    expect(events.figures.map(({ name }) => name)).toEqual(['learning', 'readouts']);
    const [learning, readouts] = events.figures;
    expect(learning!.kind === 'lines' && learning!.lines.map(({ x }) => x)).toEqual([
      [1, 2, 3],
      [0, 3],
    ]);
    expect(readouts!.kind === 'categories' && readouts!.references).toEqual([{ label: 'chance', y: 0.5 }]);
  });

  it('says the same from the same seed', async () => {
    expect((await run({})).scores).toEqual(events.scores);
  });

  it('tells how fast it went where there is a clock', async () => {
    let clock = 0;
    // Each look at the clock is a second: an update begins, waits, has its batch, ends.
    const { scores } = await run({}, 'smoke', { ...quietSession(), now: () => (clock += 1000) });
    const pace = scores.slice(events.scores.length);
    expect(scores.slice(0, events.scores.length)).toEqual(events.scores);
    expect(pace.map(({ metric, value, n, unit }) => ({ metric, value, n, unit }))).toEqual([
      { metric: 'imagesPerSecond', value: 4 / 3, n: 2, unit: '1/s' }, // four images in three seconds
      { metric: 'waitingShare', value: 1 / 3, n: 2, unit: '1' },
    ]);
  });

  /** A network that makes images of 8 pixels. */
  const drawer = {
    kind: 'graph',
    graph: {
      input: [8, 8, 3],
      nodes: [
        { name: 'encoder_output', from: ['input'], operations: [{ op: 'flatten' }] },
        { name: 'hidden_vec', from: ['encoder_output'], operations: [{ op: 'dense', units: 4 }] },
        {
          name: 'image',
          from: ['hidden_vec'],
          operations: [
            { op: 'dense', units: 192 },
            { op: 'reshape', shape: [8, 8, 3] },
          ],
        },
      ],
    },
  };
  const small: { [kind in TaskConfig['kind']]?: object } = {
    instanceRecognition: { embedding: 4, negatives: 8 },
    moCo: { hidden: 8, embedding: 4, queue: 16 },
    simSiam: { width: 8, bottleneck: 4 },
    barlowTwins: { width: 8 },
    vicReg: { width: 8 },
    relativeLocation: { hidden: 8 },
    supervised: { readout: true },
    rotNet: {},
  };
  it.each(Object.entries(small))('trains for %s', async (kind, options) => {
    // Nine cells of 8 pixels do not fit into the preset's crop of 12.
    const pipeline = kind === 'relativeLocation' ? { crop: 24 } : {};
    const { scores } = await run({ objective: { kind, ...options }, pipeline });
    expect(scores).toHaveLength(4);
  });

  it('trains networks that make images', async () => {
    const drawn = await run({
      network: drawer,
      objective: { kind: 'autoencoding' },
      readout: { layers: ['hidden_vec', 'output'] },
    });
    expect(drawn.scores.slice(0, 4).map(({ labels }) => labels['layer'])).toEqual([
      ...['hidden_vec', 'hidden_vec'],
      ...['output', 'output'],
    ]);
    const deep = await run({ network: drawer, objective: { kind: 'depthPrediction' } });
    expect(deep.scores[0]!.labels['layer']).toBe('encoder_output');
  });

  it('learns from what an animal sees in mazes, and is judged in others', async () => {
    const maze = { kind: 'maze', view: { pixels: 12 }, steps: 8, stride: 4 };
    const { scores } = await run({
      objective: { kind: 'instanceRecognition', embedding: 4, negatives: 8 },
      pipeline: { name: 'instanceRecognitionMaze', crop: 12 },
      data: {
        train: { ...maze, mazes: 2, images: 16 },
        test: { ...maze, firstMaze: 2, mazes: 1, images: 8 },
      },
    });
    expect(scores.map(({ n }) => n)).toEqual([8, 8, 8, 8]);
  });

  it('has presets for mazes in which the mazes to be judged in are none of those that are walked', () => {
    for (const preset of ['maze', 'mazeQuick']) {
      const { data, pipeline, objective } = resolveConfig(training, { preset });
      const { train, test } = data;
      if (train.kind !== 'maze' || test.kind !== 'maze') throw new Error('they are no mazes');
      expect(test.firstMaze).toBe(train.firstMaze + train.mazes);
      expect([pipeline.name, objective.kind]).toEqual(['instanceRecognitionMaze', 'instanceRecognition']);
      // Every maze is walked.
      for (const set of [train, test]) expect(Math.ceil(set.images / set.steps)).toBe(set.mazes);
    }
    const { network, training: published, data } = resolveConfig(training, { preset: 'maze' });
    const row = publishedFamilies.find(({ images }) => images === 'maze')!;
    expect(row.networks).toEqual([network.kind === 'published' && network.name]);
    const { steps, optimizer, schedule, weightDecay } = trainingOf(row.training, 1_281_167);
    expect(published).toMatchObject({ steps, optimizer, schedule, weightDecay });
    expect([data.train, data.batchSize]).toMatchObject([{ images: 1_281_167, view: { pixels: 64 } }, 256]);
  });

  it('has presets that fit its schema', () => {
    for (const preset of ['quick', 'smoke']) resolveConfig(training, { preset });
    const data = { train: { folder: 'a' }, test: { folder: 'b' } };
    const cifar = ['cifar10SimClr', 'cifar10SimClrQuick', 'cifar10Instances', 'cifar10InstancesQuick'];
    for (const preset of [...cifar, 'full']) resolveConfig(training, { preset, config: { data } });
  });

  it('refuses layers, names, sizes and classes that there are not', async () => {
    await expect(run({ readout: { layers: ['stage9'] } })).rejects.toThrow(
      new ConfigError('mouse-visual/training: layers must be among output, stage1, stage2, got stage9'),
    );
    expect(() => createNetwork(NetworkChoice.parse({ kind: 'published', name: 'lenet' }))).toThrow(
      /name must be one of mouse-visual\/alexnet, .* got lenet/,
    );
    const parts = (config: object) =>
      createParts(resolveConfig(training, { preset: 'smoke', config }), createRng(0));
    expect(() => parts({ pipeline: { size: 9 } })).toThrow(
      "createParts: the network must see [9, 9, 3], the pipeline's images, got one that sees [8,8,3]",
    );
    expect(() => parts({ objective: { kind: 'moCo', queue: 3 } })).toThrow(
      'the queue must hold a batch of 4',
    );
    expect(() => parts({ objective: { kind: 'supervised' } })).toThrow(
      'an output for each of 2 classes, or the 1000 of ImageNet',
    );
    expect(() => parts({ data: { test: { categories: ['Faces', 'Boats'] } } })).toThrow(
      'both sets of images must have the same classes',
    );
    expect(() => parts({ data: { test: { kind: 'objects', first: 15 } } })).toThrow(
      'images to be judged by must not be learned from, got images 15 to 15 of one seed in both',
    );
  });
});

describe('readoutScores', () => {
  it('finds classes that are apart, and none in noise', () => {
    const rng = createRng(1);
    const labels = Int32Array.from({ length: 60 }, (_, image) => image % 2);
    const features = (seed: number, signal: number) => {
      const noise = rng.child(seed).normal(60 * 3);
      return {
        labels,
        features: {
          layer: ndArray(
            noise.map((value, at) => value + signal * labels[Math.floor(at / 3)]!),
            [60, 3],
          ),
        },
      };
    };
    const scores = (signal: number) =>
      readoutScores(
        'e',
        { train: features(1, signal), test: features(2, signal) },
        { neighbours: 5, cost: 1 },
      );
    for (const { accuracy } of scores(9)) expect(accuracy).toBe(1);
    // Chance with 60 images: within four standard deviations, 0.26.
    for (const { accuracy } of scores(0)) expect(Math.abs(accuracy - 0.5)).toBeLessThan(0.26);
  });
});
