import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  createPass,
  createRng,
  DataError,
  disposeTree,
  feedForward,
  leafAt,
  parameterShapes,
  readNpz,
  tf,
  useBackend,
  type Tensor4D,
} from '@goal-driven/core';
import { matchWeights, readTorch, type WeightTree } from '@goal-driven/formats';
import { describe, expect, it } from 'vitest';
import { MouseModel, mouseModelConfig, type MouseModelInput } from '../models/MouseModel';
import { deterministicWeights } from './_deterministicWeights.fixture';
import { placeTorchWeights } from './placeTorchWeights';
import { torchNameMap } from './torchNameMap';

await useBackend('wasm');

const folder = join(process.env['GOAL_DRIVEN_SHARED'] ?? '', 'fixtures', 'mouse-visual');
const file = join(folder, 'simplified_mousenet_single_stream_ir.pt');
const looking = createPass({ training: false, rng: createRng(0) });
const single = MouseModel.parse({ kind: 'streamNet', streams: 'single' });
const matched = (model: MouseModel, tree: WeightTree) => {
  const { params, state } = parameterShapes(feedForward(mouseModelConfig(model)));
  return matchWeights(tree, torchNameMap(model), { ...params, ...state });
};

describe.skipIf(!existsSync(file))('a published checkpoint of PyTorch', () => {
  it('loads by name and has the activity that PyTorch has in every layer', async () => {
    const { value } = await readTorch(readFileSync(file));
    const recorded = readNpz(readFileSync(file.replace(/\.pt$/, '_io.npz')));
    const numbers = (name: string) => Float32Array.from(recorded[name]!.values as ArrayLike<number>);
    const { params, state } = placeTorchWeights(single, value);
    const names = Object.keys(recorded).filter((name) => name.startsWith('act__'));
    expect(names).toHaveLength(19);
    // The reference adds up an area in place, so what it recorded of the area's first arrow is the whole sum.
    const ours = (name: string) =>
      name === 'act__model_layers.VISp_VISpor.2'
        ? 'VISpor'
        : name.replace('act__', '').replace('model_layers.', '');
    const config = { ...mouseModelConfig(single), record: names.map(ours) };
    tf.tidy(() => {
      const theirs = tf.tensor(numbers('input_nchw'), [...recorded['input_nchw']!.shape]);
      const images = tf.transpose(theirs, [0, 2, 3, 1]);
      const { output, layers } = feedForward(config).apply(params, state, { images }, looking);
      for (const name of [...names, 'output']) {
        const tensor = name === 'output' ? output : layers[ours(name)]!;
        const maps = (tensor.rank === 4 ? tensor : tf.reshape(tensor, [2, 6, 6, 256])) as Tensor4D;
        const found = Float32Array.from(tf.transpose(maps, [0, 3, 1, 2]).dataSync());
        const expected = numbers(name);
        expect(found).toHaveLength(expected.length);
        const worst = found.reduce(
          (most, each, index) => Math.max(most, Math.abs(each - expected[index]!)),
          0,
        );
        // Relative to the greatest activity; sums of up to 3,456 products in single precision.
        expect(worst / Math.max(...expected.map(Math.abs)), name).toBeLessThan(2e-6);
      }
    });
    disposeTree(params);
    disposeTree(state);
  });

  it('is refused by a model that it is not of, with what is missing and what is left over', async () => {
    const { value } = await readTorch(readFileSync(file));
    const dual = MouseModel.parse({ kind: 'streamNet', streams: 'dual' });
    expect(() => placeTorchWeights(dual, value, 'mousenet.pt')).toThrow(DataError);
    expect(() => placeTorchWeights(dual, value, 'mousenet.pt')).toThrow('missing VISp_dorsal/0/bias');
    const plain = MouseModel.parse({ kind: 'streamNet', streams: 'single', batchNorm: false });
    expect(() => placeTorchWeights(plain, value, 'mousenet.pt')).toThrow(
      'left over state_dict.model_layers.input_VISp.1.',
    );
  });
});

describe('the weights of a model', () => {
  it.each<MouseModelInput>([
    { kind: 'alexNet', pool: 1, batchNorm: true, classes: 10 },
    { kind: 'truncatedAlexNet', stages: 2, classes: 10 },
    { kind: 'resNet', depth: 18, classes: 10 },
    { kind: 'streamNet', streams: 'six', batchNorm: false, skip: 'pool' },
    { kind: 'hourglass', streams: 'dual', bottleneck: 16 },
    { kind: 'mouseNet', classes: 10 },
  ])('all have their places: $kind', (input) => {
    const model = MouseModel.parse(input);
    const { complete, missing, rows } = matched(model, deterministicWeights(model));
    expect(missing).toEqual([]);
    expect(rows.filter(({ status }) => status !== 'matched' && status !== 'ignored')).toEqual([]);
    expect(complete).toBe(true);
  });

  const tiny = MouseModel.parse({ kind: 'truncatedAlexNet', stages: 1 });
  const weights = deterministicWeights(tiny) as { readonly [name: string]: WeightTree };

  it.each([
    ['of a training', (tree: WeightTree) => ({ epoch: 199, model_state_dict: tree, memory_bank: weights['features.0.weight']! })],
    ['of several devices', () => Object.fromEntries(Object.entries(weights).map(([name, array]) => [`module.${name}`, array]))],
    ['by themselves', (tree: WeightTree) => tree],
  ])('are found %s', (_, within) => {
    const { params, state } = placeTorchWeights(tiny, within(weights));
    expect(leafAt(params, 'features/0/kernel')!.shape).toEqual([11, 11, 3, 64]);
    disposeTree(params);
    disposeTree(state);
  }); // prettier-ignore

  it('of RotNet may come twice, but must agree', () => {
    const rotNet = MouseModel.parse({ kind: 'rotNetAlexNet' });
    const kernel = { values: new Float32Array(64 * 363), shape: [64, 3, 11, 11], dtype: 'F32' } as const;
    const other = { ...kernel, values: kernel.values.map(() => 1) };
    const rows = (second: typeof kernel) =>
      matched(rotNet, { 'features.0.weight': kernel, 'readout_features.0.weight': second }).rows.map(
        ({ status }) => status,
      );
    expect(rows(kernel)).toEqual(['matched', 'alias']);
    expect(rows(other)).toEqual(['matched', 'wrong']);
  });
});
