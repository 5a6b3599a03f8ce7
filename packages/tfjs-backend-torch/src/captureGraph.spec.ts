import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { captureGraph } from './captureGraph';
import { engineStatus } from './engineStatus';
import { registerTorch } from './registerTorch';

const { next: missing } = await engineStatus();
const report = missing === undefined ? await registerTorch(tf, { threads: 1 }) : undefined;
const gpu = report?.cuda === true;

describe.skipIf(missing !== undefined)(`captureGraph on the processor (else: ${missing ?? ''})`, () => {
  beforeAll(() => tf.setBackend('torch'));

  it('is refused, with the device that computes', () => {
    expect(() => captureGraph((x) => tf.square(x), [tf.scalar(2)])).toThrow(
      'captureGraph: the device must be a GPU, got cpu',
    );
  });
});

describe.skipIf(!gpu)('captureGraph on a GPU (else: there is none, or LibTorch is without CUDA)', () => {
  beforeAll(async () => {
    tf.removeBackend('torch');
    await registerTorch(tf, { device: 'cuda' });
    await tf.setBackend('torch');
  });
  afterAll(() => tf.removeBackend('torch'));

  it('replays a function with new values', () => {
    const x = tf.tensor1d([1, 2]);
    const graph = captureGraph((y) => tf.add(tf.square(y), 1), [x]);
    expect([...graph.replay(tf.tensor1d([3, 4])).dataSync()]).toEqual([10, 17]);
    expect([...graph.replay(tf.tensor1d([0, -1])).dataSync()]).toEqual([1, 2]);
  });
});
