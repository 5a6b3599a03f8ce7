import { createPass, createRng, leaves, ShapeError, tf, type Tensor2D } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { DeepDense, deepDense } from './deepDense';
import { labelTask } from './labelTask';

const network = (config: object) =>
  deepDense(DeepDense.parse({ inputs: 144, classes: 20, depth: 2, ...config }));
const pass = createPass({ training: true, rng: createRng(1) });

describe('deepDense', () => {
  it.each([
    [2, 14_612],
    [4, 22_804],
    [8, 39_188],
    [12, 55_572],
  ])('of depth %i has %i kernels and biases, as specified', (depth, count) => {
    const { params } = network({ depth }).init(createRng(1));
    const counted = leaves(params).filter(({ path }) => !path.includes('norm'));
    expect(counted.reduce((sum, { tensor }) => sum + tensor.size, 0)).toBe(count);
  });

  it('starts with variance 2 / fan in, the readout 0.3 times as wide', () => {
    const { params } = network({ width: 400 }).init(createRng(1));
    const spread = (name: string) =>
      Math.sqrt(tf.moments((params[name] as { kernel: Tensor2D }).kernel).variance.dataSync()[0]!);
    // Of 8,000 and more draws: within some three percent.
    expect(Math.abs(spread('hidden2') / Math.sqrt(2 / 400) - 1)).toBeLessThan(0.03);
    expect(Math.abs(spread('readout') / (0.3 * Math.sqrt(2 / 400)) - 1)).toBeLessThan(0.03);
  });

  it('computes as by hand without normalisation', () => {
    const small = network({ inputs: 1, depth: 1, width: 2, classes: 1, normalised: false });
    const params = {
      hidden1: { kernel: tf.tensor2d([[1, -1]]), bias: tf.tensor1d([0.5, 0]) },
      readout: { kernel: tf.tensor2d([[2], [3]]), bias: tf.tensor1d([0.1]) },
    };
    const { output } = small.apply(params, {}, { images: tf.tensor2d([[1], [-2]]) }, pass);
    // 2 (1 + 0.5) + 0.1 and 3 * 2 + 0.1; the others are below 0.
    expect([...output.dataSync()].map((value) => Math.round(value * 1e5) / 1e5)).toEqual([3.1, 6.1]);
  });

  it('normalises its hidden layers, carries their moments and leaves what it gives', () => {
    const made = network({ depth: 2 });
    const { params, state } = made.init(createRng(1));
    const images = tf.tensor2d(
      Float32Array.from(createRng(2).normal(32 * 144), (value) => 5 * value),
      [32, 144],
    );
    const before = tf.memory().numTensors;
    const { output, layers, state: next } = made.apply(params, state, { images }, pass);
    expect(tf.memory().numTensors - before).toBe(3 + leaves(next).length);
    expect(output).toBe(layers['readout']);
    // Half of a standard normal: the mean of its square is 1 / 2, whatever the inputs.
    expect(tf.mean(tf.square(layers['hidden2']!)).dataSync()[0]).toBeCloseTo(0.5, 1);
    expect(leaves(next)[0]!.tensor.dataSync()).not.toEqual(leaves(state)[0]!.tensor.dataSync());
  });

  it('refuses images of another size', () => {
    const made = network({});
    const { params, state } = made.init(createRng(1));
    expect(() => made.apply(params, state, { images: tf.zeros([2, 100]) }, pass)).toThrow(ShapeError);
  });
});

describe('labelTask', () => {
  const batch = { images: tf.zeros([2, 1]), labels: tf.tensor1d([0, 2], 'int32') };
  const forward = (logits: number[][]) => () => ({ output: tf.tensor2d(logits), layers: {}, state: {} });
  const evaluate = (logits: number[][]) => {
    const found = labelTask.evaluate({ forward: forward(logits), params: {}, state: {}, batch, pass });
    return [found['loss']!.dataSync()[0]!, found['accuracy']!.dataSync()[0]!];
  };

  it('is as by hand', () => {
    const [loss] = evaluate([[0, 0, 0], [0, 0, 0]]); // prettier-ignore
    expect(loss).toBeCloseTo(Math.log(3), 6);
    const [other, accuracy] = evaluate([[Math.log(2), 0, 0], [1, 0, 0]]); // prettier-ignore
    expect(other).toBeCloseTo((Math.log(2) + Math.log(Math.E + 2)) / 2, 6);
    expect(accuracy).toBe(0.5);
  });
});
