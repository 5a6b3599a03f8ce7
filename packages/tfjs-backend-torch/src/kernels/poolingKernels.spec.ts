import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import '@tensorflow/tfjs-backend-cpu';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engineStatus } from '../engineStatus';
import { registerTorch } from '../registerTorch';
import { kernelCases, type Given } from './cases.fixture';

const { next: missing } = await engineStatus();

describe.skipIf(missing !== undefined)(`places of maxima (else: ${missing ?? ''})`, () => {
  beforeAll(async () => {
    await registerTorch(tf, { threads: 1 });
    await tf.setBackend('torch');
  });
  afterAll(() => tf.removeBackend('torch'));

  const maxima = (x: Tensor, side: number, stride = side) => tf.maxPool(x as Tensor4D, side, stride, 'valid');
  const gradient = (f: (x: Tensor) => Tensor): number[] =>
    tf.tidy(() => [
      ...tf
        .grad(f)(tf.reshape(tf.range(0, 16), [1, 4, 4, 1]))
        .dataSync(),
    ]);
  // of four windows of four pixels each the last is the largest
  const expected = [0, 0, 0, 0, 0, 1, 0, 2, 0, 0, 0, 0, 0, 3, 0, 4];
  const weighted = (y: Tensor): Tensor => tf.sum(tf.mul(y, tf.tensor([1, 2, 3, 4], [1, 2, 2, 1])));

  it.each([
    ['before', (x: Tensor) => maxima(maxima(x, 1), 2)],
    ['after', (x: Tensor) => maxima(maxima(x, 2), 1)],
    ['twice after', (x: Tensor) => maxima(maxima(maxima(x, 2), 1), 1)],
  ])('a pooling of single pixels %s another one hides none of them', (_, pooled) => {
    expect(gradient((x) => weighted(pooled(x)))).toEqual(expected);
  });

  it.each(['MaxPool', 'MaxPool3D'] as const)(
    '%s: those saved give the gradient that looking anew does',
    (kernel) => {
      fc.assert(
        fc.property(kernelCases[`${kernel}Grad`]!, ({ inputs, attrs }) => {
          tf.tidy(() => {
            const { dy, input } = inputs as { readonly dy: Given; readonly input: Given };
            const [error, x] = [dy, input].map(({ values, shape }) => tf.tensor([...values], [...shape])) as [
              Tensor,
              Tensor,
            ];
            const pooled = (z: Tensor) => tf.engine().runKernel(kernel, { x: z }, attrs) as Tensor;
            const saved = tf.grad(pooled)(x, error);
            const anew = tf.engine().runKernel(`${kernel}Grad`, { dy: error, input: x }, attrs) as Tensor;
            expect([...saved.dataSync()]).toEqual([...anew.dataSync()]);
          });
        }),
        { numRuns: 40, seed: 1, endOnFailure: true },
      );
    },
  );

  it('are not taken of another pooling with a result of the same shape', () => {
    const x = tf.reshape(tf.range(0, 25), [1, 5, 5, 1]);
    tf.grad((z) => {
      const other = maxima(z, 3, 2); // [2, 2], as the maxima of 4 x 4 by twos are
      const found = tf
        .engine()
        .runKernel(
          'MaxPoolGrad',
          { dy: tf.ones([1, 2, 2, 1]), input: tf.reshape(tf.range(0, 16), [1, 4, 4, 1]), output: other },
          { filterSize: 2, strides: 2, pad: 'valid' },
        ) as Tensor;
      expect([...found.dataSync()]).toEqual(expected.map((value) => Math.sign(value)));
      return tf.sum(other);
    })(x);
  });
});
