import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor4D, TensorInfo } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import '@tensorflow/tfjs-backend-cpu';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPendingSums, deferFilterGradient } from './deferSums';
import { engineStatus } from './engineStatus';
import { registerTorch, torchBackend } from './registerTorch';

const { next: missing } = await engineStatus();

/** Numbers in [-1, 1] without a pattern that a convolution could meet. */
const numbers = (shape: readonly number[], phase: number): Tensor4D =>
  tf.tensor(
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(i * i * 0.7 + phase)),
    [...shape] as [number, number, number, number],
  );

type Use = { readonly x: Tensor4D; readonly dy: Tensor4D };

const usesOf = (batches: readonly number[], [side, channels]: readonly [number, number]): Use[] =>
  batches.map((batch, use) => ({
    x: numbers([batch, side, side, channels], use),
    dy: numbers([batch, side, side, channels], use + 20),
  }));

/** Strides, padding (top, left, bottom, right), dilations, not depthwise. */
const window = [[1, 1], [0, 0, 1, 1], [1, 1], false] as const;
const settings = (channels: number) => ({ shape: [2, 2, channels, channels], window: [...window] });

const deferred = ({ x, dy }: Use): TensorInfo =>
  deferFilterGradient(torchBackend(), [x, dy], settings(x.shape[3]));

/** The same by itself, at once. */
const direct = ({ x, dy }: Use): Float32Array => {
  const info = torchBackend().run('convolutionFilterGrad', x, dy, ...window, settings(x.shape[3]).shape);
  return read(info);
};

function read({ dataId }: TensorInfo): Float32Array {
  const values = torchBackend().readSync(dataId) as Float32Array;
  torchBackend().disposeData(dataId);
  return values;
}

const added = (lists: readonly Float32Array[]): number[] =>
  Array.from(lists[0]!, (_, place) => lists.reduce((sum, list) => sum + list[place]!, 0));

/** Relative to the largest: float32 over sums of up to 9000 products in another order. */
function expectNear(found: Float32Array, expected: readonly number[]): void {
  const largest = Math.max(...expected.map(Math.abs));
  expect(Math.max(...expected.map((value, place) => Math.abs(value - found[place]!))) / largest).toBeLessThan(
    1e-5,
  );
}

/** A sum as a tape adds it up: what was added is let go. */
function inTurn(uses: readonly Use[]): TensorInfo {
  const backend = torchBackend();
  return uses.slice(1).reduce((sum, use) => {
    const term = deferred(use);
    const next = addPendingSums(backend, sum, term)!;
    [sum, term].forEach(({ dataId }) => backend.disposeData(dataId));
    return next;
  }, deferred(uses[0]!));
}

describe.skipIf(missing !== undefined)(`sums of many terms (else: ${missing ?? ''})`, () => {
  beforeAll(async () => {
    await registerTorch(tf, { threads: 1 });
    await tf.setBackend('torch');
  });
  afterAll(() => tf.removeBackend('torch'));

  it.each([
    ['few pixels', [1, 4, 4, 1], [3, 64]],
    ['few pixels and channels', [1, 4, 2], [3, 5]],
    ['many pixels', [1, 70, 70, 3], [8, 4]],
    ['many pixels of small images', [300, 300, 1], [4, 64]],
  ] as const)('are the sum of the terms: %s', (_, batches, site) => {
    tf.tidy(() => {
      const uses = usesOf(batches, site);
      expectNear(read(inTurn(uses)), added(uses.map(direct)));
    });
  });

  it('a sum that somebody else holds too is not added to', () => {
    tf.tidy(() => {
      const backend = torchBackend();
      const [first, second, third, other] = usesOf([70, 70, 70, 70], [8, 4]) as [Use, Use, Use, Use];
      const [one, two] = [deferred(first), deferred(second)];
      const both = addPendingSums(backend, one, two)!;
      const three = addPendingSums(backend, both, deferred(third))!; // adds up `both`
      const four = addPendingSums(backend, both, deferred(other))!; // adds up `three`
      const terms = [first, second, third, other].map(direct);
      expectNear(read(three), added(terms.slice(0, 3)));
      expectNear(read(four), added([terms[0]!, terms[1]!, terms[3]!]));
      expectNear(read(both), added(terms.slice(0, 2)));
      expectNear(read(one), [...terms[0]!]);
    });
  });

  type Image = { readonly side: number; readonly channels: number; readonly batch: number };
  const sites: [string, Image[], (x: Tensor4D, w: Tensor4D) => Tensor, number[]][] = [
    [
      'a convolution',
      [
        { side: 8, channels: 1, batch: 1 },
        { side: 5, channels: 1, batch: 1 },
      ],
      (x, w) => tf.conv2d(x, w, 1, 'valid'),
      [3, 3, 1, 2],
    ],
    [
      'a convolution of many pixels',
      [
        { side: 80, channels: 1, batch: 1 },
        { side: 100, channels: 1, batch: 1 },
      ],
      (x, w) => tf.conv2d(x, w, 1, 'valid'),
      [3, 3, 1, 2],
    ],
    [
      'a depthwise convolution',
      [
        { side: 8, channels: 2, batch: 2 },
        { side: 5, channels: 2, batch: 1 },
      ],
      (x, w) => tf.depthwiseConv2d(x, w, 1, 'valid'),
      [3, 3, 2, 2],
    ],
    [
      'a convolution by taps',
      [
        { side: 7, channels: 64, batch: 4 },
        { side: 5, channels: 64, batch: 4 },
      ],
      (x, w) => tf.conv2d(x, w, 1, 'valid'),
      [3, 3, 64, 64],
    ],
  ];
  it.each(sites)('a filter may meet images of two sizes: %s', (_, images, convolve, filter) => {
    tf.tidy(() => {
      const w = numbers(filter, 7);
      const losses = images.map(({ side, channels, batch }, use) => {
        const x = numbers([batch, side, side, channels], use);
        return (kernel: Tensor) => tf.sum(tf.square(convolve(x, kernel as Tensor4D)));
      });
      const gradientOf = (loss: (kernel: Tensor) => Tensor) => tf.grad(loss)(w).dataSync() as Float32Array;
      const together = gradientOf((kernel) => tf.addN(losses.map((loss) => loss(kernel))));
      expectNear(together, added(losses.map(gradientOf)));
    });
  });

  it('leaves no tensor behind', () => {
    const backend = torchBackend();
    const uses = usesOf([70, 70, 70], [8, 4]);
    read(inTurn(uses));
    const { numTensorsNative } = backend.memory();
    read(inTurn(uses));
    expect(backend.memory().numTensorsNative).toBe(numTensorsNative);
    uses.forEach(({ x, dy }) => [x, dy].forEach((tensor) => tensor.dispose()));
  });

  it('errors that do not fit their images are refused when the sum is looked at', () => {
    tf.tidy(() => {
      const { x } = usesOf([4], [3, 64])[0]!;
      const gradient = deferred({ x, dy: numbers([4, 2, 3, 64], 1) });
      expect(() => torchBackend().readSync(gradient.dataId)).toThrow(
        /a gradient must be of the convolution's shape/,
      );
    });
  });
});
