import {
  createPass,
  createRng,
  disposeTree,
  feedForward,
  tf,
  useBackend,
  type Applied,
} from '@goal-driven/core';
import type { WeightTree } from '@goal-driven/formats';
import { expect, it } from 'vitest';
import { MouseModel, mouseModelConfig } from '../models/MouseModel';
import { deterministicImage, deterministicWeights } from './_deterministicWeights.fixture';
import { placeTorchWeights } from './placeTorchWeights';

await useBackend('wasm');

/** Modules of the public code: those of AlexNet, which PyTorch's activities are held against, and of its dictionary. */
const modules = {
  'features.0': 'model_layers.input_pool1.0',
  'features.3': 'model_layers.pool1_pool2.0',
  'features.6': 'model_layers.pool2_conv3.0',
  'features.8': 'model_layers.conv3_conv4.0',
  'features.10': 'model_layers.conv4_pool5.0',
  'classifier.1': 'model_layers.pool5_fc1.3',
  'classifier.4': 'model_layers.fc1_fc2.1',
  'classifier.6': 'model_layers.fc2_fc3.0',
};
const layers = {
  'features.2': 'pool1',
  'features.5': 'pool2',
  'features.7': 'conv3',
  'features.9': 'conv4',
  'features.12': 'pool5',
  'classifier.2': 'fc1',
  'classifier.5': 'fc2',
};

// 57 million weights, twice: seconds by itself, half a minute where many share the machine.
it('the dictionary of AlexNet is AlexNet, layer by layer, under other names', { timeout: 240_000 }, () => {
  const alexNet = MouseModel.parse({ kind: 'alexNet', classes: 10 });
  const dictionary = MouseModel.parse({ kind: 'dictionaryAlexNet', classes: 10 });
  const weights = deterministicWeights(alexNet);
  const renamed = Object.fromEntries(
    Object.entries(modules).flatMap(([from, to]) =>
      ['weight', 'bias'].map((end) => [`${to}.${end}`, (weights as Named)[`${from}.${end}`]!]),
    ),
  );
  const seen = tf.tidy(() => {
    const through = (model: MouseModel, own: WeightTree, record: readonly string[]): Applied => {
      const { params, state } = placeTorchWeights(model, own);
      const images = tf.tensor4d(deterministicImage(), [1, 64, 64, 3]);
      const pass = createPass({ training: false, rng: createRng(0) });
      const network = feedForward({ ...mouseModelConfig(model), record: [...record] });
      const applied = network.apply(params, state, { images }, pass);
      disposeTree({ params, state });
      return applied;
    };
    const own = through(alexNet, weights, Object.keys(layers));
    const other = through(dictionary, renamed, Object.values(layers));
    return [
      ['output', own.output, other.output] as const,
      ...Object.entries(layers).map(
        ([name, stage]) => [stage, own.layers[name]!, other.layers[stage]!] as const,
      ),
    ].map(([name, one, two]) => ({
      name,
      one: one.dataSync(),
      two: two.dataSync(),
      shape: [one.shape, two.shape],
    }));
  }) as unknown as { name: string; one: Float32Array; two: Float32Array; shape: number[][] }[]; // tidy's type is tensors
  expect(seen.map(({ name }) => name)).toEqual(['output', ...Object.values(layers)]);
  for (const { name, one, two, shape } of seen) {
    expect(shape[1], name).toEqual(shape[0]);
    expect(two, name).toEqual(one);
    expect(new Set(one).size, name).toBeGreaterThan(5);
  }
});

type Named = { readonly [name: string]: WeightTree };
