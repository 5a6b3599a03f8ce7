import type { Tensor4D } from '@tensorflow/tfjs-core';
import { afterAll, expect, test } from 'vitest';
import { useBackend } from '../engine/useBackend';
import { createRng } from '../Rng';
import { tf, type Scalar } from '../tf';
import { valueAndGrad } from '../tree';
import { maxUnpool2d } from './maxUnpool2d';
import { MaxPool2d, maxPool2d } from './pooling';

const config = MaxPool2d.parse({ size: [3, 3], strides: [2, 2] });
const unpool = maxUnpool2d(config);
const pool = maxPool2d(config);
const backends = ['cpu', 'wasm'] as const;

afterAll(() => useBackend('wasm'));

test('of windows that name one pixel, the later in raster order wins', () => {
  tf.tidy(() => {
    // A 5 x 5 image; the middle pixel is the greatest of all four windows.
    const pixels = Array.from({ length: 25 }, (_, index) => (index === 12 ? 9 : 0));
    const input = tf.tensor4d(pixels, [1, 5, 5, 1]);
    const x = tf.tensor4d([1, 2, 3, 4], [1, 2, 2, 1]);
    const y = unpool.apply(x, { input, output: pool.apply(input) }).dataSync();
    expect([...y]).toEqual(pixels.map((pixel) => (pixel === 9 ? 4 : 0)));
  });
});

test.each(backends)('the first of equal pixels is the greatest, on %s', async (backend) => {
  await useBackend(backend);
  tf.tidy(() => {
    const input = tf.zeros([1, 3, 3, 1]) as Tensor4D;
    const y = unpool.apply(tf.tensor4d([5], [1, 1, 1, 1]), { input, output: pool.apply(input) });
    expect([...y.dataSync()]).toEqual([5, 0, 0, 0, 0, 0, 0, 0, 0]);
  });
});

test.each(backends)(
  'on %s it is what a loop over the windows does, and its gradient what comes back from the winners',
  async (backend) => {
    await useBackend(backend);
    const rng = createRng(4);
    const [height, width, channels] = [8, 9, 3]; // the last row belongs to no window
    tf.tidy(() => {
      const input = tf.tensor4d(Float32Array.from(rng.child('input').normal(2 * 216)), [
        2,
        height,
        width,
        channels,
      ]);
      const output = pool.apply(input);
      const x = tf.tensor(Float32Array.from(rng.child('x').normal(output.size)), output.shape) as Tensor4D;
      const weights = tf.tensor(Float32Array.from(rng.child('weights').normal(input.size)), input.shape);
      const { value, grads } = valueAndGrad(
        ({ x, input }) => {
          const y = unpool.apply(x as Tensor4D, { input: input as Tensor4D, output });
          return { value: tf.sum(tf.mul(y, weights)) as Scalar, rest: { y } };
        },
        { x, input },
      );
      const [pixels, values, coefficients] = [input, x, weights].map((tensor) => tensor.dataSync()) as [Float32Array, Float32Array, Float32Array]; // prettier-ignore
      const source = new Map<number, number>();
      let place = 0;
      for (let image = 0; image < 2; image++)
        for (let row = 0; row + 3 <= height; row += 2)
          for (let column = 0; column + 3 <= width; column += 2)
            for (let channel = 0; channel < channels; channel++) {
              let best = -1;
              for (let tap = 0; tap < 9; tap++) {
                const [y, z] = [row + Math.floor(tap / 3), column + (tap % 3)];
                const index = ((image * height + y) * width + z) * channels + channel;
                if (best < 0 || pixels[index]! > pixels[best]!) best = index;
              }
              source.set(best, place++);
            }
      const expected = Array.from(pixels, (_, index) =>
        source.has(index) ? values[source.get(index)!]! : 0,
      );
      const back = new Float32Array(values.length);
      for (const [index, from] of source) back[from] = coefficients[index]!;
      const y = unpool.apply(x, { input, output });
      expect([...y.dataSync()]).toEqual(expected);
      expect([...grads.x.dataSync()]).toEqual([...back]);
      expect(new Set(grads.input.dataSync())).toEqual(new Set([0]));
      expect(value.dataSync()[0]).toBeCloseTo(expected.reduce((sum, each, index) => sum + each * coefficients[index]!, 0), 3); // prettier-ignore
    });
  },
);

test.each(backends)('what is not a number is no error, on %s', async (backend) => {
  await useBackend(backend);
  tf.tidy(() => {
    const input = tf.fill([1, 3, 3, 1], NaN) as Tensor4D;
    const y = unpool.apply(tf.tensor4d([5], [1, 1, 1, 1]), { input, output: pool.apply(input) });
    expect([...y.dataSync()]).toEqual([5, 0, 0, 0, 0, 0, 0, 0, 0]);
  });
});

test('it leaves its result alone behind, and refuses another shape', () => {
  const input = tf.ones([1, 5, 5, 1]) as Tensor4D;
  const output = pool.apply(input);
  const before = tf.memory().numTensors;
  unpool.apply(output, { input, output }).dispose();
  expect(tf.memory().numTensors).toBe(before);
  const message = 'maxUnpool2d: input must be [1,2,2,1], got [1,5,5,1]';
  expect(() => unpool.apply(input, { input, output })).toThrow(message);
  tf.dispose([input, output]);
});
