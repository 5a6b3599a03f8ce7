import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import '@tensorflow/tfjs-backend-cpu';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engineStatus } from './engineStatus';
import { registerTorch, torchBackend } from './registerTorch';

const { next: missing } = await engineStatus();

// The 20,000 steps of bench/steadyMemory.mjs in small.
describe.skipIf(missing !== undefined)(`memory over many training steps (else: ${missing ?? ''})`, () => {
  beforeAll(async () => {
    await registerTorch(tf, { threads: 1 });
    await tf.setBackend('torch');
  });
  afterAll(() => tf.removeBackend('torch'));

  const shapes = { filter: [3, 3, 1, 4], input: [36, 8], recurrent: [8, 8], readout: [8, 3] };
  type Weights = { readonly [name in keyof typeof shapes]: Tensor };
  const names = Object.keys(shapes) as (keyof Weights)[];
  const images = () => tf.fill([2, 8, 8, 1], 0.5) as Tensor4D;

  /** Convolutions, pooling, recurrence and a split sequence: everything that waits, is kept or is a view. */
  function loss({ filter, input, recurrent, readout }: Weights): Tensor {
    const pooled = tf.maxPool(tf.relu(tf.conv2d(images(), filter as Tensor4D, 1, 'valid')), 2, 2, 'valid');
    const drive = tf.matMul(tf.reshape(pooled, [2, 36]), input as Tensor2D);
    const steps = tf.unstack(tf.tile(tf.expandDims(drive, 0), [4, 1, 1]));
    const rates = steps.reduce<Tensor>(
      (h, step) => tf.tanh(tf.add(tf.matMul(h as Tensor2D, recurrent as Tensor2D), step)),
      tf.zeros([2, 8]),
    );
    const target = tf.tensor2d([1, 0, 0, 0, 1, 0], [2, 3]);
    return tf.neg(
      tf.mean(tf.sum(tf.mul(target, tf.logSoftmax(tf.matMul(rates as Tensor2D, readout as Tensor2D))), 1)),
    );
  }

  it('holds the same tensors and bytes after 400 steps as after 20', { timeout: 120_000 }, () => {
    const waves = (shape: number[]): Tensor =>
      tf.tensor(
        Float32Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) => Math.sin(i) / 2),
        shape,
      );
    let slots = names.map((name) => ({
      w: waves(shapes[name]),
      m: tf.zeros(shapes[name]),
      v: tf.zeros(shapes[name]),
    }));
    const attrs = { rate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-7, keep: 1, consume: true };
    const step = (): number => {
      const [value, next] = tf.tidy(() => {
        const byList = (...list: Tensor[]) =>
          loss(Object.fromEntries(names.map((name, place) => [name, list[place]])) as Weights);
        const { value: lost, grads } = tf.valueAndGrads(byList)(slots.map(({ w }) => w));
        const stepped = slots.map(({ w, m, v }, place) => {
          const made = tf.engine().runKernel('AdamStep', { w, g: grads[place]!, m, v }, attrs);
          return made as unknown as Tensor[];
        });
        return [lost.dataSync()[0]!, stepped] as [number, Tensor[][]];
      });
      slots.forEach((slot) => tf.dispose(slot));
      slots = next.map(([w, m, v]) => ({ w: w!, m: m!, v: v! }));
      return value;
    };
    const held = () => ({ tensors: tf.memory().numTensors, ...torchBackend().memory() });
    const first = Array.from({ length: 20 }, step)[0]!;
    const before = held();
    const residentBefore = process.memoryUsage.rss();
    const last = Array.from({ length: 380 }, step).at(-1)!;
    expect(held()).toEqual(before);
    // It trained: two equal images of two classes leave log 2 at best.
    expect(first).toBeGreaterThan(1);
    expect(last).toBeLessThan(0.7);
    // V8's own heap breathes by a few megabytes
    expect(process.memoryUsage.rss() - residentBefore).toBeLessThan(64 * 2 ** 20);
    slots.forEach((slot) => tf.dispose(slot));
  });
});
