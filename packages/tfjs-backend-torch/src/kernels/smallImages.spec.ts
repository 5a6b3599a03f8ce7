import * as tf from '@tensorflow/tfjs-core';
import type { NamedTensorMap, Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { beforeAll, describe, expect, it } from 'vitest';
import { engineStatus } from '../engineStatus';
import { registerTorch, torchBackend } from '../registerTorch';

const { next: missing } = await engineStatus();

type Pad = 'same' | 'valid' | [[number, number], [number, number], [number, number], [number, number]];

/** Numbers in [-1, 1] without a pattern that a convolution could meet. */
const numbers = (shape: number[], phase: number): Tensor4D =>
  tf.tensor(
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(i * i * 0.7 + phase)),
    shape as [number, number, number, number],
  );

type Case = {
  readonly x: number[];
  readonly kernel: [number, number];
  readonly strides?: [number, number];
  readonly pad: Pad;
};

// From 4 images and 64 channels on, and up to 7 x 7 pixels, convolutions are sums of one product per tap.
const cases: Record<string, Case> = {
  '2 x 2, border on every side': { x: [4, 2, 2, 64], kernel: [3, 3], pad: 'same' },
  '3 x 5, nothing on the border': { x: [4, 3, 5, 64], kernel: [2, 3], pad: 'valid' },
  'a filter larger than its image': { x: [5, 2, 3, 65], kernel: [5, 5], pad: 'same' },
  'one pixel': { x: [4, 1, 1, 64], kernel: [3, 3], pad: 'same' },
  'a filter of one pixel': { x: [4, 3, 2, 64], kernel: [1, 1], pad: 'valid' },
  'stride 2, odd': { x: [4, 5, 5, 64], kernel: [3, 3], strides: [2, 2], pad: 'same' },
  'stride 2, even, one pixel': { x: [4, 4, 4, 64], kernel: [1, 1], strides: [2, 2], pad: 'valid' },
  'strides 1 and 3': { x: [4, 3, 8, 64], kernel: [2, 2], strides: [1, 3], pad: 'valid' },
  'a stride longer than the filter, first row left out': {
    x: [4, 6, 6, 64],
    kernel: [1, 1],
    strides: [3, 2],
    pad: 'same',
  },
  'different borders': { x: [4, 3, 4, 64], kernel: [3, 2], pad: [[0, 0], [2, 0], [0, 1], [0, 0]] }, // prettier-ignore
};

/** A convolution with bias, ReLU's slope left out, and the gradients of what weights its output unevenly. */
function convolved({ x, kernel, strides = [1, 1], pad }: Case): Float32Array[] {
  return tf.tidy(() => {
    const [image, filter] = [numbers(x, 1), numbers([...kernel, x[3]!, 66], 2)];
    const bias = tf.reshape(numbers([1, 1, 1, 66], 3), [66]);
    const f = (...[a, w]: Tensor[]) => tf.conv2d(a as Tensor4D, w as Tensor4D, strides, pad);
    const y = tf.add(f(image, filter), bias);
    const grads = tf.grads(f)([image, filter], numbers(y.shape, 4));
    const one = tf.grad((a) => f(a, filter))(image, numbers(y.shape, 4));
    const other = tf.grad((w) => f(image, w))(filter, numbers(y.shape, 4));
    return [y, ...grads, one, other].map((tensor) => tensor.dataSync() as Float32Array);
  });
}

const largestDifference = (a: Float32Array, b: Float32Array): number =>
  a.reduce((largest, value, place) => Math.max(largest, Math.abs(value - b[place]!)), 0);

