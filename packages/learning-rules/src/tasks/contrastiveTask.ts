import {
  ndArray,
  ShapeError,
  tf,
  type BatchTensors,
  type DataStream,
  type NdArray,
  type Rng,
  type Scalar,
  type Task,
  type Tensor2D,
} from '@goal-driven/core';
import { z } from 'zod';
import type { Labelled } from '../credit/shiftedTemplates';

export const Contrastive = z
  .strictObject({
    temperature: z.number().positive().default(1).meta({ description: 'What similarity is over', unit: '1' }),
    shift: z.int().nonnegative().default(1).meta({
      description: 'Greatest shift of a view in each direction, round the edges',
      unit: 'pixels',
    }),
    contrast: z.tuple([z.number().positive(), z.number().positive()]).default([0.7, 1.3]).meta({
      description: 'Least and greatest factor of a view',
      unit: '1',
    }),
    noise: z.number().min(0).default(0.3).meta({
      description: 'Standard deviation of what is added to each number of a view',
      unit: '1',
    }),
  })
  .meta({ title: 'SimCLR: two views of an example know each other', source: 'Chen et al. 2020, arXiv:2002.05709' }); // prettier-ignore
export type Contrastive = z.output<typeof Contrastive>;

/**
 * The normalised temperature-scaled cross entropy of two views: for each view, the other one of its example among all
 * 2B - 1 others; the mean over examples, added over both directions, nats.
 *
 * It stands here and not in core because the mouse's tasks, which have it too, order rows in pairs and take the mean
 * over all rows: half of this.
 *
 * @param embeddings [2B, D], B of the one view and then B of the other
 * @throws ShapeError where rows are not twice as many as something
 * @source Chen et al. 2020; the sum of directions and the mask of -1e9 are those of Nayebi et al. 2020
 */
export function contrastiveLoss(embeddings: Tensor2D, temperature: number): Scalar {
  const [rows] = embeddings.shape;
  if (rows < 2 || rows % 2 === 1)
    throw new ShapeError(
      `contrastiveLoss: embeddings must be two for each example, got [${embeddings.shape}]`,
    );
  return tf.tidy(() => {
    const lengths = tf.sqrt(tf.maximum(tf.sum(tf.square(embeddings), 1, true), 1e-12));
    const unit = tf.div(embeddings, lengths) as Tensor2D;
    const similarity = tf.div(tf.matMul(unit, unit, false, true), temperature);
    const eye = tf.eye(rows);
    const half = rows / 2;
    const partner = tf.concat([tf.slice(eye, [half, 0], [half, rows]), tf.slice(eye, [0, 0], [half, rows])]);
    const others = tf.logSumExp(tf.sub(similarity, tf.mul(eye, 1e9)), 1);
    return tf.mul(tf.mean(tf.sub(others, tf.sum(tf.mul(similarity, partner), 1))), 2) as Scalar;
  });
}

/** Batches hold `images` [2B, I], one view and then the other; evaluation gives the loss. */
export const contrastiveTask = (config: Contrastive): Task<{ readonly images: Tensor2D }> => ({
  name: 'learning-rules/contrastive',
  config,
  init: () => ({ params: {}, state: {} }),
  objective: ({ forward, batch, state }) => {
    const { output, state: next } = forward({ images: viewsOf(batch) });
    const loss = contrastiveLoss(output as Tensor2D, config.temperature);
    return { loss, terms: {}, state: next, taskState: state };
  },
  evaluate: ({ forward, batch }) => ({
    loss: tf.tidy(() =>
      contrastiveLoss(forward({ images: viewsOf(batch) }).output as Tensor2D, config.temperature),
    ),
  }),
});

const viewsOf = (batch: BatchTensors) => batch['images'] as Tensor2D;

type Views = { readonly batchSize: number; readonly shape: readonly [number, number, number] };
type Batches = { readonly images: NdArray<Float32Array> };

/**
 * Two views of B examples each, [2B, I]; each epoch in an order of its own, and no two views alike.
 *
 * @throws ShapeError where there are fewer examples than a batch has
 */
export function viewStream(
  { images }: Labelled,
  { batchSize, shape, ...config }: Contrastive & Views,
  rng: Rng,
): DataStream<Batches, number> {
  const [count, size] = images.shape as [number, number];
  const perEpoch = Math.floor(count / batchSize);
  if (perEpoch < 1)
    throw new ShapeError(`viewStream: examples must fill a batch of ${batchSize}, got ${count}`);
  return {
    name: `views/${count}/${batchSize}`,
    start: 0,
    read: (index) => {
      const order = rng
        .child('order')
        .child(Math.floor(index / perEpoch))
        .permutation(count);
      const first = (index % perEpoch) * batchSize;
      const values = new Float32Array(2 * batchSize * size);
      for (let row = 0; row < 2 * batchSize; row++) {
        const example = order[first + (row % batchSize)]!;
        const seen = images.values.subarray(example * size, (example + 1) * size);
        values.set(viewOf(seen, { ...config, shape }, rng.child('view').child(index).child(row)), row * size);
      }
      return Promise.resolve({ batch: { images: ndArray(values, [2 * batchSize, size]) }, next: index + 1 });
    },
  };
}

function viewOf(
  seen: Float32Array,
  {
    shift,
    contrast: [low, high],
    noise,
    shape: [height, width, channels],
  }: Contrastive & Pick<Views, 'shape'>,
  rng: Rng,
): Float32Array {
  const stream = rng.stream();
  const [down, right] = [0, 1].map(() => stream.integer(2 * shift + 1) - shift) as [number, number];
  const factor = low + (high - low) * stream.uniform();
  const view = new Float32Array(seen.length);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const from = (modulo(y + down, height) * width + modulo(x + right, width)) * channels;
      const to = (y * width + x) * channels;
      for (let channel = 0; channel < channels; channel++)
        view[to + channel] = factor * seen[from + channel]! + noise * stream.normal();
    }
  return view;
}

const modulo = (value: number, by: number): number => ((value % by) + by) % by;
