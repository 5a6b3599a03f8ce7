import { ndArray, ShapeError } from '@goal-driven/core/arrays';
import { describe, expect, it } from 'vitest';
import { parkMiller } from './_fixtures';
import { populationVectorCorrelation } from './populationVectorCorrelation';

describe('populationVectorCorrelation', () => {
  it('correlates three units at two bins, by hand', () => {
    // The bins hold (1, 2, 3) and (5, 1, 0) in one session, (2, 4, 6) and (0, 1, 5) in the other.
    const first = ndArray(Float64Array.of(1, 5, 2, 1, 3, 0), [3, 1, 2]);
    const second = ndArray(Float64Array.of(2, 0, 4, 1, 6, 5), [3, 1, 2]);
    const { correlations, mean, n } = populationVectorCorrelation(first, second);
    expect(correlations[0]).toBeCloseTo(1, 12);
    // Both have mean 2 and squares 14 about it; the products of (3, -1, -2) and (-2, -1, 3) sum to -11.
    expect(correlations[1]).toBeCloseTo(-11 / 14, 12);
    expect(mean).toBeCloseTo((1 - 11 / 14) / 2, 12);
    expect(n).toBe(2);
  });

  it('leaves out bins that one session never saw, and has no mean without any', () => {
    const first = parkMiller(1, [4, 2, 2]);
    const unseen = ndArray(
      first.values.map((value, at) => (at % 4 === 1 ? NaN : value)),
      [4, 2, 2],
    );
    const { correlations, mean, n } = populationVectorCorrelation(first, unseen);
    expect([...correlations].map(Number.isNaN)).toEqual([false, true, false, false]);
    expect([mean, n]).toEqual([expect.closeTo(1, 12), 3]);
    const silent = ndArray(new Float64Array(16), [4, 2, 2]);
    expect(populationVectorCorrelation(first, silent)).toMatchObject({ mean: NaN, n: 0 });
  });

  it('is 0 on average between maps that know nothing of each other', () => {
    const shape = [50, 20, 20];
    const { mean } = populationVectorCorrelation(parkMiller(5, shape), parkMiller(7_654_321, shape));
    // 400 correlations of standard deviation 1/7 each.
    expect(Math.abs(mean)).toBeLessThan(3 / 7 / 20);
  });

  it('refuses maps of different shapes and single maps', () => {
    const maps = parkMiller(1, [3, 2, 2]);
    expect(() => populationVectorCorrelation(maps, parkMiller(1, [2, 2, 2]))).toThrow(ShapeError);
    expect(() => populationVectorCorrelation(ndArray(maps.values, [6, 2]), maps)).toThrow(
      'populationVectorCorrelation: both sessions must have maps [units, y, x] of one shape, got [6,2] and [3,2,2]',
    );
  });
});
