import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engineStatus } from './engineStatus';
import { registerTorch } from './registerTorch';

const { next: missing } = await engineStatus();
const absent = missing ?? (process.platform === 'linux' ? undefined : 'memory is counted as Linux counts it');

const MEGABYTE = 2 ** 20;
/** What else the process takes now and then. */
const NOISE = 48 * MEGABYTE;

const resident = (): number =>
  1024 * Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))![1]);

/** A tensor whose memory is written to. */
const full = (megabytes: number, value = 1): Tensor => tf.fill([(megabytes * MEGABYTE) / 4], value);

const pagesOf = (task: () => void): number => {
  const before = process.resourceUsage().minorPageFault;
  task();
  return process.resourceUsage().minorPageFault - before;
};

describe.skipIf(absent !== undefined)(`memory that is used again (else: ${absent ?? ''})`, () => {
  beforeAll(async () => {
    await registerTorch(tf, { threads: 1 });
    await tf.setBackend('torch');
  });
  afterAll(() => tf.removeBackend('torch'));

  it('is not asked of the system again at each step', () => {
    const x = full(64);
    const step = () => tf.dispose(tf.add(x, 1));
    step();
    // 64 MB are 16,384 pages at each of ten steps.
    expect(pagesOf(() => Array.from({ length: 10 }, step))).toBeLessThan(4096);
    x.dispose();
  });

  it('serves tensors of about the same size, with the values of the new one', () => {
    full(63, 7).dispose();
    const x: Tensor[] = [];
    expect(pagesOf(() => x.push(full(62, 3)))).toBeLessThan(4096);
    expect([tf.min(x[0]!), tf.max(x[0]!)].map((one) => one.dataSync()[0])).toEqual([3, 3]);
    tf.dispose(x);
    const zeros = tf.zeros([63 * (MEGABYTE / 4)]);
    expect(tf.max(tf.abs(zeros)).dataSync()[0]).toBe(0);
    zeros.dispose();
  });

  it('is never more, with what is in use, than was in use at once', () => {
    const before = resident();
    tf.dispose([full(200), full(200)]);
    // None fits into the memory of another.
    for (const size of [20, 30, 45, 70, 100, 150, 210, 300]) full(size).dispose();
    expect(resident() - before).toBeLessThan(400 * MEGABYTE + NOISE);
    const held = [150, 100, 70, 45, 30].map((size) => full(size));
    expect(resident() - before).toBeLessThan(400 * MEGABYTE * (9 / 8) + NOISE);
    tf.dispose(held);
  });

  it('goes back to the system with the backend', async () => {
    const x = full(400);
    const before = resident();
    x.dispose();
    tf.removeBackend('torch');
    expect(resident()).toBeLessThan(before - 350 * MEGABYTE);
    await registerTorch(tf, { threads: 1 });
    await tf.setBackend('torch');
    expect(full(1).dataSync()[5]).toBe(1);
  });
});
