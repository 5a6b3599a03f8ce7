import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D, Tensor3D, Tensor4D, Tensor5D } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/public/chained_ops/reshape'; // tfjs's gradient of prod needs it
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import '@tensorflow/tfjs-backend-cpu';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engineStatus } from '../engineStatus';
import { registerTorch, torchBackend } from '../registerTorch';

const { next: missing } = await engineStatus();

/** A function of tensors of these shapes, with bounded slope and no kinks within a hundredth. */
type Differentiable = {
  readonly shapes: readonly (readonly number[])[];
  readonly f: (...xs: Tensor[]) => Tensor;
};

const image: readonly number[] = [2, 5, 6, 3];
const conv = (strides: number, pad: unknown, dilations = 1): Differentiable => ({
  shapes: [image, [3, 2, 3, 4]],
  f: (x, w) => tf.conv2d(x as Tensor4D, w as Tensor4D, strides, pad as 'same', 'NHWC', dilations),
});
const explicit = [
  [0, 0],
  [1, 2],
  [0, 1],
  [0, 0],
];

const trained = (x: Tensor, gamma: Tensor, beta: Tensor): Tensor =>
  (tf.engine().runKernel('BatchNormTraining', { x, gamma, beta } as never, { epsilon: 0.1 }) as Tensor[])[0]!;

/** Numbers of which no two of 16 in a row come near each other, nor change places within the range tried. */
const apart = (x: Tensor): Tensor => {
  const ranks = Float32Array.from({ length: x.size }, (_, at) => ((at * 7) % 16) * 0.4);
  return tf.add(tf.mul(x, 0.1), tf.tensor(ranks, x.shape));
};
/** Numbers on one side of 0 or the other, which they do not cross within the range tried. */
const beside = (x: Tensor): Tensor => {
  const signs = Float32Array.from({ length: x.size }, (_, at) => (at % 2 === 0 ? 0.6 : -0.6));
  return tf.add(tf.mul(x, 0.25), tf.tensor(signs, x.shape));
};

