import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engineStatus } from '../engineStatus';
import { registerTorch } from '../registerTorch';

const { next: missing } = await engineStatus();

describe.skipIf(missing !== undefined)(`blocks of pixels (else: ${missing ?? ''})`, () => {
  beforeAll(async () => {
    await registerTorch(tf, { threads: 1 });
    await tf.setBackend('torch');
  });
  afterAll(() => tf.removeBackend('torch'));

  it('four channels of one pixel become its four corners, channels first', () => {
    const x = tf.tensor4d([1, 2, 3, 4], [1, 4, 1, 1]);
    const y = tf.depthToSpace(x, 2, 'NCHW');
    expect(y.shape).toEqual([1, 1, 2, 2]);
    expect([...y.dataSync()]).toEqual([1, 2, 3, 4]);
  });

  it('channels first is channels last, transposed', () => {
    const x = tf.reshape(tf.range(0, 2 * 18 * 2 * 4), [2, 18, 2, 4]) as Tensor4D;
    const last = tf.depthToSpace(tf.transpose(x, [0, 2, 3, 1]), 3, 'NHWC');
    const first = tf.depthToSpace(x, 3, 'NCHW');
    expect(first.shape).toEqual([2, 2, 6, 12]);
    expect([...first.dataSync()]).toEqual([...tf.transpose(last, [0, 3, 1, 2]).dataSync()]);
  });
});
