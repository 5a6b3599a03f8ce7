import { tf, useBackend } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { numberOf, rawZ, rawZ2 } from './_published.fixture';
import { barlowTwins } from './barlowTwins';

await useBackend('cpu');

describe('barlowTwins', () => {
  it('has the published value', () => {
    const { loss, onDiagonal, offDiagonal } = barlowTwins([rawZ(), rawZ2()], 0.0051);
    expect(numberOf(onDiagonal)).toBeCloseTo(0.000389717, 6);
    expect(numberOf(offDiagonal)).toBeCloseTo(1.5738599, 5);
    expect(numberOf(loss)).toBeCloseTo(0.0084164, 6);
  });

  it('is 0 for two equal views whose dimensions are uncorrelated, whatever their scale', () => {
    const view = tf.tensor2d([
      [10, 3],
      [-10, 3],
      [10, -3],
      [-10, -3],
    ]);
    expect(numberOf(barlowTwins([view, tf.add(view, 7)], 1).loss)).toBeLessThan(1e-10);
  });
});
