import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { largestDifference, vector } from './_fixtures';
import { benjaminiHochberg, benjaminiYekutieli, bonferroni, holm } from './multipleComparisons';

const p = vector(0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216);

describe('adjustments for multiple comparisons', () => {
  it('give the values of statsmodels (multipletests)', () => {
    const hochberg = [0.01, 0.04, 0.084, 0.084, 0.084, 0.1, 0.105714285714, 0.216, 0.216, 0.216];
    expect(largestDifference(benjaminiHochberg(p).values, hochberg)).toBeLessThan(1e-12);
    const step = 0.246033333333;
    const yekutieli = [0.0292896825397, 0.117158730159, step, step, step, 0.292896825397, 0.309633786848];
    expect(largestDifference(benjaminiYekutieli(p).values.slice(0, 7), yekutieli)).toBeLessThan(1e-12);
    expect(benjaminiYekutieli(p).values[9]).toBeCloseTo(0.632657142857, 11);
    const stepDown = [0.01, 0.072, 0.312, 0.312, 0.312, 0.312, 0.312, 0.615, 0.615, 0.615];
    expect(largestDifference(holm(p).values, stepDown)).toBeLessThan(1e-12);
    const plain = [0.01, 0.08, 0.39, 0.41, 0.42, 0.6, 0.74, 1, 1, 1];
    expect(largestDifference(bonferroni(p).values, plain)).toBeLessThan(1e-12);
  });

  it('never fall below p, keep its order, and follow it through any order of tests', () => {
    const several = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(several, (values) => {
        for (const adjust of [holm, benjaminiHochberg, benjaminiYekutieli, bonferroni]) {
          const adjusted = adjust(vector(...values)).values;
          const reversed = adjust(vector(...[...values].reverse())).values;
          values.forEach((value, i) => {
            expect(adjusted[i]).toBeGreaterThanOrEqual(value * (1 - 1e-15));
            expect(adjusted[i]).toBeLessThanOrEqual(1);
            expect(reversed[values.length - 1 - i]).toBe(adjusted[i]);
            values.forEach(
              (other, j) => value < other && expect(adjusted[i]).toBeLessThanOrEqual(adjusted[j]!),
            );
          });
        }
      }),
      { seed: 2 },
    );
  });

  it('refuse what is no probability', () => {
    expect(() => holm(vector(0.1, 1.2))).toThrow('holm: pValues must be in 0 .. 1, got 1.2 at 1');
    expect(() => benjaminiHochberg(vector(0.1, NaN))).toThrow(
      'pValues must be finite, got NaN at flat index 1',
    );
  });
});
