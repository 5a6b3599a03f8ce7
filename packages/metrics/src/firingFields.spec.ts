import { describe, expect, it } from 'vitest';
import { ConfigError, ndArray } from '@goal-driven/core/arrays';
import { parkMiller } from './_fixtures';
import { firingFields } from './firingFields';

describe('firingFields', () => {
  const map = ndArray(
    Float64Array.from(
      [
        [9, 0, 0, 0, 4],
        [0, 9, 0, 3, 4],
        [NaN, 0, 0, 0, 0],
        [5, 5, 5, 0, 10],
      ].flat(),
    ),
    [4, 5],
  );

  it('numbers connected bins above a share of the peak, row by row', () => {
    const { labels, sizes } = firingFields(map);
    expect([...labels.values]).toEqual([1, 0, 0, 0, 2, 0, 3, 0, 0, 2, 0, 0, 0, 0, 0, 4, 4, 4, 0, 5]);
    expect(labels.shape).toEqual([4, 5]);
    expect(sizes).toEqual([1, 2, 1, 3, 1]);
  });

  it('joins corners, and drops small fields, when told to', () => {
    expect(firingFields(map, { diagonal: true }).sizes).toEqual([2, 2, 3, 1]);
    const { labels, sizes } = firingFields(map, { minimumBins: 2 });
    expect(sizes).toEqual([2, 3]);
    expect([...labels.values].filter((label) => label > 0)).toEqual([1, 1, 2, 2, 2]);
    expect(firingFields(map, { threshold: 0.25 }).sizes).toEqual([1, 3, 1, 3, 1]);
  });

  it('finds none where nothing is positive', () => {
    for (const rate of [0, -1, NaN]) {
      expect(firingFields(ndArray(new Float64Array(4).fill(rate), [2, 2])).sizes).toEqual([]);
    }
  });

  it('says what it needs', () => {
    expect(() => firingFields(map, { threshold: 1 })).toThrow(/threshold must be in \[0, 1\), got 1/);
    expect(() => firingFields(map, { threshold: -0.1 })).toThrow(ConfigError);
    expect(() => firingFields(map, { minimumBins: -1 })).toThrow(/minimumBins must not be negative, got -1/);
    expect(() => firingFields(parkMiller(1, [2]))).toThrow(
      /firingFields: rateMap must be \[y, x\] with bins, got \[2\]/,
    );
  });
});
