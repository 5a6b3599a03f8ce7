import { tf, useBackend } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { numberOf } from './_published.fixture';
import { accuracyOf, crossEntropy } from './crossEntropy';

await useBackend('cpu');
const labels = (...of: number[]) => tf.tensor1d(of, 'int32');

describe('crossEntropy', () => {
  it('is ln C where all logits are alike, and ln 2 where half of the probability is right', () => {
    expect(numberOf(crossEntropy(tf.zeros([2, 10]), labels(3, 9)))).toBeCloseTo(Math.log(10), 6);
    expect(numberOf(crossEntropy(tf.tensor2d([[0, Math.log(3), 0, 0]]), labels(1)))).toBeCloseTo(
      Math.log(2),
      6,
    );
  });

  it('is no number where a label is none of the classes, rather than nothing to pay', () => {
    const logits = tf.tensor2d([[1, 2], [3, 4]]); // prettier-ignore
    for (const beyond of [2, 7, -1]) expect(numberOf(crossEntropy(logits, labels(0, beyond)))).toBeNaN();
  });
});

describe('accuracyOf', () => {
  it('is the share of rows whose class is alone in front', () => {
    const logits = tf.tensor2d([
      [1, 2, 0],
      [1, 2, 0],
      [2, 2, 0],
      [0, 0, 1],
    ]);
    expect(numberOf(accuracyOf(logits, labels(1, 0, 1, 2)))).toBe(0.5);
  });

  it('counts a label beyond the classes as missed', () =>
    expect(numberOf(accuracyOf(tf.tensor2d([[-1, 2, -3], [0, 1, 0]]), labels(5, 1)))).toBe(0.5)); // prettier-ignore

  it.each([NaN, Infinity, -Infinity])('is not known where a logit is %d', (other) => {
    expect(numberOf(accuracyOf(tf.fill([2, 3], other), labels(0, 1)))).toBeNaN();
    const logits = tf.tensor2d([
      [1, 2, 0],
      [1, 2, other],
    ]);
    expect(numberOf(accuracyOf(logits, labels(1, 1)))).toBeNaN();
  });
});
