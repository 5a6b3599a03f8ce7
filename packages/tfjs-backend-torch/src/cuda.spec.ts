import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import '@tensorflow/tfjs-backend-cpu';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engineStatus } from './engineStatus';
import { registerTorch, torchBackend } from './registerTorch';

const { next: missing } = await engineStatus();
const report = missing === undefined ? await registerTorch(tf, { threads: 1 }) : undefined;
const gpu = report?.cuda === true;

const waves = (shape: number[], phase: number): Tensor =>
  tf.tensor(
    Float32Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) => Math.sin(i * i * 0.7 + phase)),
    shape,
  );

describe.skipIf(!gpu)('torch on a GPU (else: there is none, or LibTorch is without CUDA)', () => {
  beforeAll(async () => {
    tf.removeBackend('torch');
    await registerTorch(tf, { device: 'cuda' });
    await tf.setBackend('torch');
  });
  afterAll(() => tf.removeBackend('torch'));

  it('reads without waiting what it reads at once, also while the memory moves on', async () => {
    const x = waves([64, 64], 1) as Tensor2D;
    const y = tf.matMul(x, x);
    const promise = y.data();
    const filters = waves([3, 3, 64, 64], 2) as Tensor4D;
    tf.conv2d(waves([4, 32, 32, 64], 3) as Tensor4D, filters, 1, 'same').dataSync();
    expect([...(await promise)]).toEqual([...y.dataSync()]);
    const all = await Promise.all(Array.from({ length: 20 }, (_, i) => tf.add(y, i).data()));
    all.forEach((values, i) => expect(values[0]).toBe([...tf.add(y, i).dataSync()][0]));
  });

  it('TensorFloat-32 has three digits, and is off unless asked for', async () => {
    const [a, b] = [waves([512, 512], 1), waves([512, 512], 2)] as [Tensor2D, Tensor2D];
    const product = () => tf.tidy(() => tf.matMul(a, b).dataSync());
    const [x, y] = [a.dataSync(), b.dataSync()];
    const exact = Array.from({ length: 512 }, (_, column) =>
      Array.from({ length: 512 }, (_unused, k) => x[k]! * y[k * 512 + column]!).reduce(
        (sum, v) => sum + v,
        0,
      ),
    );
    const apart = (found: ArrayLike<number>) => Math.max(...exact.map((v, at) => Math.abs(v - found[at]!)));
    expect(apart(product())).toBeLessThan(1e-3);
    await registerTorch(tf, { tf32: true });
    const coarse = apart(product());
    await registerTorch(tf, { tf32: false });
    expect(coarse).toBeLessThan(0.5);
    expect(coarse).toBeGreaterThan(apart(product()));
  });

  it('gives the same bits run after run where that is asked for', async () => {
    await registerTorch(tf, { deterministic: true });
    const x = waves([8, 32, 32, 16], 1) as Tensor4D;
    const w = waves([3, 3, 16, 32], 2) as Tensor4D;
    const loss = (k: Tensor): Tensor =>
      tf.sum(tf.maxPool(tf.relu(tf.conv2d(x, k as Tensor4D, 1, 'same')), 2, 2, 'valid'));
    const run = () => tf.tidy(() => [...tf.grad(loss)(w).dataSync()]);
    const first = run();
    for (let i = 0; i < 5; i++) expect(run()).toEqual(first);
    expect(process.env['CUBLAS_WORKSPACE_CONFIG']).toBeDefined();
    await registerTorch(tf, { deterministic: false });
  });

  it('takes no more memory than its share, and goes on', async () => {
    await registerTorch(tf, { memoryShare: 0.01 });
    expect(() => tf.fill([2 ** 30], 1)).toThrow(/torch\.fill\(\[1073741824\]\): memory must suffice/);
    await registerTorch(tf, { memoryShare: 1 });
    expect([...tf.add([1], [2]).dataSync()]).toEqual([3]);
    expect(torchBackend().memory().numBytesNative).toBeGreaterThan(0);
  });
});
