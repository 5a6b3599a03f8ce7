import {
  backpropagation,
  ConfigError,
  defineStudy,
  disposeTree,
  tf,
  withTrained,
  type Figure,
  type HistoryPoint,
  type Pace,
  type Rng,
  type Score,
  type Session,
  type Tree,
  type FeedForwardNetwork,
} from '@goal-driven/core';
import { heldOutBatches, heldOutImages, imageStream } from '@goal-driven/stimuli';
import { nayebi2023 } from '../sources';
import type { Shown } from '../tasks/_forward';
import { createParts, type TrainingParts } from './createParts';
import { presets } from './presets';
import { OUTPUT, readFeatures, type Encoder } from './readFeatures';
import { asScore, readoutFigure, readoutScores, type ReadoutScore } from './readoutScores';
import { TrainingConfig } from './TrainingConfig';

export default defineStudy({
  name: 'mouse-visual/training',
  question: 'What does a network learn to tell apart that is trained for this objective on these images?',
  sources: [nayebi2023],
  config: TrainingConfig,
  presets,
  async *run({ config, rng, session }) {
    const parts = createParts(config, rng);
    const layers = layersOf(config, parts.architecture);
    const trainRng = rng.child('train');
    const { architecture, task, stream, heldOut, test } = parts;
    const training = { config: config.training, rng: trainRng, session, rule: backpropagation };
    const reading = { parts, layers, config, rng: rng.child('readout'), session };
    yield* withTrained<Shown, FeedForwardNetwork, void>(
      { architecture, task, stream, heldOut, ...training },
      async function* ({ network, history, pace }) {
        // The very parameters that the training began with.
        const start = tf.tidy((() => architecture.init(trainRng.child('model'))) as () => never) as Start;
        const encoders = { trained: network, untrained: { architecture, ...start } };
        const scores = await scoresOf(encoders, reading).finally(() => disposeTree(start));
        const labels = { network: architecture.name, objective: config.objective.kind };
        for (const score of scores) yield { kind: 'score', score: asScore(score, labels) };
        for (const score of pace === undefined ? [] : paceScores(pace, config))
          yield { kind: 'score', score: { ...score, labels } };
        yield { kind: 'figure', figure: learningFigure(history) };
        yield { kind: 'figure', figure: readoutFigure(scores, test.classes.length) };
      },
    );
  },
});

/**
 * The layers that are read.
 *
 * @throws ConfigError for one that the network does not record
 */
function layersOf({ readout, objective }: TrainingConfig, { units }: FeedForwardNetwork): string[] {
  const draws = objective.kind === 'autoencoding' || objective.kind === 'depthPrediction';
  const own = draws && Object.hasOwn(units, 'encoder_output') ? 'encoder_output' : OUTPUT;
  const layers = readout.layers.length > 0 ? readout.layers : [own];
  const unknown = layers.find((layer) => layer !== OUTPUT && !Object.hasOwn(units, layer));
  if (unknown !== undefined)
    throw new ConfigError(
      `mouse-visual/training: layers must be among ${[OUTPUT, ...Object.keys(units)].join(', ')}, got ${unknown}`,
    );
  return layers;
}

type Start = { readonly params: Tree; readonly state: Tree };
type Reading = {
  readonly parts: TrainingParts;
  readonly layers: readonly string[];
  readonly config: TrainingConfig;
  readonly rng: Rng;
  readonly session: Session;
};

/** Reads classes out of encoders: fitted to some of the images to learn from, judged by all held-out ones. */
async function scoresOf(
  encoders: { readonly [name: string]: Encoder },
  { parts: { train, test, views }, layers, config: { readout, data }, rng, session }: Reading,
): Promise<ReadoutScore[]> {
  const batchSize = Math.min(data.testBatchSize, train.labels.length, test.labels.length);
  const options = {
    batchSize,
    steps: views.test,
    ...(data.threads !== undefined && { threads: data.threads }),
  };
  const samples = Math.min(readout.samples, train.labels.length);
  const fitted = {
    stream: imageStream(train, options, rng), // in an order of chance, for folders go class by class
    batches: Math.max(1, Math.floor(samples / batchSize)),
  };
  const judged = { stream: heldOutImages(test, options), batches: heldOutBatches(test, batchSize) };
  try {
    const read = (images: typeof fitted, label: string) =>
      readFeatures(encoders, { ...images, layers, places: readout.places, session, label });
    const known = await read(fitted, 'images for the readouts');
    const wanted = await read(judged, 'held-out images');
    return Object.keys(encoders).flatMap((encoder) =>
      readoutScores(encoder, { train: known[encoder]!, test: wanted[encoder]! }, readout),
    );
  } finally {
    await Promise.all([fitted.stream.close(), judged.stream.close()]);
  }
}

/**
 * How fast the training went, where there is a clock: images of all updates but the first in a second, and the share of
 * these updates that was spent waiting for images. Unlike all other scores they are another time's at another time.
 */
function paceScores(
  { updates, total, waiting }: Pace,
  { data: { batchSize }, training: { accumulate } }: TrainingConfig,
): Omit<Score, 'labels'>[] {
  const score = (metric: string, value: number, unit: string) =>
    ({ metric, version: 1, value, unit, n: updates, ceiling: NaN, ceiled: NaN }) as const;
  return [
    score('imagesPerSecond', (1000 * updates * accumulate * batchSize) / total, '1/s'),
    score('waitingShare', waiting / total, '1'),
  ];
}

function learningFigure(history: readonly HistoryPoint[]): Figure {
  const line = (label: string, name: string) => {
    const points = history.filter(({ values }) => values[name] !== undefined);
    return { label, x: points.map(({ step }) => step), y: points.map(({ values }) => values[name]!) };
  };
  const lines = [line('training', 'loss'), line('held out', 'heldOut/loss')];
  return {
    name: 'learning',
    title: 'Learning',
    caption: 'The objective on the images of each update, and where it can be told on held-out ones.',
    kind: 'lines',
    axes: { x: 'parameter updates', y: 'loss' },
    lines: lines.filter(({ x }) => x.length > 0),
  };
}
