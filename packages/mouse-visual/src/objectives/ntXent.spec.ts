import { ShapeError, tf, useBackend, type Tensor2D } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { numberOf, rawZ, unitZ } from './_published.fixture';
import { interleaved, ntXent } from './ntXent';

await useBackend('cpu');

describe('ntXent', () => {
  it('has the published value, whatever the lengths', () => {
    expect(numberOf(ntXent(unitZ(), 0.1))).toBeCloseTo(0.3746904, 5);
    expect(numberOf(ntXent(rawZ(), 0.1))).toBeCloseTo(0.3746904, 5);
  });

  it('is ln(2B - 1) where all are alike, ln(1 + (2B - 2) e^-10) where views agree and images are orthogonal', () => {
    expect(numberOf(ntXent(tf.ones([8, 5]), 0.1))).toBeCloseTo(Math.log(7), 5);
    const four = tf.eye(4);
    // Logits are near 10, which single precision holds to 1e-6.
    expect(numberOf(ntXent(interleaved(four, four), 0.1))).toBeCloseTo(2.7236e-4, 6);
  });

  it('refuses rows that are no pairs', () => {
    expect(() => ntXent(tf.ones([3, 2]), 0.1)).toThrow(ShapeError);
  });
});

describe('interleaved', () => {
  it('takes rows in turn', () => {
    const both = interleaved(tf.tensor2d([[1], [2]]) as Tensor2D, tf.tensor2d([[3], [4]]) as Tensor2D);
    expect(both.arraySync()).toEqual([[1], [3], [2], [4]]);
  });
});
