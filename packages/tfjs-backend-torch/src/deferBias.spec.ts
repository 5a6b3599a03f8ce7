import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import '@tensorflow/tfjs-backend-cpu';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { engineStatus } from './engineStatus';
import { registerTorch, torchBackend } from './registerTorch';

const { next: missing } = await engineStatus();

/** The operations that a function asks of the addon. */
function operationsOf(f: () => void): string[] {
  const run = vi.spyOn(torchBackend(), 'run');
  const ask = vi.spyOn(torchBackend(), 'ask');
  tf.tidy(f);
  const names = [...run.mock.calls, ...ask.mock.calls].map(([name]) => name);
  [run, ask].forEach((spy) => spy.mockRestore());
  return names.filter((name) => name !== 'alias');
}

describe.skipIf(missing !== undefined)(`sums with products (else: ${missing ?? ''})`, () => {
  beforeAll(async () => {
    await registerTorch(tf, { threads: 1 });
    await tf.setBackend('torch');
  });
  afterAll(() => tf.removeBackend('torch'));

  const x = () =>
    tf.tensor2d([
      [1, 2],
      [3, 4],
    ]);
  const w = () =>
    tf.tensor2d([
      [1, 0],
      [1, 1],
    ]);

  it('a product and its bias take one pass, on either side of the sum', () => {
    for (const sum of [
      () => tf.add(tf.matMul(x(), w()), [10, 20]),
      () => tf.add([10, 20], tf.matMul(x(), w())),
    ]) {
      expect(operationsOf(() => void sum().dataSync())).toEqual(['fusedMatMul']);
      expect(tf.tidy(() => [...sum().dataSync()])).toEqual([13, 22, 17, 24]);
    }
  });

  it('a matrix of the same shape is added too, a column is broadcast', () => {
    expect(operationsOf(() => void tf.add(tf.matMul(x(), w()), x()).dataSync())).toEqual(['fusedMatMul']);
    expect(tf.tidy(() => [...tf.add(tf.matMul(x(), w()), x()).dataSync()])).toEqual([4, 4, 10, 8]);
    const column = () => tf.add(tf.matMul(x(), w()), [[1], [100]]);
    expect(tf.tidy(() => [...column().dataSync()])).toEqual([4, 3, 107, 104]);
  });

  it('a convolution and its bias take one pass', () => {
    const image = tf.tensor4d([1, 2, 3, 4], [1, 2, 2, 1]);
    const filter = tf.tensor4d([1, 10], [1, 1, 1, 2]);
    const sum = () => tf.add(tf.conv2d(image, filter, 1, 'valid'), tf.tensor1d([0.5, -0.5]));
    expect(operationsOf(() => void sum().dataSync())).toEqual(['fusedConvolution']);
    expect(tf.tidy(() => [...sum().dataSync()])).toEqual([1.5, 9.5, 2.5, 19.5, 3.5, 29.5, 4.5, 39.5]);
    [image, filter].forEach((tensor) => tensor.dispose());
  });

  it('what was looked at, has a clone or is used again is computed once and added to', () => {
    const looked = operationsOf(() => {
      const y = tf.matMul(x(), w());
      y.dataSync();
      expect([...tf.add(y, [1, 1]).dataSync()]).toEqual([4, 3, 8, 5]);
    });
    expect(looked).toEqual(['add', 'matMul']);
    const cloned = operationsOf(() => {
      const y = tf.matMul(x(), w());
      tf.clone(y);
      expect([...tf.add(y, [1, 1]).dataSync()]).toEqual([4, 3, 8, 5]);
    });
    expect(cloned).toEqual(['add', 'matMul']);
    const again = operationsOf(() => {
      const y = tf.matMul(x(), w());
      expect([...tf.add(y, [1, 1]).dataSync()]).toEqual([4, 3, 8, 5]);
      expect([...tf.add(y, [2, 2]).dataSync()]).toEqual([5, 4, 9, 6]);
      expect([...tf.add(y, y).dataSync()]).toEqual([6, 4, 14, 8]);
    });
    expect(again.filter((name) => name === 'matMul')).toEqual(['matMul']);
  });

  it('its inputs may be disposed, and nothing is left behind', () => {
    const before = torchBackend().memory();
    const [a, b] = [x(), w()];
    const y = tf.matMul(a, b);
    [a, b].forEach((tensor) => tensor.dispose());
    expect([...y.dataSync()]).toEqual([3, 2, 7, 4]);
    y.dispose();
    tf.matMul(x(), w()).dispose(); // never looked at; its inputs are not ours
    expect(torchBackend().memory().numTensorsNative - before.numTensorsNative).toBe(2);
  });

  it('gradients are those of the plain operations', () => {
    const grads = tf.tidy(() =>
      tf.grads((a, k, b) => tf.sum(tf.square(tf.add(tf.matMul(a as never, k as never), b))))([
        x(),
        w(),
        tf.tensor1d([1, 2]),
      ]),
    );
    // y = [[4, 4], [8, 6]], dy = 2 y
    expect(grads.map((g) => [...g.dataSync()])).toEqual([
      [8, 16, 16, 28],
      [56, 44, 80, 64],
      [24, 20],
    ]);
    const image = tf.ones([1, 3, 3, 1]) as Tensor4D;
    const bias = tf.grad((b) =>
      tf.sum(tf.add(tf.conv2d(image, tf.ones([2, 2, 1, 2]) as Tensor4D, 1, 'valid'), b)),
    );
    expect([...bias(tf.tensor1d([0, 0])).dataSync()]).toEqual([4, 4]);
  });

  it('a number that was never uploaded is part of an operation as it is', () => {
    const a = tf.fill([2], 3);
    expect(tf.tidy(() => [...tf.sub(tf.mul(a, 2), tf.scalar(1)).dataSync()])).toEqual([5, 5]);
    expect(tf.tidy(() => [...tf.sub(1, a).dataSync()])).toEqual([-2, -2]);
    expect(tf.tidy(() => [...tf.add(tf.scalar(1), tf.scalar(2)).dataSync()])).toEqual([3]);
    expect(
      tf.tidy(() => [...tf.greater(tf.tensor1d([1, 5], 'int32'), tf.scalar(2, 'int32')).dataSync()]),
    ).toEqual([0, 1]);
    a.dispose();
  });
});
