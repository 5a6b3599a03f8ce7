import { describe, expect, it } from 'vitest';
import { ConfigError, DataError, ndArray, ShapeError } from '@goal-driven/core/arrays';
import golden from '../goldens/tuningCurves.json';
import { largestDifference, parkMiller, vector } from './_fixtures';
import { speedScores, type SpeedFilter } from './speedScores';

const speeds = ndArray(
  parkMiller(3, [300]).values.map((u) => 0.6 * u),
  [300],
);
const activity = ndArray(
  parkMiller(2, [300, 2]).values.map((u) => u * u),
  [300, 2],
);

describe('speedScores', () => {
  it('gives the printed score', () => {
    const { scores, n, range } = speedScores(
      vector(3, 5, 8, 12, 15, 20, 18, 10, 6, 4),
      vector(1, 2, 2, 4, 5, 6, 5, 3, 2, 1),
    );
    expect(scores.shape).toEqual([1]);
    expect(Math.abs(scores.values[0]! - 0.982388496914)).toBeLessThan(1e-11);
    expect([n, ...range]).toEqual([10, 3, 20]);
  });

  it('agrees to 1e-12 with SciPy, smoothed and filtered (goldens/tuningCurves.py)', () => {
    const plain = speedScores(speeds, activity);
    const smoothed = speedScores(speeds, activity, { sd: 3 });
    const filter = { kind: 'fixed', low: 0.2, high: 0.4 } as const;
    const filtered = speedScores(speeds, activity, { sd: 3, filter });
    expect(largestDifference(plain.scores.values, golden.speedScores)).toBeLessThan(1e-12);
    expect(largestDifference(smoothed.scores.values, golden.smoothedSpeedScores)).toBeLessThan(1e-12);
    expect(largestDifference(filtered.scores.values, golden.filteredSpeedScores)).toBeLessThan(1e-12);
    expect([filtered.n, ...filtered.range]).toEqual([golden.kept, 0.2, 0.4]);
  });

  it('ends an adaptive filter at the centre of the fastest band with enough samples', () => {
    // Bands of 10 end at 100, 99, 98 ...: the first to hold three samples is 51 .. 61.
    const path = vector(1, 2, 51, 55, 60.5, 61, 100);
    const filter = { kind: 'adaptive', low: 2, bandwidth: 10, samples: 4 } as const;
    const { range, n } = speedScores(path, path, { filter });
    expect(range).toEqual([2, 56]);
    expect(n).toBe(3);
    expect(speedScores(path, path, { filter: { ...filter, samples: 1 } }).range).toEqual([2, 95]);
    expect(speedScores(path, path, { filter: { ...filter, samples: 3 } }).range).toEqual([
      2,
      expect.closeTo(60, 9),
    ]);
  });

  it('is NaN for a constant speed or activity', () => {
    expect(speedScores(vector(1, 1, 1), vector(1, 2, 3)).scores.values[0]).toBeNaN();
    expect(speedScores(vector(1, 2, 3), vector(2, 2, 2)).scores.values[0]).toBeNaN();
  });

  it('says what it needs', () => {
    const score = (filter: SpeedFilter) => () => speedScores(vector(1, 2, 3), vector(1, 2, 3), { filter });
    expect(() => speedScores(vector(1, 2), vector(1))).toThrow(ShapeError);
    expect(score({ kind: 'fixed', low: 2, high: 2 })).toThrow(
      /filter.low must be below filter.high, got 2, 2/,
    );
    expect(score({ kind: 'fixed', low: 2.5, high: 4 })).toThrow(/must let two samples pass, got 1 of 3/);
    expect(score({ kind: 'adaptive', low: 0, bandwidth: 0, samples: 1 })).toThrow(
      /filter.bandwidth must be positive/,
    );
    expect(score({ kind: 'adaptive', low: 0, bandwidth: 1, samples: 0 })).toThrow(ConfigError);
    expect(score({ kind: 'adaptive', low: 0, bandwidth: 1, samples: 3 })).toThrow(
      /must spend 3 samples in a band of 1 m\/s/,
    );
    expect(score({ kind: 'adaptive', low: 5, bandwidth: 1, samples: 1 })).toThrow(DataError);
    expect(score({ kind: 'band' } as unknown as SpeedFilter)).toThrow(
      /filter.kind must be none, fixed or adaptive, got band/,
    );
  });
});
