import { describe, expect, it } from 'vitest';
import { ndArray, type NdArray } from '@goal-driven/core/arrays';
import golden from '../goldens/consistency.json';
import { largestDifference, parkMiller } from './_fixtures';
import { internalConsistency } from './internalConsistency';

const means = parkMiller(91, [8, 3]);
const noise = parkMiller(92, [5, 8, 3]);
const trials = ndArray(
  noise.values.map((value, at) => means.values[at % 24]! + 0.5 * (value - 0.5)),
  [5, 8, 3],
);

describe('internalConsistency', () => {
  it("agrees with Brain-Score's splits and numbers", () => {
    const { reliability, medians, ceiling, consistency, error, n, undefinedSites } =
      internalConsistency(trials);
    const first = [0.935362517195, 0.961755017089, 0.971226339864];
    expect(largestDifference(reliability.values.slice(0, 3), first)).toBeLessThan(1e-11);
    const expected = [
      0.9617550171, 0.9759126426, 0.9767311506, 0.97552767, 0.97552767, 0.9684594045, 0.951957867,
      0.9684594045, 0.9534997034, 0.9759126426,
    ];
    expect(largestDifference(medians.values, expected)).toBeLessThan(1e-9);
    expect(ceiling).toBeCloseTo(0.968374317226, 11);
    expect(consistency).toBe(ceiling);
    expect(error).toBeCloseTo(0.0028642867583, 12);
    expect([n, undefinedSites]).toEqual([3, 0]);
  });

  it('agrees with scikit-learn site by site (goldens/consistency.py)', () => {
    const { reliability, sites } = internalConsistency(trials);
    expect(reliability.shape).toEqual([10, 3]);
    expect(largestDifference(reliability.values, golden.internal.flat())).toBeLessThan(1e-12);
    const mean = golden.internal.reduce((sum, row) => sum + row[1]!, 0) / 10;
    expect(sites.values[1]).toBeCloseTo(mean, 12);
  });

  it('leaves sites that do not vary out of the medians and counts them', () => {
    const silent = ndArray(
      trials.values.map((value, at) => (at % 3 === 0 ? 0.7 : value)),
      [5, 8, 3],
    );
    const { undefinedSites, sites, medians, reliability } = internalConsistency(silent, {
      halves: 2,
      seed: 4,
    });
    expect([undefinedSites, sites.values[0]]).toEqual([1, NaN]);
    expect(medians.values[1]).toBeCloseTo((reliability.values[4]! + reliability.values[5]!) / 2, 12);
  });

  it('is no ceiling where it is at most 0', () => {
    const opposite = ndArray(Float64Array.of(1, 2, 4, 4, 3, 2), [2, 3, 1]);
    const { ceiling, consistency, error } = internalConsistency(opposite, { halves: 3 });
    expect(consistency).toBeLessThan(-1);
    expect(ceiling).toBeNaN();
    expect(error).toBe(0);
    const nothing = internalConsistency(ndArray(new Float64Array(6), [2, 3, 1]));
    expect([nothing.ceiling, nothing.consistency, nothing.error, nothing.undefinedSites]).toEqual([
      NaN,
      NaN,
      NaN,
      1,
    ]);
  });

  it.each([
    [parkMiller(1, [1, 8, 3]), {}, 'trials must be [trials >= 2, stimuli >= 2, sites], got [1,8,3]'],
    [parkMiller(1, [4, 1, 3]), {}, 'got [4,1,3]'],
    [parkMiller(1, [4, 8]), {}, 'got [4,8]'],
    [ndArray(new Float64Array(0), [4, 8, 0]), {}, 'got [4,8,0]'],
    [trials, { halves: 0 }, 'halves must be an integer of at least 1, got 0'],
  ] as [NdArray, object, string][])('names what does not fit (%#)', (given, options, message) => {
    expect(() => internalConsistency(given, options)).toThrow(message);
  });
});