describe.skipIf(missing !== undefined)(`small images on torch (else: ${missing ?? ''})`, () => {
  beforeAll(async () => {
    await registerTorch(tf, { threads: 1 });
  });

  it.each(Object.entries(cases))('a convolution and both gradients: %s', async (_, one) => {
    await tf.setBackend('cpu');
    const expected = convolved(one);
    await tf.setBackend('torch');
    const before = tf.memory().numTensors;
    const actual = convolved(one);
    expect(tf.memory().numTensors).toBe(before);
    actual.forEach((values, place) => {
      expect(values.length).toBe(expected[place]!.length);
      expect(largestDifference(values, expected[place]!)).toBeLessThan(1e-4);
    });
  });

  it('dilated: the same as the filter with zeros between its places', async () => {
    await tf.setBackend('torch');
    tf.tidy(() => {
      const [image, filter] = [numbers([4, 6, 6, 64], 1), numbers([2, 2, 64, 64], 2)];
      const pieces = tf.split(filter, 2, 0).map((row) => tf.split(row, 2, 1));
      const zeros = tf.zeros([1, 1, 64, 64]);
      const across = pieces.map(([a, b]) => tf.concat([a!, zeros, b!], 1));
      const wide = tf.concat([across[0]!, tf.zeros([1, 3, 64, 64]), across[1]!], 0) as Tensor4D;
      const dilated = tf.conv2d(image, filter, 1, 'same', 'NHWC', 2);
      const plain = tf.conv2d(image, wide, 1, 'same');
      expect(dilated.shape).toEqual([4, 6, 6, 64]);
      const [a, b] = [dilated.dataSync(), plain.dataSync()] as Float32Array[];
      expect(largestDifference(a!, b!)).toBeLessThan(1e-4);
    });
  });

  it('a part of a larger tensor is convolved, not its beginning', async () => {
    await tf.setBackend('torch');
    tf.tidy(() => {
      // [H, W, B, C] in memory, of which a slice of the later rows is a view.
      const positions = tf.add(numbers([5, 3, 4, 64], 1), 0);
      const [view, filter] = [tf.slice(positions, 1), numbers([2, 2, 64, 64], 2)];
      const image = tf.transpose(view, [2, 0, 1, 3]);
      const copy = tf.tensor(image.dataSync(), image.shape as [number, number, number, number]);
      expect(torchBackend().ask('isShared', torchBackend().handleOf(view))).toBe(true);
      const [a, b] = [image, copy].map((x) => tf.conv2d(x as Tensor4D, filter, 1, 'same').dataSync());
      expect(a).toEqual(b);
    });
  });

  it('errors that are of another shape, or filters of other channels, are refused', async () => {
    await tf.setBackend('torch');
    tf.tidy(() => {
      const backend = torchBackend();
      const [x, filter] = [numbers([4, 3, 3, 64], 1), numbers([2, 2, 64, 64], 2)];
      const window = [[1, 1], [0, 0, 0, 0], [1, 1], false] as const;
      const wrong = numbers([4, 3, 3, 64], 3);
      const narrow = numbers([2, 2, 63, 64], 2);
      expect(() => backend.run('convolution', x, narrow, ...window)).toThrow(
        /must take the channels of its image/,
      );
      for (const operation of [
        () => backend.run('sumOfFilterGrads', [x], [wrong], undefined, false, ...window, filter.shape),
        () => backend.run('convolutionInputGrad', wrong, filter, ...window, x.shape),
        () => backend.run('convolutionFilterGrad', x, wrong, ...window, filter.shape),
      ])
        expect(operation).toThrow(/a gradient must be of the convolution's shape/);
      const pooling = [
        [2, 2],
        [1, 1],
        [0, 0, 0, 0],
        [1, 1],
      ] as const;
      expect(() => backend.run('maxPoolGrad', wrong, x, ...pooling)).toThrow(/of the shape of the maxima/);
      expect(() => backend.run('maxPool', x, [0, 2], ...pooling.slice(1))).toThrow(/at least one pixel/);
    });
  });

  it('lies in memory position by position, which says that the products were used', async () => {
    await tf.setBackend('torch');
    tf.tidy(() => {
      const strides = ([batch, side, channels]: readonly [number, number, number]) => {
        const x = numbers([batch, side, side, channels], 1);
        const y = tf.conv2d(x, numbers([1, 1, channels, channels], 2), 1, 'valid');
        const backend = torchBackend();
        return backend.ask('strides', backend.handleOf(y));
      };
      expect(strides([4, 7, 64])).toBe('64,1792,256,1');
      // The filter is as it was made; no other way takes it without a copy.
      expect(strides([3, 7, 64])).toBe('64,1344,192,1');
      for (const shape of [
        [4, 8, 64],
        [4, 7, 63],
      ] as const)
        // prettier-ignore
        expect(strides(shape)).not.toBe(`${shape[2]},${shape[0] * shape[1] * shape[2]},${shape[0] * shape[2]},1`);
    });
  });
});

describe.skipIf(missing !== undefined)(`max pooling on torch (else: ${missing ?? ''})`, () => {
  beforeAll(async () => {
    await registerTorch(tf, { threads: 1 });
    await tf.setBackend('torch');
  });

  const pooled = (image: Tensor, size: number, stride: number, pad: 'same' | 'valid') => {
    const f = (x: Tensor) => tf.maxPool(x as Tensor4D, size, stride, pad);
    // Whole numbers, whose sums are the same in any order.
    const weights = tf.round(tf.mul(numbers(f(image).shape, 3), 9));
    const { value, grad } = tf.valueAndGrad((x: Tensor) => tf.sum(tf.mul(f(x), weights)))(image); // prettier-ignore
    value.dispose();
    return [f(image), grad].map((tensor) => [...tensor.dataSync()]);
  };
  /** The same image in three layouts: as it was uploaded, in planes, and position by position. */
  const layouts = (image: Tensor4D): Tensor[] => [
    image,
    tf.transpose(tf.add(tf.transpose(image, [0, 3, 1, 2]), 0), [0, 2, 3, 1]),
    tf.transpose(tf.add(tf.transpose(image, [1, 2, 0, 3]), 0), [2, 0, 1, 3]),
  ];

  it.each([
    { size: 3, stride: 2, pad: 'valid' },
    { size: 3, stride: 2, pad: 'same' },
    { size: 2, stride: 3, pad: 'same' },
    { size: 1, stride: 3, pad: 'same' },
    { size: 5, stride: 1, pad: 'same' },
  ] as const)(
    'is the same in every layout, and as on the cpu backend: $size, stride $stride, $pad',
    async (p) => {
      await tf.setBackend('cpu');
      const expected = tf.tidy(() => pooled(numbers([2, 7, 6, 5], 1), p.size, p.stride, p.pad));
      await tf.setBackend('torch');
      tf.tidy(() => {
        for (const image of layouts(numbers([2, 7, 6, 5], 1))) {
          expect(pooled(image, p.size, p.stride, p.pad)).toEqual(expected);
        }
      });
    },
  );

  it('of equal maxima the first takes the gradient; NaN is none, and nothing is above minus infinity', () => {
    tf.tidy(() => {
      const nothing = -Infinity;
      for (const image of layouts(
        tf.tensor4d([1, 2, 2, NaN, 2, 0, 1, 2, NaN, nothing, 1, 1], [1, 2, 6, 1]),
      )) {
        const f = (x: Tensor) => tf.maxPool(x as Tensor4D, 2, 2, 'valid');
        expect([...f(image).dataSync()]).toEqual([2, 2, 2]);
        const grad = tf.grad(f)(image, tf.tensor4d([10, 20, 30], [1, 1, 3, 1]));
        expect([...grad.dataSync()]).toEqual([0, 10, 20, 0, 30, 0, 0, 0, 0, 0, 0, 0]);
      }
      const empty = tf.tensor4d([NaN, nothing, NaN, nothing], [1, 2, 2, 1]);
      expect([...tf.maxPool(empty, 2, 2, 'valid').dataSync()]).toEqual([nothing]);
    });
  });

  it('keeps whole numbers whole', () => {
    tf.tidy(() => {
      const image = tf.tensor4d([1, 5, -3, 4], [1, 2, 2, 1], 'int32');
      const y = tf.engine().runKernel('MaxPool', { x: image } as unknown as NamedTensorMap, {
        filterSize: 2,
        strides: 1,
        pad: 'valid',
      }) as Tensor;
      expect([y.dtype, ...y.dataSync()]).toEqual(['int32', 5]);
    });
  });
});
