import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { torchState } from '../engine/nativeBackends';
import { useBackend } from '../engine/useBackend';
import { createRng } from '../Rng';
import { tf, type Tensor } from '../tf';
import { fusedLogSoftmax, logSoftmax } from './logSoftmax';

const { present, detail } = await torchState();

const normal = (shape: number[], seed: number): Tensor =>
  tf.tensor(Float32Array.from(createRng(seed).normal(shape.reduce((a, b) => a * b, 1))), shape);

/** Value and gradient for an uneven error. */
const evaluate = (shape: number[]): number[] =>
  tf.tidy(() => {
    const x = tf.mul(normal(shape, 1), 4);
    const gradient = tf.grad((each: Tensor) => logSoftmax(each))(x, normal(shape, 2));
    return [logSoftmax(x), gradient].flatMap((tensor) => [...tensor.dataSync()]);
  });

describe('logSoftmax', () => {
  it('of two equal numbers is that of one half; of one number 0', () => {
    expect([...logSoftmax(tf.tensor2d([[3, 3]])).dataSync()]).toEqual([
      expect.closeTo(-Math.LN2, 6),
      expect.closeTo(-Math.LN2, 6),
    ]);
    expect([...logSoftmax(tf.tensor1d([-7])).dataSync()]).toEqual([0]);
  });

  it('is left to tfjs where the backend has no kernel of one pass', async () => {
    await useBackend('cpu');
    expect(fusedLogSoftmax(tf.tensor1d([1, 2]))).toBeUndefined();
  });
});

describe.skipIf(!present)(`log-softmax in one pass (else: ${detail})`, () => {
  beforeAll(() => useBackend('torch'));
  afterAll(() => useBackend('cpu'));

  it.each([[[5]], [[4, 7]], [[2, 3, 6]], [[0, 3]]])(
    'of %j is that of tfjs, with its gradient',
    async (shape) => {
      await useBackend('cpu');
      const expected = evaluate(shape);
      await useBackend('torch');
      const before = tf.memory().numTensors;
      const found = evaluate(shape);
      expect(tf.memory().numTensors).toBe(before);
      expect(found).toEqual(expected.map((value) => expect.closeTo(value, 5)));
    },
  );

  it('holds for numbers whose exponentials do not', () => {
    expect([...logSoftmax(tf.tensor1d([1000, 0, -1000])).dataSync()]).toEqual([0, -1000, -2000]);
  });

  it('is left to tfjs where a second derivative is asked for', () => {
    const x = normal([4, 3], 7);
    const first = (a: Tensor) => tf.grad((b: Tensor) => tf.sum(tf.pow(logSoftmax(b), 2)))(a);
    const second = tf.grad((a: Tensor) => tf.sum(tf.square(first(a))))(x);
    expect(Math.max(...tf.abs(second).dataSync())).toBeGreaterThan(0.01);
  });
});
