import { ConfigError, tf, useBackend } from '@goal-driven/core';
import { expect, it } from 'vitest';
import { inputOutputPenalty } from './inputOutputPenalty';
import { metabolicCost } from './metabolicCost';

await useBackend('cpu');

it('the metabolic cost is the mean square of the recurrent layer, pre_g before g', () => {
  const [pre_g, g] = [tf.tensor([1, 2, 3, 0], [1, 2, 2]), tf.tensor([5, 5], [1, 2, 1])];
  expect(metabolicCost({ pre_g, g }).dataSync()[0]).toBeCloseTo(14 / 4, 6);
  expect(metabolicCost({ g }).dataSync()[0]).toBeCloseTo(25, 5);
  expect(() => metabolicCost({ dc: g })).toThrow(
    new ConfigError('metabolicCost: the network must have a layer pre_g or g, got dc'),
  );
});

it('the penalty on input and output is the sum of two mean squares, of M where there is one', () => {
  const cell = { kernel: tf.tensor2d([[1, 3]]) };
  const decoder = { kernel: tf.tensor2d([[2], [0]]) };
  expect(inputOutputPenalty({ cell, decoder }).dataSync()[0]).toBeCloseTo(5 + 2, 6);
  const M = { kernel: tf.tensor2d([[4]]) };
  expect(inputOutputPenalty({ M, cell, decoder }).dataSync()[0]).toBeCloseTo(16 + 2, 6);
  for (const params of [{ decoder }, { cell }]) {
    expect(() => inputOutputPenalty(params)).toThrow(
      /weights at M\/kernel or cell\/kernel and at decoder\/kernel/,
    );
  }
});
