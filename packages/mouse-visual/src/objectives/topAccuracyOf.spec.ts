import { createRng, tf, useBackend } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { accuracyOf } from './crossEntropy';
import { topAccuracyOf } from './topAccuracyOf';

await useBackend('cpu');

const share = (rows: number[][], labels: number[], count: number): number => {
  const before = tf.memory().numTensors;
  const inputs = [tf.tensor2d(rows), tf.tensor1d(labels, 'int32')] as const;
  const found = topAccuracyOf(...inputs, count);
  expect(tf.memory().numTensors).toBe(before + 3);
  const [value] = found.dataSync();
  tf.dispose([...inputs, found]);
  return value!;
};

describe('topAccuracyOf', () => {
  it('counts rows whose own class is among the greatest', () => {
    const rows = [
      [5, 4, 3, 2, 1, 0], // 5 is last of six
      [0, 1, 2, 3, 4, 5], // 1 is fifth
      [9, 1, 2, 3, 4, 5], // 0 is first
    ];
    expect(share(rows, [5, 1, 0], 1)).toBeCloseTo(1 / 3);
    expect(share(rows, [5, 1, 0], 4)).toBeCloseTo(1 / 3);
    expect(share(rows, [5, 1, 0], 5)).toBeCloseTo(2 / 3);
    expect(share(rows, [5, 1, 0], 6)).toBe(1);
  });

  it('counts ties, what is no number and what is no class as missed', () => {
    expect(share([[1, 1, 1]], [0], 2)).toBe(0); // third in the worst order
    expect(share([[1, 1, 0]], [0], 2)).toBe(1);
    for (const other of [NaN, Infinity, -Infinity])
      for (const label of [0, 1]) expect(share([[other, 1, 0]], [label], 2)).toBe(0);
    expect(share([[2, 1, -1]], [3], 3)).toBe(0);
  });

  it('is the accuracy for one, and grows with the count', () => {
    const rng = createRng(1);
    const rows = tf.tensor2d(Float32Array.from(rng.child('logits').normal(40 * 7)), [40, 7]);
    const labels = tf.tensor1d(
      Array.from({ length: 40 }, (_, row) => row % 7),
      'int32',
    );
    const of = (count: number) => topAccuracyOf(rows, labels, count).dataSync()[0]!;
    expect(of(1)).toBe(accuracyOf(rows, labels).dataSync()[0]);
    for (let count = 1; count < 7; count++) expect(of(count + 1)).toBeGreaterThan(of(count));
    expect(of(7)).toBe(1);
  });
});