const functions: Record<string, Differentiable> = {
  'add, broadcast': {
    shapes: [
      [3, 1, 2],
      [4, 1],
    ],
    f: (a, b) => tf.add(a, b),
  },
  'multiply, broadcast': {
    shapes: [
      [3, 1, 2],
      [4, 1],
    ],
    f: (a, b) => tf.mul(a, b),
  },
  'divide by what is not near 0': { shapes: [[3, 4], [4]], f: (a, b) => tf.div(a, tf.add(tf.square(b), 1)) },
  'product along an axis': { shapes: [[2, 3, 2]], f: (x) => tf.prod(x!, 1) },
  'product of all': { shapes: [[2, 2]], f: (x) => tf.prod(x!) },
  sigmoid: { shapes: [[3, 4]], f: (x) => tf.sigmoid(x) },
  tanh: { shapes: [[3, 4]], f: (x) => tf.tanh(x) },
  softmax: { shapes: [[3, 4]], f: (x) => tf.softmax(x) },
  'log-softmax': { shapes: [[3, 4]], f: (x) => tf.logSoftmax(x) },
  'log-softmax in one kernel': {
    shapes: [[3, 4]],
    f: (x) => tf.engine().runKernel('LogSoftmax', { logits: x } as never, { axis: 1 }) as Tensor,
  },
  softplus: { shapes: [[3, 4]], f: (x) => tf.softplus(x) },
  exponential: { shapes: [[3, 4]], f: (x) => tf.exp(x) },
  'matrix product': {
    shapes: [
      [3, 4],
      [4, 5],
    ],
    f: (a, b) => tf.matMul(a, b),
  },
  'product, both transposed': {
    shapes: [
      [4, 3],
      [5, 4],
    ],
    f: (a, b) => tf.matMul(a, b, true, true),
  },
  'product of batches': {
    shapes: [
      [2, 3, 4],
      [2, 4, 5],
    ],
    f: (a, b) => tf.matMul(a, b),
  },
  'a kernel used three times': {
    shapes: [
      [3, 4],
      [4, 4],
    ],
    f: (x, w) => [0, 1, 2].reduce((h: Tensor) => tf.tanh(tf.matMul(h, w)), x),
  },
  'convolution, same': conv(1, 'same'),
  'convolution, stride 2': conv(2, 'same'),
  'convolution, explicit padding': conv(1, explicit),
  'convolution, dilated': conv(1, 'valid', 2),
  'depthwise convolution': {
    shapes: [image, [3, 2, 3, 2]],
    f: (x, w) => tf.depthwiseConv2d(x as Tensor4D, w as Tensor4D, 1, 'same'),
  },
  'transposed convolution': {
    shapes: [
      [2, 3, 3, 4],
      [3, 3, 2, 4],
    ],
    f: (x, w) => tf.conv2dTranspose(x as Tensor4D, w as Tensor4D, [2, 6, 6, 2], 2, 'same'),
  },
  'average pooling, padded': { shapes: [image], f: (x) => tf.avgPool(x as Tensor4D, 3, 2, 'same') },
  'convolution over three axes': {
    shapes: [
      [1, 3, 4, 3, 2],
      [2, 2, 2, 2, 3],
    ],
    f: (x, w) => tf.conv3d(x as Tensor5D, w as Tensor5D, 1, 'same'),
  },
  'max pooling': {
    shapes: [[2, 4, 4, 1]],
    f: (x) => tf.maxPool(apart(x!) as Tensor4D, 2, 2, 'valid'),
  },
  'max pooling, overlapping and padded': {
    shapes: [[2, 4, 4, 1]],
    f: (x) => tf.maxPool(apart(x!) as Tensor4D, 2, 1, 'same'),
  },
  'max pooling over three axes': {
    shapes: [[1, 2, 2, 4, 2]],
    f: (x) => tf.maxPool3d(apart(x!) as Tensor5D, 2, 2, 'valid'),
  },
  'greyscale dilation': {
    shapes: [
      [1, 4, 4, 1],
      [2, 2, 1],
    ],
    f: (x, w) => tf.dilation2d(apart(x!) as Tensor4D, tf.mul(w!, 0.01) as Tensor3D, 1, 'valid'),
  },
  prelu: { shapes: [[3, 4], [4]], f: (x, a) => tf.prelu(beside(x!), a!) },
  elu: { shapes: [[3, 4]], f: (x) => tf.elu(x!) },
  'power of what is above 1': {
    shapes: [[3, 4], [4]],
    f: (x, y) => tf.pow(tf.add(tf.square(x!), 1), y!),
  },
  minimum: {
    shapes: [
      [3, 4],
      [3, 4],
    ],
    f: (x, y) => tf.minimum(beside(x!), tf.mul(y!, 0.1)),
  },
  maximum: {
    shapes: [
      [3, 4],
      [3, 4],
    ],
    f: (x, y) => tf.maximum(beside(x!), tf.mul(y!, 0.1)),
  },
  'least of an axis': { shapes: [[4, 4]], f: (x) => tf.min(apart(x!), 1) },
  'largest of an axis': { shapes: [[4, 4]], f: (x) => tf.max(apart(x!), 0) },
  'sum of segments': {
    shapes: [[5, 3]],
    f: (x) => tf.unsortedSegmentSum(x!, tf.tensor1d([2, 0, 2, 1, 0], 'int32'), 3),
  },
  'sum over axes': { shapes: [[2, 3, 4]], f: (x) => tf.sum(tf.square(x), [0, 2]) },
  mean: { shapes: [[2, 3, 4]], f: (x) => tf.mean(tf.square(x), 1) },
  'sum that keeps its axes': { shapes: [[2, 3, 4]], f: (x) => tf.sum(tf.square(x), [1, 2], true) },
  'sum of all, mean of all': { shapes: [[2, 3], [4]], f: (x, y) => tf.mul(tf.sum(tf.square(x)), tf.mean(tf.square(y))) }, // prettier-ignore
  'slice, pad, concat': {
    shapes: [
      [3, 4],
      [3, 4],
    ],
    f: (a, b) =>
      tf.concat(
        [
          tf.slice(a, [1, 0], [2, 3]),
          tf.pad(tf.slice(b, [0, 1], [2, 2]), [
            [0, 0],
            [1, 0],
          ]),
        ],
        1,
      ),
  },
  'split, stack and transpose': {
    shapes: [[3, 4]],
    f: (x) => tf.transpose(tf.stack(tf.split(x, 2, 1)), [2, 0, 1]),
  },
  gather: { shapes: [[4, 3]], f: (x) => tf.gather(x, tf.tensor1d([2, 0, 2], 'int32')) },
  'cumulative sum': { shapes: [[3, 4]], f: (x) => tf.cumsum(x, 1, true, true) },
  'resizing, half pixels': {
    shapes: [[1, 3, 4, 2]],
    f: (x) => tf.image.resizeBilinear(x as Tensor4D, [5, 7], false, true),
  },
  'local response': { shapes: [[1, 2, 2, 7]], f: (x) => tf.localResponseNormalization(x as Tensor4D, 2) },
  'batch normalisation in training, rows': {
    shapes: [[5, 3], [3], [3]],
    f: (x, gamma, beta) => trained(x!, gamma!, beta!),
  },
  'batch normalisation in training, images': {
    shapes: [[2, 3, 2, 3], [3], [3]],
    f: (x, gamma, beta) => trained(x!, gamma!, beta!),
  },
  'batch normalisation': {
    shapes: [[4, 3], [3], [3], [3], [3]],
    f: (x, m, v, b, g) =>
      tf.batchNorm(x, m as Tensor1D, tf.add(tf.square(v!), 1) as Tensor1D, b as Tensor1D, g as Tensor1D),
  },
};

