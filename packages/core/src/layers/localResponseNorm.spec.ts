import type { Tensor4D } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { DIFFERENCE_TOLERANCE, gradientError } from '../_finiteDifferences';
import { createRng } from '../Rng';
import { tf, type Scalar } from '../tf';
import { LocalResponseNorm, localResponseNorm } from './localResponseNorm';

const layer = localResponseNorm(LocalResponseNorm.parse({ radius: 1, bias: 2, alpha: 0.5, beta: 0.75 }));

test('each channel is divided by its neighbours', () => {
  tf.tidy(() => {
    const y = layer.apply(tf.tensor4d([1, 2, 3], [1, 1, 1, 3])).dataSync();
    const expected = [1 / 4.5 ** 0.75, 2 / 9 ** 0.75, 3 / 8.5 ** 0.75]; // 2 + (1 + 4) / 2, 2 + 14 / 2, 2 + 13 / 2
    expected.forEach((value, index) => expect(y[index]).toBeCloseTo(value, 6));
  });
});

test("it is TensorFlow's, and its gradient that of finite differences", () => {
  tf.tidy(() => {
    const x = tf.tensor4d(Float32Array.from(createRng(1).normal(56)), [2, 2, 2, 7]);
    const theirs = tf.localResponseNormalization(x, 1, 2, 0.5, 0.75).dataSync();
    layer
      .apply(x)
      .dataSync()
      .forEach((value, index) => expect(value).toBeCloseTo(theirs[index]!, 6));
    const loss = ({ x }: { x: unknown }) => tf.sum<Scalar>(tf.square(layer.apply(x as Tensor4D)));
    expect(gradientError(loss as never, { x })['x']).toBeLessThan(DIFFERENCE_TOLERANCE);
  });
});

test('it leaves its result alone behind, and refuses what is no image', () => {
  const x = tf.ones([1, 2, 2, 3]) as Tensor4D;
  const before = tf.memory().numTensors;
  layer.apply(x).dispose();
  expect(tf.memory().numTensors).toBe(before);
  expect(() => layer.apply(tf.tidy(() => tf.reshape(x, [3, 4])) as never)).toThrow(
    'localResponseNorm: input must be',
  );
  x.dispose();
});
