import { tf, useBackend } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { numberOf } from './_published.fixture';
import { sparseReconstruction } from './sparseReconstruction';

await useBackend('cpu');

describe('sparseReconstruction', () => {
  const output = tf.zeros([1, 1, 2, 3]);
  const target = tf.tensor4d([1, 1, 1, 2, 2, 2], [1, 1, 2, 3]);
  const code = tf.tensor2d([[-4, 2]]);

  it('is half the mean square and the mean magnitude of the code', () => {
    const { loss, error, penalty } = sparseReconstruction(
      { output, target, code },
      { sparsity: 0.1, per: 'element' },
    );
    expect(numberOf(error)).toBeCloseTo(0.5 * 2.5, 6);
    expect(numberOf(penalty)).toBeCloseTo(0.3, 6);
    expect(numberOf(loss)).toBeCloseTo(1.55, 6);
  });

  it('adds channels up where it is per pixel', () => {
    const { error } = sparseReconstruction({ output, target, code }, { sparsity: 0.1, per: 'pixel' });
    expect(numberOf(error)).toBeCloseTo(0.5 * 7.5, 6);
  });
});