const tensorsOf = (shapes: Differentiable['shapes'], values: readonly number[]): Tensor[] => {
  let at = 0;
  return shapes.map((shape) => {
    const size = tf.util.sizeFromShape([...shape]);
    at += size;
    return tf.tensor(values.slice(at - size, at), [...shape], 'float32');
  });
};

const sizeOf = ({ shapes }: Differentiable) =>
  shapes.reduce((sum, shape) => sum + tf.util.sizeFromShape([...shape]), 0);

/** Numbers in [-1, 1] without a pattern that anything here has. */
const waves = (shape: number[], phase: number): Tensor =>
  tf.tensor(
    Float32Array.from({ length: tf.util.sizeFromShape(shape) }, (_, index) => Math.sin(3 * index + phase)),
    shape,
  );

/** The function times fixed weights: a number. */
const loss =
  ({ f }: Differentiable) =>
  (...xs: Tensor[]): Tensor => {
    const y = f(...xs);
    return tf.sum(tf.mul(y, waves(y.shape, 1)));
  };

describe.skipIf(missing !== undefined)(`gradients on torch (else: ${missing ?? ''})`, () => {
  beforeAll(async () => {
    await registerTorch(tf, { threads: 1 });
    await tf.setBackend('torch');
  });
  afterAll(() => tf.removeBackend('torch'));

  it.each(Object.keys(functions))('%s: as finite differences show', (name) => {
    const one = functions[name]!;
    const values = fc.array(fc.integer({ min: -1500, max: 1500 }), {
      minLength: sizeOf(one),
      maxLength: sizeOf(one),
    });
    fc.assert(
      fc.property(values, fc.nat(), (thousandths, which) => {
        const point = thousandths.map((value) => value / 1000);
        const grads = tf.tidy(() =>
          tf
            .grads(loss(one))(tensorsOf(one.shapes, point))
            .flatMap((g) => [...g.dataSync()]),
        );
        const place = which % point.length;
        const at = (shift: number) =>
          tf.tidy(
            () =>
              loss(one)(...tensorsOf(one.shapes, point.with(place, point[place]! + shift))).dataSync()[0]!,
          );
        const difference = (at(1 / 64) - at(-1 / 64)) / (1 / 32);
        // the third derivative times the step squared, and rounding of a sum of up to 200 over the step
        expect(Math.abs(difference - grads[place]!)).toBeLessThan(5e-3 * (1 + Math.abs(grads[place]!)));
      }),
      { numRuns: 8, seed: 1, endOnFailure: true },
    );
  });

  it('the gradient of a sum is the error, repeated without a copy, and has a gradient itself', () => {
    const x = tf.ones([1000, 500]);
    tf.sum(x).dataSync(); // which gives x its memory
    const before = torchBackend().memory().numBytesNative;
    const gradient = tf.grad((y: Tensor) => tf.sum(y, 1))(x, tf.range(0, 1000));
    expect(torchBackend().memory().numBytesNative - before).toBeLessThan(10_000);
    expect([...tf.slice(gradient, [998, 498]).dataSync()]).toEqual([998, 998, 999, 999]);
    const second = tf.grad((y: Tensor) => tf.sum(tf.grad((z: Tensor) => tf.square(tf.mean(z)))(y)));
    expect([...second(tf.tensor1d([1, 5])).dataSync()]).toEqual([1, 1]);
  });

  it('ReLU passes an error where its input is positive, and can be differentiated twice', () => {
    const x = tf.tensor1d([-1, 0, 2, NaN]);
    expect([
      ...tf
        .grad((y) => tf.relu(y))(x)
        .dataSync()
        .slice(0, 3),
    ]).toEqual([0, 0, 1]);
    const second = tf.grad((y) => tf.sum(tf.grad((z) => tf.square(tf.relu(z)))(y)))(tf.tensor1d([-1, 3]));
    expect([...second.dataSync()]).toEqual([0, 2]);
  });

  // tfjs loses the way from a saved output back to the input, so these are asked for directly.
  it.each(['SigmoidGrad', 'TanhGrad', 'SoftmaxGrad'])('%s has gradients of its own', (kernel) => {
    const step = 1 / 64;
    const point = [0.3, 0.1, 0.6, 1, -2, 3];
    const value = (y: Tensor, dy: Tensor): Tensor =>
      tf.sum(
        tf.mul(
          tf.engine().runKernel(kernel, { y, dy } as never, { axis: 0 }) as Tensor,
          tf.tensor1d([2, 1, -1]),
        ),
      );
    const split = (list: number[]) => [tf.tensor1d(list.slice(0, 3)), tf.tensor1d(list.slice(3))] as const;
    const gradient = tf
      .grads(value)([...split(point)])
      .flatMap((g) => [...g.dataSync()]);
    point.forEach((coordinate, place) => {
      const at = (shift: number) => value(...split(point.with(place, coordinate + shift))).dataSync()[0]!;
      expect(gradient[place]).toBeCloseTo((at(step) - at(-step)) / (2 * step), 3);
    });
  });

  it('a convolution can be differentiated twice', () => {
    const x = waves([1, 4, 4, 2], 1) as Tensor4D;
    const w = waves([3, 3, 2, 2], 2) as Tensor4D;
    const energy = (y: Tensor4D) => tf.sum(tf.square(tf.conv2d(y, w, 1, 'same')));
    const along = tf.grad((y) => tf.sum(tf.square(tf.grad((z) => energy(z as Tensor4D))(y))))(x);
    // the energy is quadratic with a symmetric matrix A: its gradient A x, that gradient's squared norm 2 A A x
    const product = (v: Tensor) => tf.grad((z) => energy(z as Tensor4D))(v);
    expect(Math.max(...tf.abs(tf.sub(along, tf.mul(2, product(product(x))))).dataSync())).toBeLessThan(1e-2);
  });

  it('the gradient of a frozen filter is not computed', () => {
    const x = tf.ones([1, 8, 8, 2]) as Tensor4D;
    const w = tf.ones([3, 3, 2, 2]) as Tensor4D;
    const before = torchBackend().memory().numTensorsNative;
    for (let step = 0; step < 5; step++)
      tf.tidy(() =>
        tf
          .grad((y) => tf.conv2d(y as Tensor4D, w, 1, 'same'))(x)
          .dataSync(),
      );
    // the image and the filter
    expect(torchBackend().memory().numTensorsNative - before).toBeLessThanOrEqual(2);
  });

  it('a kernel of many timesteps gets the sum of their products', () => {
    const steps = Array.from({ length: 5 }, (_, t) => waves([3, 4], t));
    const w = waves([4, 2], 9);
    const gradient = tf.grad((kernel) => tf.addN(steps.map((x) => tf.sum(tf.square(tf.matMul(x, kernel))))))(
      w,
    );
    const expected = tf.addN(steps.map((x) => tf.mul(2, tf.matMul(x, tf.matMul(x, w), true))));
    expect(Math.max(...tf.abs(tf.sub(gradient, expected)).dataSync())).toBeLessThan(1e-5);
  });
});
