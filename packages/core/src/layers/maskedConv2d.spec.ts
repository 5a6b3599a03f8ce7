import type { Tensor4D } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { createPass } from '../Pass';
import { createRng } from '../Rng';
import { tf, type Scalar } from '../tf';
import { valueAndGrad } from '../tree';
import { MaskedConv2d, maskedConv2d } from './maskedConv2d';

const pass = createPass({ training: true, rng: createRng(1) });
const masked = (fields: object) =>
  maskedConv2d(MaskedConv2d.parse({ filters: 50, kernelSize: [3, 3], ...fields }));

test('a connection exists with the probability of its distance', () => {
  tf.tidy(() => {
    const { mask } = masked({ peak: 0.6, sigma: 1 }).init(200, createRng(2)).state;
    expect(mask.shape).toEqual([3, 3, 200, 50]);
    const shares = [...tf.mean(mask, [2, 3]).dataSync()];
    // 10^4 draws each: four standard errors of a share are at most 0.02.
    shares.forEach((share, pixel) => {
      const squared = (Math.floor(pixel / 3) - 1) ** 2 + ((pixel % 3) - 1) ** 2;
      expect(Math.abs(share - 0.6 * Math.exp(-squared / 2))).toBeLessThan(0.02);
    });
    expect(new Set(mask.dataSync())).toEqual(new Set([0, 1]));
  });
});

test('a probability above 1 is a connection that always exists', () => {
  tf.tidy(() => {
    const { mask } = masked({ kernelSize: [1, 1], peak: 1.2, sigma: 0.6 }).init(20, createRng(2)).state;
    expect(new Set(mask.dataSync())).toEqual(new Set([1]));
  });
});

test('it is a convolution with the kernel times the mask, and what is masked has no gradient', () => {
  tf.tidy(() => {
    const layer = masked({ filters: 2, peak: 0.5, sigma: 2 });
    const { params, state } = layer.init(3, createRng(5));
    const x = tf.tensor4d(Float32Array.from(createRng(6).normal(75)), [1, 5, 5, 3]);
    const y = layer.apply(params, state, x, pass);
    const expected = tf.conv2d(x, tf.mul<Tensor4D>(params.kernel, state.mask), 1, 'valid');
    expect([...y.dataSync()]).toEqual([...expected.dataSync()]);
    const { grads } = valueAndGrad(
      ({ kernel }) => ({
        value: tf.sum<Scalar>(tf.square(layer.apply({ ...params, kernel }, state, x, pass))),
        rest: {},
      }),
      { kernel: params.kernel },
    );
    const mask = [...state.mask.dataSync()];
    expect([...grads.kernel.dataSync()].map((gradient) => (gradient === 0 ? 0 : 1))).toEqual(mask);
    expect(() => layer.apply(params, state, tf.ones([1, 5, 5, 2]), pass)).toThrow('got [1,5,5,2]');
  });
});

test('it leaves its result alone behind', () => {
  const before = tf.memory().numTensors;
  const layer = masked({ filters: 1, peak: 1, sigma: 1 });
  const { params, state } = layer.init(1, createRng(5));
  const x = tf.ones([1, 3, 3, 1]) as Tensor4D;
  const y = layer.apply(params, state, x, pass);
  expect(tf.memory().numTensors).toBe(before + 5); // kernel, bias, mask, x, y
  tf.dispose([params, state, x, y]);
});
