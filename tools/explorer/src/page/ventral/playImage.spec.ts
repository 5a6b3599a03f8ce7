import { createRng, ndArray, ShapeError, tf } from '@goal-driven/core';
import { recordLayers } from '@goal-driven/ventral-stream';
import { beforeAll, expect, it } from 'vitest';
import { smallGraph } from './_smallGraph.fixture';
import { boundedGraph } from './boundedGraph';
import { playImage } from './playImage';

beforeAll(() => tf.setBackend('cpu'));

const image = ndArray(
  Float32Array.from({ length: 192 }, (_, at) => Math.sin(at)),
  [8, 8, 3],
);

it('keeps what the layers and gates of the package do, and leaves no tensor behind', () => {
  const architecture = boundedGraph(JSON.stringify(smallGraph));
  const network = { architecture, ...architecture.init(createRng(1)) };
  const before = tf.memory().numTensors;
  const { layers, gates, logits } = playImage(network, image);
  expect(tf.memory().numTensors).toBe(before);

  const images = ndArray(image.values, [1, 8, 8, 3]);
  const recorded = recordLayers(network, { images }, ['late', 'readout']);
  expect(layers.map(({ name, shape }) => [name, ...shape])).toEqual([
    ['early', 8, 8, 2],
    ['late', 4, 4, 3],
    ['readout', 2],
  ]);
  expect(layers[1]!.values).toEqual(recorded['late']!.values);
  expect(logits.flat()).toEqual([...recorded['readout']!.values.subarray(2 * 2)]);
  expect(gates.map(({ name }) => name)).toContain('late/outGate');
  expect(gates[0]!.values.length).toBe(11 * 4 * 4 * 3);

  const cut = playImage(network, image, [{ from: 'late', to: 'late' }]);
  expect(cut.logits.at(-1)).not.toEqual(logits.at(-1));
  expect(cut.layers[0]!.values).toEqual(layers[0]!.values);
  expect(() => playImage(network, image, [{ from: 'late', to: 'early' }])).toThrow('got late -> early');
  expect(() => playImage(network, ndArray(new Float32Array(48), [4, 4, 3]))).toThrow(ShapeError);
});
