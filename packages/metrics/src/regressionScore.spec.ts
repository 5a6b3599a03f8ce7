import { describe, expect, it, vi } from 'vitest';
import { ndArray, type NdArray } from '@goal-driven/core/arrays';
import golden from '../goldens/consistency.json';
import { largestDifference, parkMiller, product } from './_fixtures';
import type { MapFitter } from './LinearMap';
import { pls } from './pls';
import { regressionScore } from './regressionScore';
import { ridge } from './ridge';

const source = parkMiller(41, [40, 6]);
const three = ndArray(
  source.values.filter((_, at) => at % 6 < 3),
  [40, 3],
);
const signal = product(three, parkMiller(42, [3, 4]));
const noise = parkMiller(43, [40, 4]);
const target = ndArray(
  signal.values.map((value, at) => value + 0.3 * (noise.values[at]! - 0.5)),
  [40, 4],
);
const splits = golden.splits.map(([train, test]) => ({ train: train!, test: test! }));
const maps: Record<'ridge' | 'pls', MapFitter> = {
  ridge: (x, y) => ridge(x, y, { alpha: 1 }),
  pls: (x, y) => pls(x, y, { components: 3 }),
};

describe('regressionScore', () => {
  it.each(['ridge', 'pls'] as const)(
    "agrees with scikit-learn over Brain-Score's stratified splits, map %s (goldens/consistency.py)",
    (map) => {
      const expected = golden.regression[map];
      const score = regressionScore(source, target, { map: maps[map], splits });
      expect(score.correlations.shape).toEqual([10, 4]);
      expect(largestDifference(score.correlations.values, expected.flat())).toBeLessThan(1e-9);
      const medians = expected.map((row) => {
        const [, low, high] = [...row].sort((a, b) => a - b);
        return (low! + high!) / 2;
      });
      expect(largestDifference(score.medians.values, medians)).toBeLessThan(1e-9);
      const mean = medians.reduce((sum, value) => sum + value, 0) / 10;
      expect(score.raw).toBeCloseTo(mean, 9);
      const variance = medians.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 10;
      expect(score.error).toBeCloseTo(Math.sqrt(variance / 10), 9);
      const site = expected.reduce((sum, row) => sum + row[2]!, 0) / 10;
      expect(score.sites.values[2]).toBeCloseTo(site, 9);
      expect([score.n, score.undefinedSites]).toEqual([4, 0]);
    },
  );

  it('has no score for a site that does not vary in training, and counts it', () => {
    const silent = ndArray(
      target.values.map((value, at) => (at % 4 === 1 ? 0.7 : value)),
      [40, 4],
    );
    const score = regressionScore(source, silent, { map: maps.ridge, splits: splits.slice(0, 2) });
    expect([...score.correlations.values].map(Number.isNaN)).toEqual([
      ...[false, true, false, false],
      ...[false, true, false, false],
    ]);
    expect([score.undefinedSites, score.sites.values[1]]).toEqual([1, NaN]);
    expect(score.raw).toBeGreaterThan(0.5);
  });

  it('tells how far it is, and stops where it is told to', () => {
    const onProgress = vi.fn();
    regressionScore(source, target, { map: maps.ridge, splits: splits.slice(0, 2), onProgress });
    expect(onProgress.mock.calls).toEqual([
      [1, 2],
      [2, 2],
    ]);
    const signal = AbortSignal.abort(new Error('enough'));
    expect(() => regressionScore(source, target, { map: maps.ridge, splits, signal })).toThrow('enough');
  });

  it.each([
    [parkMiller(1, [39, 6]), target, splits, 'target must have the 39 rows of source, got 40'],
    [
      ndArray(
        source.values.map((v, at) => (at === 3 ? NaN : v)),
        [40, 6],
      ),
      target,
      splits,
      'source must be finite',
    ],
    [
      source,
      ndArray(
        target.values.map((v, at) => (at === 3 ? NaN : v)),
        [40, 4],
      ),
      splits,
      'target must be finite',
    ],
    [source, target, [], 'regressionScore: splits must hold at least one split, got none'],
  ] as [NdArray, NdArray, typeof splits, string][])(
    'names what does not fit (%#)',
    (x, y, given, message) => {
      expect(() => regressionScore(x, y, { map: maps.ridge, splits: given })).toThrow(message);
    },
  );
});
