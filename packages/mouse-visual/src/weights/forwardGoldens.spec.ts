import {
  createPass,
  createRng,
  disposeTree,
  feedForward,
  tf,
  useBackend,
  type Tensor,
} from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { MouseModel, mouseModelConfig, type MouseModelInput } from '../models/MouseModel';
import { deterministicImage, deterministicWeights } from './_deterministicWeights.fixture';
import { placeTorchWeights } from './placeTorchWeights';

await useBackend('wasm');

type Golden = readonly [layer: string, sum: number, squares: number, first: readonly number[]];

/** Sum, sum of squares and first elements, [channels, height, width] in this order. */
type Case = readonly [name: string, model: MouseModelInput, layers: readonly Golden[]];

/**
 * 11.5 of our notes: PyTorch's in double precision, for weights and an image that are formulas. Here it is single
 * precision: sums differ by at most 4e-7 of themselves, elements by 1e-6 beyond the last printed decimal.
 */
const goldens: readonly Case[] = [
  ['single', { kind: 'streamNet', streams: 'single' }, [
    ['VISp', 2414.705506, 2061.313243, [0.783997, 0.530872, 0.494928]],
    ['ventral', 1753.126211, 950.990621, [0.688796, 0.68209, 0.667233]],
    ['VISpor', 2404.911912, 2682.788453, [0.876367, 0.90232, 0.824401]],
    ['avgpool', 9619.647647, 10731.15381, [0.876367, 0.876367, 0.90232]],
  ]],
  ['dual', { kind: 'streamNet', streams: 'dual' }, [
    ['dorsal', 1759.469568, 960.472619, [0.376746, 0.481401, 0.462085]],
    ['VISpor', 3452.885829, 5331.193054, [1.256448, 1.394679, 1.330492]],
    ['VISam', 3609.011085, 5799.4185, [1.639707, 1.493304, 1.504655]],
    ['avgpool', 28247.587657, 44522.446216, [1.256448, 1.256448, 1.394679]],
  ]],
  ['autoencoder', { kind: 'hourglass', streams: 'single', bottleneck: 128 }, [
    ['hidden_vec', -2.913989, 2.358852, [0.267471, 0.219746, 0.23579]],
    ['decoder.input', 117.791376, 1642.610782, [0.342881, 0.255325, -0.211447]],
  ]],
  ['hourglass', { kind: 'hourglass', streams: 'single' }, [
    ['decoder.input', -132.163443, 10054.262093, [-0.01396, -0.506842, 0.45875]],
  ]],
  ['truncated AlexNet', { kind: 'truncatedAlexNet', stages: 4 }, [
    ['features', 61.298671, 4.401157, [0.084176, 0.060981, 0.046227]],
  ]],
  ['MouseNet', { kind: 'mouseNet' }, [
    ['LGNv', 2155.22772, 31646.225668, [0.964429, 0.982386, 1.365698]],
    ['VISp4', 86979.843517, 184068.082922, [1.185352, 1.313044, 1.342027]],
    ['VISp2_3', 1387849.394757, 1.8994059e7, [9.693544, 11.165762, 13.014457]],
    ['VISp5', 4674235.341573, 2.3706882e8, [14.746402, 22.913733, 25.712229]],
    ['VISl4', 6170958.007872, 6.2160211e9, [497.301482, 547.246654, 591.241311]],
  ]],
]; // prettier-ignore

describe.each(goldens)('%s', (_, input, layers) => {
  it('has the activity of the reference', () => {
    const model = MouseModel.parse(input);
    const config = { ...mouseModelConfig(model), record: layers.map(([layer]) => layer) };
    const { params, state } = placeTorchWeights(model, deterministicWeights(model));
    const pass = createPass({ training: false, rng: createRng(0) });
    tf.tidy(() => {
      const images = tf.tensor4d(deterministicImage(), [1, 64, 64, 3]);
      const activity = feedForward(config).apply(params, state, { images }, pass).layers;
      for (const [layer, sum, squares, first] of layers) {
        const values = channelsFirst(activity[layer]!);
        const totals = [1, 2].map((power) => values.reduce((total, value) => total + value ** power, 0));
        expect(totals[0]! / sum, `${layer}, sum`).toBeCloseTo(1, 6);
        expect(totals[1]! / squares, `${layer}, sum of squares`).toBeCloseTo(1, 6);
        // They are printed to six decimals.
        first.forEach((value, index) =>
          expect(Math.abs(values[index]! - value), layer).toBeLessThan(5e-7 + 1e-6 * Math.abs(value)),
        );
      }
    });
    disposeTree(params);
    disposeTree(state);
  });
});

it('the vector of MouseNet ends with VISp5: areas are read in reverse', () => {
  const model = MouseModel.parse({ kind: 'mouseNet' });
  const { params, state } = placeTorchWeights(model, deterministicWeights(model));
  tf.tidy(() => {
    const images = tf.tensor4d(deterministicImage(), [1, 64, 64, 3]);
    const pass = createPass({ training: false, rng: createRng(0) });
    const { output } = feedForward(mouseModelConfig(model)).apply(params, state, { images }, pass);
    expect(output.shape).toEqual([1, 2864]);
    const values = channelsFirst(tf.reshape(output, [1, 4, 4, 179]));
    expect(values.reduce((sum, value) => sum + value, 0) / 5.8213133695e9).toBeCloseTo(1, 6);
    expect(values.reduce((sum, value) => sum + value ** 2, 0) / 9.7934235e16).toBeCloseTo(1, 6);
    const last = [22.690784, 37.959933, 27.493157];
    values.slice(-3).forEach((value, index) => expect(value / last[index]!).toBeCloseTo(1, 6));
  });
  disposeTree(params);
  disposeTree(state);
});

it('the image is that of the notes', () => {
  const sum = deterministicImage().reduce((total, value) => total + value, 0);
  expect(sum).toBeCloseTo(996.64254, 4);
});

it('the vector of a StreamNet is its pooled map: rows, columns, channels', () => {
  const { init, apply } = feedForward(
    mouseModelConfig(MouseModel.parse({ kind: 'streamNet', streams: 'single' })),
  );
  tf.tidy(() => {
    const { params, state } = init(createRng(1));
    const images = tf.tensor4d(deterministicImage(), [1, 64, 64, 3]);
    const { output, layers } = apply(
      params,
      state,
      { images },
      createPass({ training: false, rng: createRng(0) }),
    );
    expect(output.shape).toEqual([1, 9216]);
    expect(output.dataSync()).toEqual(layers['avgpool']!.dataSync());
  });
});

/** In double precision. */
function channelsFirst(x: Tensor): Float64Array {
  const ordered = x.rank === 4 ? tf.transpose(x, [0, 3, 1, 2]) : x;
  return Float64Array.from(ordered.dataSync());
}
