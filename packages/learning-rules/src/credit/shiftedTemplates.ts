import { ndArray, type DataStream, type NdArray, type Rng } from '@goal-driven/core';
import { z } from 'zod';

const count = (value: number, description: string, unit = '1') =>
  z.int().positive().default(value).meta({ description, unit });

/** A set of small images to tell apart, which nobody has to download. */
export const ShiftedTemplates = z
  .strictObject({
    classes: count(20, 'Classes, each with one template'),
    size: count(12, 'Height and width', 'pixels'),
    blur: z
      .number()
      .positive()
      .default(1)
      .meta({ description: 'Standard deviation of the blur of templates', unit: 'pixels' }),
    shift: z.int().nonnegative().default(2).meta({
      description: 'Greatest shift of a template in each direction, round the edges',
      unit: 'pixels',
    }),
    contrast: z
      .tuple([z.number(), z.number()])
      .default([0.7, 1.3])
      .meta({ description: 'Least and greatest factor on the template', unit: '1' }),
    noise: z
      .number()
      .min(0)
      .default(1.2)
      .meta({ description: 'Standard deviation of the noise of a pixel', unit: '1' }),
    train: count(4000, 'Images to learn from', 'images'),
    test: count(2000, 'Images that are never learned from', 'images'),
  })
  .meta({ title: 'Shifted templates', source: 'Shared specification of learning rules, D.1' });
export type ShiftedTemplates = z.output<typeof ShiftedTemplates>;

/** Images and the class of each. */
export type Labelled = {
  readonly images: NdArray<Float32Array> /* [images, pixels], rows of an image after each other */;
  readonly labels: NdArray<Int32Array> /* [images], or [images, heads] where several things are named */;
};

/**
 * Templates of white Gaussian noise, blurred round the edges and scaled to standard deviation 1; an image is one of
 * them, shifted, scaled and in noise. The same rng gives the same templates to both sets.
 */
export function shiftedTemplates(
  config: ShiftedTemplates,
  rng: Rng,
): { readonly train: Labelled; readonly test: Labelled } {
  const templates = Array.from({ length: config.classes }, (_, index) =>
    templateOf(config, rng.child('template').child(index)),
  );
  return {
    train: samples(config, { templates, images: config.train, rng: rng.child('train') }),
    test: samples(config, { templates, images: config.test, rng: rng.child('test') }),
  };
}

function templateOf({ size, blur }: ShiftedTemplates, rng: Rng): Float64Array {
  const blurred = blurredRows(blurredRows(rng.normal(size * size), size, blur), size, blur);
  const mean = blurred.reduce((sum, value) => sum + value, 0) / blurred.length;
  const spread = Math.sqrt(blurred.reduce((sum, value) => sum + (value - mean) ** 2, 0) / blurred.length);
  return blurred.map((value) => value / spread);
}

/** Each row blurred round its ends, and rows and columns exchanged: twice is an image. */
function blurredRows(image: Float64Array, size: number, sigma: number): Float64Array {
  const weights = Array.from({ length: size }, (_, apart) => {
    const distance = Math.min(apart, size - apart);
    return Math.exp(-(distance ** 2) / (2 * sigma ** 2));
  });
  const blurred = new Float64Array(size * size);
  for (let row = 0; row < size; row++)
    for (let to = 0; to < size; to++)
      for (let from = 0; from < size; from++)
        blurred[to * size + row]! += weights[(to - from + size) % size]! * image[row * size + from]!;
  return blurred;
}

type Sampling = { readonly templates: readonly Float64Array[]; readonly images: number; readonly rng: Rng };

function samples(
  { size, shift, contrast: [low, high], noise }: ShiftedTemplates,
  { templates, images, rng }: Sampling,
): Labelled {
  const pixels = size * size;
  const stream = rng.stream();
  const values = new Float32Array(images * pixels);
  const labels = new Int32Array(images);
  for (let image = 0; image < images; image++) {
    const label = image % templates.length;
    labels[image] = label;
    const [down, right] = [0, 1].map(() => stream.integer(2 * shift + 1) - shift + size) as [number, number];
    const factor = low + (high - low) * stream.uniform();
    for (let y = 0; y < size; y++)
      for (let x = 0; x < size; x++) {
        const from = ((y + down) % size) * size + ((x + right) % size);
        values[image * pixels + y * size + x] = factor * templates[label]![from]! + noise * stream.normal();
      }
  }
  return { images: ndArray(values, [images, pixels]), labels: ndArray(labels, [images]) };
}

type Batches = { readonly images: NdArray<Float32Array>; readonly labels: NdArray<Int32Array> };

/** Batches of a set, each epoch in an order of its own; the last images of an epoch that fill no batch wait for another. */
export function labelledStream(
  { images, labels }: Labelled,
  batchSize: number,
  rng: Rng,
): DataStream<Batches, number> {
  const [count, pixels] = images.shape as [number, number];
  const heads = labels.shape[1] ?? 1;
  const perEpoch = Math.floor(count / batchSize);
  let known: { epoch: number; order: Int32Array } | undefined;
  const orderOf = (epoch: number) => {
    if (known?.epoch !== epoch) known = { epoch, order: rng.child(epoch).permutation(count) };
    return known.order;
  };
  return {
    name: `shifted-templates/${count}/${batchSize}`,
    start: 0,
    read: async (index) => {
      const order = orderOf(Math.floor(index / perEpoch));
      const first = (index % perEpoch) * batchSize;
      const chosen = order.subarray(first, first + batchSize);
      const values = new Float32Array(batchSize * pixels);
      const named = new Int32Array(batchSize * heads);
      chosen.forEach((image, row) => {
        values.set(images.values.subarray(image * pixels, (image + 1) * pixels), row * pixels);
        named.set(labels.values.subarray(image * heads, (image + 1) * heads), row * heads);
      });
      return {
        batch: {
          images: ndArray(values, [batchSize, pixels]),
          labels: ndArray(named, [batchSize, ...labels.shape.slice(1)]),
        },
        next: index + 1,
      };
    },
  };
}
