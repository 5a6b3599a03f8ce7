import { ShapeError, tf, useBackend } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { leftBy } from './_published.fixture';
import { locationPairs } from './locationPairs';

await useBackend('cpu');

describe('locationPairs', () => {
  it('puts each neighbour before the centre, in raster order', () => {
    const features = tf.tensor2d(Array.from({ length: 18 }, (_, cell) => [cell]));
    const { result, left } = leftBy(() => locationPairs(features));
    expect(left).toBe(2);
    const neighbours = [0, 1, 2, 3, 5, 6, 7, 8];
    expect(result.pairs.arraySync()).toEqual([
      ...neighbours.map((cell) => [cell, 4]),
      ...neighbours.map((cell) => [9 + cell, 13]),
    ]);
    expect([...result.places.dataSync()]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('refuses what is not nine to an image', () => {
    expect(() => locationPairs(tf.ones([10, 2]))).toThrow(ShapeError);
  });
});
