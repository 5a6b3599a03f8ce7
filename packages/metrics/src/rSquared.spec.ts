import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { vector } from './_fixtures';
import { meanCorrelation } from './meanCorrelation';
import { percentile } from './percentile';
import { meanSquaredError, rSquared } from './rSquared';

const actual = vector(3, -0.5, 2, 7);
const predicted = vector(2.5, 0, 2, 8);

describe('rSquared and meanSquaredError', () => {
  it('agree with scikit-learn 1.2.1 (r2_score, mean_squared_error)', () => {
    expect(rSquared(actual, predicted)).toBeCloseTo(0.948608137044968, 14);
    expect(meanSquaredError(actual, predicted)).toBeCloseTo(0.375, 15);
  });

  it('are 1 and 0 for a perfect prediction, 0 for the mean, and may be worse', () => {
    expect([rSquared(actual, actual), meanSquaredError(actual, actual)]).toEqual([1, 0]);
    expect(rSquared(vector(1, 2, 3), vector(2, 2, 2))).toBe(0);
    expect(rSquared(vector(1, 2, 3), vector(3, 2, 1))).toBe(-3);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer(), fc.integer()), { minLength: 2 }), (pairs) => {
        const [a, b] = [vector(...pairs.map(([x]) => x)), vector(...pairs.map(([, y]) => y))];
        const value = rSquared(a, b);
        if (!Number.isNaN(value)) expect(value).toBeLessThanOrEqual(1);
      }),
      { seed: 1 },
    );
  });

  it('leave constant values without a share, and refuse other lengths', () => {
    const constant = vector(0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7);
    expect(rSquared(constant, constant)).toBeNaN();
    expect(meanSquaredError(vector(1), vector(3))).toBe(4);
    expect(() => rSquared(actual, vector(1))).toThrow('rSquared: actual and predicted must have one length');
    expect(() => meanSquaredError(actual, vector(1))).toThrow(/meanSquaredError: .* got 4 and 1/);
  });
});

describe('meanCorrelation', () => {
  it('is plain, or by way of atanh', () => {
    expect(meanCorrelation(vector(0.2, 0.5, 0.8))).toBeCloseTo(0.5, 15);
    expect(meanCorrelation(vector(0.2, 0.5, 0.8), { scale: 'fisher' })).toBeCloseTo(0.54895452789, 11);
    expect(meanCorrelation(vector(1, 0.2), { scale: 'fisher' })).toBe(1);
    expect(meanCorrelation(vector(1, -1), { scale: 'fisher' })).toBeNaN();
  });

  it('refuses what is no correlation', () => {
    expect(() => meanCorrelation(vector(0.2, -1.1))).toThrow(
      'correlations must be in -1 .. 1, got -1.1 at 1',
    );
    expect(() => meanCorrelation(vector())).toThrow(/correlations must have 1 axes/);
  });
});

describe('percentile', () => {
  it('gives the printed values of numpy.percentile', () => {
    const of = [0, 25, 33, 50, 97.5, 100].map((share) => percentile([4, 1, 3, 2], share));
    const wanted = [1, 1.75, 1.99, 2.5, 3.925, 4];
    of.forEach((value, at) => expect(value).toBeCloseTo(wanted[at]!, 14));
  });

  it('of one value is that value, of none an error', () => {
    expect(percentile([7], 30)).toBe(7);
    expect(() => percentile([], 30)).toThrow('percentile: values must not be empty, got none');
  });
});
