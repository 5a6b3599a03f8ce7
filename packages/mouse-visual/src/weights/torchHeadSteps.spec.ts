import {
  ConfigError,
  createPass,
  createRng,
  disposeTree,
  feedForward,
  ndArray,
  tf,
  useBackend,
  type Tensor2D,
  type Tensor4D,
} from '@goal-driven/core';
import { takeSteps, torchDense } from '@goal-driven/formats';
import { expect, it } from 'vitest';
import { MouseModel, mouseModelConfig } from '../models/MouseModel';
import { deterministicImage, deterministicWeights } from './_deterministicWeights.fixture';
import { placeTorchWeights } from './placeTorchWeights';
import { torchHeadSteps } from './torchHeadSteps';

await useBackend('wasm');

const model = MouseModel.parse({ kind: 'streamNet', streams: 'dual' });

it('gives a head on a flattened map what it has in PyTorch', () => {
  const theirs = ndArray(Float32Array.from(createRng(1).normal(2 * 18_432)), [2, 18_432]);
  const { values, shape } = takeSteps(theirs, torchHeadSteps(model));
  expect(shape).toEqual([18_432, 2]);
  const { params, state } = placeTorchWeights(model, deterministicWeights(model));
  tf.tidy(() => {
    const images = tf.tensor4d(deterministicImage(), [1, 64, 64, 3]);
    const pass = createPass({ training: false, rng: createRng(0) });
    const { output, layers } = feedForward(mouseModelConfig(model)).apply(params, state, { images }, pass);
    const ours = tf.matMul(output as Tensor2D, tf.tensor2d(values, [18_432, 2])).dataSync();
    const vector = tf.reshape(
      tf.transpose(layers['avgpool'] as Tensor4D, [0, 3, 1, 2]),
      [18_432, 1],
    ) as Tensor2D;
    const expected = tf.matMul(tf.tensor2d(theirs.values, [2, 18_432]), vector).dataSync();
    // Sums of 18,432 products of about 1 in single precision, in another order.
    ours.forEach((value, index) => expect(Math.abs(value - expected[index]!)).toBeLessThan(1e-3));
    expect(Math.max(...expected.map(Math.abs))).toBeGreaterThan(10);
  });
  disposeTree(params);
  disposeTree(state);
});

it('transposes one on a hidden layer, and refuses a model that makes images', () => {
  expect(torchHeadSteps(MouseModel.parse({ kind: 'alexNet', batchNorm: true }))).toEqual(torchDense);
  expect(torchHeadSteps(MouseModel.parse({ kind: 'mouseNet' }))[0]).toEqual({ reshape: [-1, 179, 4, 4] });
  expect(() => torchHeadSteps(MouseModel.parse({ kind: 'hourglass', streams: 'single' }))).toThrow(
    ConfigError,
  );
});
