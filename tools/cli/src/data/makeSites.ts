import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ndArray, writeNpz, type NdArray } from '@goal-driven/core';
import { objectSet, RenderedObjects } from '@goal-driven/stimuli';
import {
  areas,
  SyntheticImages,
  syntheticModel,
  SyntheticSites,
  syntheticSites,
  type NeuralRecording,
} from '@goal-driven/ventral-stream';
import type { Making } from './makers';
import { writePictures } from './writePictures';

const OBJECTS = 8;

/**
 * `recording.npz` as `neuralRecordingOf` of ventral-stream takes it, and its images in `images`, a folder for each of eight
 * objects, rows in the order in which `imageFolder` lists them. Sites hear a model that knows the object, not the pixels.
 */
export async function makeSites({ folder, rng, seed, count = 320 }: Making): Promise<string> {
  const each = Math.max(2, Math.ceil(count / OBJECTS));
  const config = { kind: 'objects', seed, objects: 1, images: each * OBJECTS, pixels: 64 };
  await writePictures(objectSet(RenderedObjects.parse(config)), join(folder, 'images'), {
    from: 0,
    to: each * OBJECTS,
  });
  const model = syntheticModel(
    SyntheticImages.parse({ objects: OBJECTS, imagesPerObject: each }),
    rng.child('model'),
  );
  const { recording } = await syntheticSites(
    SyntheticSites.parse({ trials: 10 }),
    {
      model: model.recurrent,
      layers: { V4: 'low', pIT: 'middle', cIT: 'high', aIT: 'high' },
      ...{ objects: model.objects, categories: model.categories },
    },
    rng.child('sites'),
  );
  await writeFile(join(folder, 'recording.npz'), writeNpz(sorted(recording), { compress: true }));
  return `${recording.areas.length} synthetic sites to ${each * OBJECTS} images; recording.npz and images`;
}

/** The arrays of a recording with images sorted by object, as folders sort them. */
function sorted({ responses, bins, areas: of, objects, categories }: NeuralRecording) {
  const order = Array.from(objects.keys()).sort((a, b) => objects[a]! - objects[b]! || a - b);
  const pick = (codes: Int32Array) =>
    ndArray(
      Int32Array.from(order, (image) => codes[image]!),
      [order.length],
    );
  return {
    responses: rowsOf(responses, order),
    bin_starts: ndArray(
      Float64Array.from(bins, ({ start }) => start),
      [bins.length],
    ),
    areas: ndArray(
      Int32Array.from(of, (area) => areas.indexOf(area)),
      [of.length],
    ),
    objects: pick(objects),
    categories: pick(categories),
  };
}

/** [trials, images, bins, sites] with images in another order. */
function rowsOf({ values, shape }: NdArray, order: readonly number[]): NdArray {
  const [trials, images, bins, sites] = shape as readonly [number, number, number, number];
  const row = bins * sites;
  const moved = new Float64Array(values.length);
  for (let trial = 0; trial < trials; trial++)
    order.forEach((from, to) => {
      const begin = (trial * images + from) * row;
      moved.set(values.subarray(begin, begin + row), (trial * images + to) * row);
    });
  return ndArray(moved, shape);
}
