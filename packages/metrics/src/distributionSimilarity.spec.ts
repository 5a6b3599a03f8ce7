import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { vector } from './_fixtures';
import { distributionSimilarity } from './distributionSimilarity';

describe('distributionSimilarity', () => {
  it('gives the printed value', () => {
    const result = distributionSimilarity(vector(0.1, 0.2, 0.4, 0.2, 0.1), vector(0.3, 0.3, 0.2, 0.1, 0.1));
    expect(result.gap).toBeCloseTo(0.3, 14);
    expect(result.largestGap).toBeCloseTo(0.9, 14);
    expect(result.similarity).toBeCloseTo(2 / 3, 14);
  });

  it('takes counts, and measures the gap to the farther end', () => {
    const result = distributionSimilarity(vector(0, 0, 8), vector(1, 1, 2));
    expect(result).toEqual({ similarity: 1 - 0.5 / 0.75, gap: 0.5, largestGap: 0.75 });
    expect(distributionSimilarity(vector(5, 0, 0), vector(1, 1, 2))).toMatchObject({ similarity: 0 });
  });

  it('is 1 with itself, in 0 .. 1, and indifferent to the number of counts and the direction of bins', () => {
    const counts = fc
      .array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 })), { minLength: 2 })
      .filter((pairs) => pairs.some(([p]) => p > 0) && pairs.some(([, q]) => q > 0));
    fc.assert(
      fc.property(counts, (pairs) => {
        const [p, q] = [pairs.map(([x]) => x), pairs.map(([, y]) => y)];
        const { similarity } = distributionSimilarity(vector(...p), vector(...q));
        expect(similarity).toBeGreaterThanOrEqual(0);
        expect(similarity).toBeLessThanOrEqual(1);
        expect(distributionSimilarity(vector(...q), vector(...q)).similarity).toBe(1);
        const thrice = vector(...p.map((x) => 3 * x));
        expect(distributionSimilarity(thrice, vector(...q)).similarity).toBeCloseTo(similarity, 12);
        const turned = [vector(...[...p].reverse()), vector(...[...q].reverse())] as const;
        expect(distributionSimilarity(...turned).similarity).toBeCloseTo(similarity, 12);
      }),
      { seed: 8 },
    );
  });

  it('is undefined for a single bin, and refuses histograms that are none', () => {
    expect(distributionSimilarity(vector(1), vector(2)).similarity).toBeNaN();
    expect(() => distributionSimilarity(vector(1, 2), vector(1))).toThrow(
      'p and q must have one length of at least 1, got 2 and 1',
    );
    expect(() => distributionSimilarity(vector(1, 0), vector(2, -1))).toThrow(
      'distributionSimilarity: q must not be negative, got -1 at 1',
    );
    expect(() => distributionSimilarity(vector(0, 0), vector(2, 1))).toThrow(
      'p must hold some mass, got none',
    );
  });
});
