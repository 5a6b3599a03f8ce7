import { ShapeError, tf, useBackend, type Rank } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { numberOf, rawZ, rawZ2 } from './_published.fixture';
import { vicReg } from './vicReg';

await useBackend('cpu');
const weights = { invariance: 25, variance: 25, covariance: 1 };

describe('vicReg', () => {
  it('has the published value', () => {
    const { loss, invariance, variance, covariance } = vicReg([rawZ(), rawZ2()], weights);
    expect(numberOf(invariance!)).toBeCloseTo(0.01069587, 6);
    expect(numberOf(variance!)).toBeCloseTo(0.20909991, 6);
    expect(numberOf(covariance!)).toBeCloseTo(0.39688118, 5);
    expect(numberOf(loss)).toBeCloseTo(5.8917755, 4);
  });

  it('is 24.75 where all rows are alike', () => {
    const one = tf.ones<Rank.R2>([6, 4]);
    expect(numberOf(vicReg([one, one], weights).loss)).toBeCloseTo(24.75, 5);
  });

  it('refuses a single row', () => {
    expect(() => vicReg([tf.ones([1, 4]), tf.ones([1, 4])], weights)).toThrow(ShapeError);
  });
});
