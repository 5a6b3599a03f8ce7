import { ShapeError, tf, useBackend, type Tensor2D } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { leftBy, numberOf, table, unitQ, unitZ } from './_published.fixture';
import { enqueue, queueContrast } from './queueContrast';
import { unitRows } from './unitRows';

await useBackend('cpu');

describe('queueContrast', () => {
  it('has the published value', () => {
    const queue = unitRows(table(5, 3, (h, g) => Math.sin(0.8 * g + 1.7 * h + 0.5)));
    expect(numberOf(queueContrast({ queries: unitQ(), keys: unitZ(), queue }, 0.2))).toBeCloseTo(
      1.3479093,
      5,
    );
  });

  it('is ln(1 + K) where all are alike, ln(1 + K e^-5) where the queue is orthogonal', () => {
    const queries = tf.tensor2d([[3, 0]]);
    const queue = tf.tile(tf.tensor2d([[0, 1]]), [65536, 1]);
    const alike = tf.tile(tf.tensor2d([[1, 0]]), [65536, 1]);
    expect(numberOf(queueContrast({ queries, keys: queries, queue: alike }, 0.2))).toBeCloseTo(11.09037, 4);
    expect(numberOf(queueContrast({ queries, keys: queries, queue }, 0.2))).toBeCloseTo(6.09262, 4);
  });
});

describe('enqueue', () => {
  it('forgets the oldest, and gives keys length 1', () => {
    const queue = tf.tensor2d([
      [1, 0],
      [0, 1],
      [-1, 0],
    ]);
    const { result, left } = leftBy(() => enqueue(queue, tf.tensor2d([[0, -2]])));
    expect(left).toBe(2); // the key of the call is one of them
    expect(result.arraySync()).toEqual([
      [0, 1],
      [-1, 0],
      [0, -1],
    ]);
  });

  it('takes as many keys as there are places, no more, and of no other length', () => {
    const queue = tf.tensor2d([[1, 0], [0, 1]]); // prettier-ignore
    expect(enqueue(queue, tf.tensor2d([[0, 3], [-2, 0]])).arraySync()).toEqual([[0, 1], [-1, 0]]); // prettier-ignore
    const before = tf.memory().numTensors;
    for (const shape of [
      [3, 2],
      [1, 3],
    ] as [number, number][]) {
      // prettier-ignore
      const keys = tf.ones(shape) as Tensor2D;
      expect(() => enqueue(queue, keys)).toThrow(
        new ShapeError(`enqueue: keys must be [B, 2], B at most 2 as the queue's, got [${shape}]`),
      );
      keys.dispose();
    }
    expect(tf.memory().numTensors).toBe(before);
  });
});
