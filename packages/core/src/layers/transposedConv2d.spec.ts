import type { Tensor4D } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import type { z } from 'zod';
import { createPass, exactProjector } from '../Pass';
import { createRng } from '../Rng';
import { tf, type Scalar } from '../tf';
import { valueAndGrad } from '../tree';
import { TransposedConv2d, transposedConv2d } from './transposedConv2d';

type Config = Omit<z.input<typeof TransposedConv2d>, 'filters'>;

const cases: { [name: string]: Config } = {
  'same, kernel greater': { kernelSize: [5, 4], strides: [2, 3], padding: 'same' },
  'same, kernel less': { kernelSize: [2, 2], strides: [3, 2], padding: 'same' },
  valid: { kernelSize: [3, 2], strides: [2, 2], padding: 'valid' },
  'valid, one stride': { kernelSize: [3, 2], strides: [1, 2], padding: 'valid' },
  'explicit, more at the end': {
    ...{ kernelSize: [11, 11], strides: [4, 4], outputPadding: [1, 3] },
    padding: [
      [2, 2],
      [5, 1],
    ],
  },
  'explicit, more than a stride at the end': {
    ...{ kernelSize: [3, 3], strides: [2, 2], outputPadding: [3, 0] },
    padding: [
      [1, 0],
      [0, 2],
    ],
  },
};

// Through a projector that is another object the zeros are multiplied, as learning rules need it.
const spreading = { ...exactProjector };

test.each(Object.entries(cases))('%s: the same with and without the products with zeros', (_name, config) => {
  const rng = createRng(3);
  const layer = transposedConv2d(TransposedConv2d.parse({ filters: 3, activation: 'tanh', ...config }));
  const params = layer.init(2, rng);
  const x = tf.tensor(Float32Array.from(rng.child('x').normal(2 * 4 * 3 * 2)), [2, 4, 3, 2]) as Tensor4D;
  const results = [exactProjector, spreading].map((projector) =>
    valueAndGrad(
      ({ params, x }) => {
        const pass = createPass({ training: true, rng, projector });
        const y = layer.apply(params as never, x as Tensor4D, pass);
        const weights = tf.tensor(Float32Array.from(rng.child('weights').normal(y.size)), y.shape);
        return { value: tf.sum(tf.mul(y, weights)) as Scalar, rest: { y } };
      },
      { params, x },
    ),
  );
  const [ours, theirs] = results.map(({ rest, grads }) =>
    [rest.y!, grads.x, grads.params.kernel, grads.params.bias!].map((tensor) => ({
      shape: tensor.shape,
      values: Array.from(tensor.dataSync()),
    })),
  );
  for (const [index, { shape, values }] of theirs!.entries()) {
    expect(ours![index]!.shape).toEqual(shape);
    for (const [at, value] of values.entries()) expect(ours![index]!.values[at]).toBeCloseTo(value, 4);
  }
  tf.dispose([params as never, x, results as never]);
});

test('it leaves its result alone behind', () => {
  const layer = transposedConv2d(TransposedConv2d.parse({ filters: 3, kernelSize: [3, 3], strides: [2, 2] }));
  const params = layer.init(2, createRng(1));
  const x = tf.ones([1, 2, 2, 2]) as Tensor4D;
  const before = tf.memory().numTensors;
  layer.apply(params, x, createPass({ training: true, rng: createRng(1) })).dispose();
  expect(tf.memory().numTensors).toBe(before);
  tf.dispose([params as never, x]);
});
