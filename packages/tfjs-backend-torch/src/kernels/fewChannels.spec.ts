import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { beforeAll, describe, expect, it } from 'vitest';
import { engineStatus } from '../engineStatus';
import { registerTorch, torchBackend } from '../registerTorch';

const { next: missing } = await engineStatus();

type Pad = 'same' | 'valid' | [[number, number], [number, number], [number, number], [number, number]];
type Case = {
  x: number[];
  kernel: [number, number];
  strides?: [number, number];
  dilation?: number;
  pad: Pad;
};

/** Numbers in [-1, 1] without a pattern that a convolution could meet. */
const numbers = (shape: number[], phase: number): Tensor4D =>
  tf.tensor(
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(i * i * 0.7 + phase)),
    shape as [number, number, number, number],
  );

// Images of up to 4 channels get their gradient row by row, of as many images at once as 1 MB holds.
const cases: Record<string, Case> = {
  'colours, border on every side': { x: [3, 6, 5, 3], kernel: [5, 3], pad: 'same' },
  'grey, nothing on the border': { x: [2, 4, 7, 1], kernel: [2, 3], pad: 'valid' },
  'a filter larger than its image': { x: [2, 2, 3, 4], kernel: [5, 5], pad: 'same' },
  'stride 2, rows that nothing meets': { x: [2, 8, 8, 2], kernel: [2, 2], strides: [3, 3], pad: 'valid' },
  'strides 2 and 1': { x: [2, 7, 5, 3], kernel: [3, 3], strides: [2, 1], pad: 'same' },
  dilated: { x: [2, 7, 8, 3], kernel: [3, 2], dilation: 2, pad: 'same' },
  'different borders': { x: [2, 3, 4, 3], kernel: [3, 2], pad: [[0, 0], [2, 0], [0, 1], [0, 0]] }, // prettier-ignore
  'more images than are held at once': { x: [5, 16, 16, 4], kernel: [9, 9], pad: 'same' },
};

const gradient = ({ x, kernel, strides = [1, 1], dilation = 1, pad }: Case): Float32Array =>
  tf.tidy(() => {
    const filter = numbers([...kernel, x[3]!, 5], 2);
    const f = (a: Tensor) => tf.conv2d(a as Tensor4D, filter, strides, pad, 'NHWC', dilation);
    const shape = tf.tidy(() => f(tf.zeros(x)).shape);
    return tf.grad(f)(tf.zeros(x), numbers(shape, 4)).dataSync() as Float32Array;
  });

describe.skipIf(missing !== undefined)(`images of few channels on torch (else: ${missing ?? ''})`, () => {
  beforeAll(async () => {
    await registerTorch(tf, { threads: 1 });
  });

  it.each(Object.entries(cases))('the gradient of an image: %s', async (_, one) => {
    await tf.setBackend('cpu');
    const { dilation = 1 } = one;
    // tfjs's cpu backend has no gradient of dilated convolutions: by differences of the linear map instead.
    const expected = dilation === 1 ? gradient(one) : adjoint(one);
    await tf.setBackend('torch');
    const before = tf.memory().numTensors;
    const found = gradient(one);
    expect(tf.memory().numTensors).toBe(before);
    expect(found.length).toBe(expected.length);
    // Sums of up to 125 products of numbers within 1, in float32.
    found.forEach((value, place) => expect(Math.abs(value - expected[place]!)).toBeLessThan(2e-5));
  });

  it('lies in memory pixel by pixel whatever the layout, which says that it was used, up to 4 channels', async () => {
    await registerTorch(tf, { threads: 1, layout: 'channels first' });
    await tf.setBackend('torch');
    tf.tidy(() => {
      const backend = torchBackend();
      const strides = (channels: number) => {
        const f = (a: Tensor) => tf.conv2d(a as Tensor4D, numbers([3, 3, channels, 5], 2), 1, 'same');
        const found = tf.grad(f)(tf.zeros([2, 64, 64, channels]), numbers([2, 64, 64, 5], 4));
        return backend.ask('strides', backend.handleOf(found));
      };
      expect(strides(4)).toBe(`${4 * 4096},256,4,1`);
      expect(strides(5)).toBe(`${5 * 4096},64,1,4096`);
    });
    await registerTorch(tf, { threads: 1, layout: 'auto' });
  });

  it('refuses an error or a filter of another shape', async () => {
    await tf.setBackend('torch');
    tf.tidy(() => {
      const window = [[1, 1], [1, 1, 1, 1], [1, 1], false] as const;
      const run = (dy: number[], filter: number[]) => () =>
        torchBackend().run(
          'convolutionInputGrad',
          numbers(dy, 1),
          numbers(filter, 2),
          ...window,
          [2, 4, 4, 3],
        );
      expect(run([2, 4, 4, 5], [3, 3, 2, 5])).toThrow(/must take the channels of its image/);
      for (const dy of [
        [2, 4, 3, 5],
        [1, 4, 4, 5],
        [2, 4, 4, 6],
      ])
        expect(run(dy, [3, 3, 3, 5])).toThrow(/must be of the convolution's shape/);
    });
  });
});

/** The gradient from the map itself: its value for each image that is 1 in one place, times the error. */
function adjoint({ x, kernel, strides = [1, 1], dilation = 1, pad }: Case): Float32Array {
  return tf.tidy(() => {
    const filter = numbers([...kernel, x[3]!, 5], 2);
    const f = (a: Tensor) => tf.conv2d(a as Tensor4D, filter, strides, pad, 'NHWC', dilation);
    const error = numbers(f(tf.zeros(x)).shape, 4).dataSync();
    const count = x.reduce((a, b) => a * b, 1);
    return Float32Array.from({ length: count }, (_, place) =>
      tf.tidy(() => {
        const unit = new Float32Array(count);
        unit[place] = 1;
        const y = f(tf.tensor(unit, x)).dataSync();
        return y.reduce((sum, value, index) => sum + value * error[index]!, 0);
      }),
    );
  });
}
