import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { torchState } from '../engine/nativeBackends';
import { useBackend } from '../engine/useBackend';
import { createPass } from '../Pass';
import { createRng } from '../Rng';
import { tf, type Tensor, type Tensor1D } from '../tf';
import { BatchNorm, batchNorm } from './batchNorm';

const { present, detail } = await torchState();

const pass = createPass({ training: true, rng: createRng(1) });
const layer = batchNorm(BatchNorm.parse({ convention: 'torch', momentum: 0.3 }));
const normal = (shape: number[], seed: number) =>
  tf.tensor(Float32Array.from(createRng(seed).normal(shape.reduce((a, b) => a * b, 1))), shape);

/** Value, running moments and all gradients, one after the other. */
function evaluate(shape: number[]): number[] {
  return tf.tidy(() => {
    const [x, gamma, beta] = [tf.add(tf.mul(normal(shape, 1), 2), 5), normal([3], 2), normal([3], 3)];
    const state = { mean: tf.zeros([3]) as Tensor1D, variance: tf.ones([3]) as Tensor1D };
    const apply = (...[a, g, b]: Tensor[]) =>
      layer.apply({ gamma: g as Tensor1D, beta: b as Tensor1D }, state, a!, pass);
    const { y, state: next } = apply(x, gamma, beta);
    const errors = normal(shape, 4);
    const grads = tf.grads((...inputs) => tf.sum(tf.mul(apply(...inputs).y, errors)))([x, gamma, beta]);
    return [y, next.mean, next.variance, ...grads].flatMap((tensor) => [...tensor.dataSync()]);
  });
}

describe.skipIf(!present)(`batch normalisation in one pass (else: ${detail})`, () => {
  beforeAll(() => useBackend('torch'));
  afterAll(() => useBackend('cpu'));

  it.each([[[6, 3]], [[4, 5, 3]], [[2, 4, 5, 3]]])('of %j is that of the plain operations', async (shape) => {
    await useBackend('cpu');
    const expected = evaluate(shape);
    await useBackend('torch');
    const before = tf.memory().numTensors;
    const found = evaluate(shape);
    expect(tf.memory().numTensors).toBe(before);
    // float32 with sums of up to 40 numbers below 15
    found.forEach((value, place) => expect(Math.abs(value - expected[place]!)).toBeLessThan(2e-5));
    expect(found.length).toBe(expected.length);
  });

  it('is left to the plain operations where a second derivative is asked for', () => {
    const [gamma, beta] = [tf.ones([3]) as Tensor1D, tf.zeros([3]) as Tensor1D];
    const state = { mean: tf.zeros([3]) as Tensor1D, variance: tf.ones([3]) as Tensor1D };
    const x = normal([4, 3], 7);
    const first = (a: Tensor) =>
      tf.grad((b) => tf.sum(tf.pow(layer.apply({ gamma, beta }, state, b, pass).y, 3)))(a);
    const second = tf.grad((a) => tf.sum(tf.square(first(a))))(x);
    expect(Math.max(...tf.abs(second).dataSync())).toBeGreaterThan(0.01);
  });
});
