import { ShapeError, tf, useBackend } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { numberOf } from './_published.fixture';
import { depthLoss } from './depthLoss';

await useBackend('cpu');

describe('depthLoss', () => {
  it('is half the mean square, with a channel behind or without', () => {
    const depth = tf.tensor3d([1, 2, 3, 4], [1, 2, 2]);
    expect(numberOf(depthLoss(tf.zeros([1, 2, 2, 1]), depth))).toBeCloseTo(0.5 * 7.5, 6);
    expect(numberOf(depthLoss(tf.zeros([1, 2, 2]), depth))).toBeCloseTo(0.5 * 7.5, 6);
  });

  it('refuses maps of another shape', () => {
    expect(() => depthLoss(tf.zeros([1, 2, 2, 3]), tf.zeros([1, 2, 2]))).toThrow(ShapeError);
    expect(() => depthLoss(tf.zeros([1, 4, 1]), tf.zeros([1, 2, 2]))).toThrow(ShapeError);
  });
});
