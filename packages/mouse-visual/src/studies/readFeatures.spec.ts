import {
  createRng,
  feedForward,
  FeedForwardConfig,
  ndArray,
  quietSession,
  tf,
  useBackend,
} from '@goal-driven/core';
import { arraySource, heldOutImages } from '@goal-driven/stimuli';
import { expect, it } from 'vitest';
import { OUTPUT, readFeatures } from './readFeatures';

await useBackend('cpu');

/** A network that gives its image as it is, as a map and as a vector. */
const architecture = feedForward(
  FeedForwardConfig.parse({
    input: [1, 2, 3],
    nodes: [
      { name: 'map', from: ['input'], operations: [{ op: 'activation', activation: 'relu' }] },
      { name: 'vector', from: ['map'], operations: [{ op: 'flatten' }] },
    ],
  }),
);
// Two images of one row and two pixels.
const source = arraySource({
  images: ndArray(Uint8Array.from([0, 51, 102, 102, 153, 254, 254, 0, 0, 0, 0, 50]), [2, 1, 2, 3]),
  labels: [1, 0],
  classes: ['a', 'b'],
});

async function read(places?: 'all' | 'mean') {
  const stream = heldOutImages(source, { batchSize: 1, steps: [], threads: 0 });
  const reading = { stream, batches: 2, layers: ['map', OUTPUT], session: quietSession(), label: 'images' };
  const encoder = { architecture, ...architecture.init(createRng(0)) };
  const { one } = await readFeatures({ one: encoder }, { ...reading, ...(places && { places }) });
  return one!;
}
const rounded = ({ values, shape }: { values: ArrayLike<number>; shape: readonly number[] }) => ({
  shape,
  values: Array.from(values, (value) => Math.round(value * 255)),
});

it('keeps maps as they are stored, or the mean of their places', async () => {
  const whole = await read();
  expect([...whole.labels]).toEqual([1, 0]);
  const all = { shape: [2, 6], values: [0, 51, 102, 102, 153, 254, 254, 0, 0, 0, 0, 50] };
  expect(rounded(whole.features['map']!)).toEqual(all);
  const before = tf.memory().numTensors;
  const { features } = await read('mean');
  expect(tf.memory().numTensors).toBe(before);
  // (0 + 102) / 2, (51 + 153) / 2, (102 + 254) / 2; then 254 / 2, 0, 50 / 2
  expect(rounded(features['map']!)).toEqual({ shape: [2, 3], values: [51, 102, 178, 127, 0, 25] });
  expect(rounded(features[OUTPUT]!)).toEqual(all); // a vector has no places
});
