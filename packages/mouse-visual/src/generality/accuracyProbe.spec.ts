import {
  createRng,
  disposeTree,
  feedForward,
  FeedForwardConfig,
  ndArray,
  quietSession,
  tf,
  useBackend,
} from '@goal-driven/core';
import { arraySource } from '@goal-driven/stimuli';
import { expect, it } from 'vitest';
import { createPipeline } from '../augmentation/createPipeline';
import { Pipeline } from '../augmentation/Pipeline';
import { accuracyProbe } from './accuracyProbe';

await useBackend('wasm');

const [count, side] = [80, 8];

/** Noise, brighter on the left or on the right: told apart by a difference of two pixels, which their sum drowns. */
const images = () => {
  const stream = createRng(5).stream();
  const values = new Uint8Array(count * side * side * 3);
  const labels = Int32Array.from({ length: count }, (_, image) => image % 2);
  for (let image = 0; image < count; image++) {
    const light = 60 + 120 * stream.uniform();
    for (let at = 0; at < side * side * 3; at++) {
      const right = Math.floor(at / 3) % side >= side / 2;
      const more = right === (labels[image] === 1) ? 6 : 0;
      values[image * side * side * 3 + at] = Math.round(light + more + 20 * stream.uniform());
    }
  }
  return arraySource({
    images: ndArray(values, [count, side, side, 3]),
    labels,
    name: 'sides',
    classes: ['left', 'right'],
  });
};

it('accuracyProbe tells classes apart by the best layer, with a cost that it chooses within the fit', async () => {
  const architecture = feedForward(
    FeedForwardConfig.parse({
      name: 'same',
      input: [side, side, 3],
      nodes: [
        { name: 'whole', from: ['input'], operations: [{ op: 'activation', activation: 'relu' }] },
        {
          name: 'mean',
          from: ['input'],
          operations: [
            { op: 'conv', filters: 1, kernelSize: [side, side], strides: [1, 1], padding: 'valid' },
          ],
        },
      ],
    }),
  );
  const steps = createPipeline(Pipeline.parse({ name: 'supervised', size: side, crop: side })).test;
  const before = tf.memory().numTensors;
  const { params, state } = architecture.init(createRng(0));
  const held = tf.memory().numTensors;
  const encoder = { architecture, params, state };
  const reading = { layers: ['mean', 'whole'], session: quietSession() };
  const judged = (costs: number[]) => accuracyProbe(images(), { steps, costs, folds: 4 })(encoder, reading);
  const [worse, better, chosen] = [await judged([1e-7]), await judged([1]), await judged([1e-7, 1])];
  expect(chosen).toEqual(better);
  expect(chosen).toMatchObject({ layer: 'whole', cost: 1, n: 40 });
  expect(chosen.accuracy).toBeGreaterThan(worse.accuracy);
  expect(tf.memory().numTensors).toBe(held);
  disposeTree({ params, state });
  expect(tf.memory().numTensors).toBe(before);
});
