import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import golden from '../goldens/classicalTests.json';
import { mapped, parkMiller, vector } from './_fixtures';
import { fTest, oneWayAnova } from './fTest';
import { independentTTest, oneSampleTTest, pairedTTest } from './tTest';

const a = parkMiller(31, [9]);
const b = mapped(parkMiller(32, [9]), (v) => v + 0.2);
const c = mapped(parkMiller(33, [14]), (v) => 2 * v);
const agree = (values: readonly number[], wanted: readonly number[]) =>
  wanted.forEach((value, index) => expect(Math.abs(values[index]! - value)).toBeLessThan(1e-10));

describe('t-tests', () => {
  it('give by hand: 1, 2, 3 against 0 has t = 2 sqrt(3), two degrees', () => {
    const { t, degrees, interval } = oneSampleTTest(vector(1, 2, 3));
    expect(t).toBeCloseTo(2 * Math.sqrt(3), 14);
    expect(degrees).toBe(2);
    expect(interval[0]).toBeCloseTo(2 - (0.95 * Math.sqrt(2 / (1 - 0.95 ** 2))) / Math.sqrt(3), 11);
  });

  it('agree with SciPy (goldens/classicalTests.py)', () => {
    const one = oneSampleTTest(a, 0.4, { level: 0.9 });
    agree([one.t, one.pValue, one.interval[0] + 0.4, one.interval[1] + 0.4], golden.oneSample);
    const greater = oneSampleTTest(a, 0.4, { alternative: 'greater' });
    agree([greater.t, greater.pValue], golden.oneSampleGreater);
    const paired = pairedTTest(a, b);
    agree([paired.t, paired.pValue], golden.paired);
    const welch = independentTTest(a, c);
    agree([welch.t, welch.pValue], golden.welch);
    const equal = independentTTest(a, c, { variances: 'equal' });
    agree([equal.t, equal.pValue], golden.equal);
  });

  it('change sign with the order of samples, and their tails add up to 1', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
        const [u, v] = [parkMiller(seed, [6]), parkMiller(seed + 1, [8])];
        const [forth, back] = [independentTTest(u, v), independentTTest(v, u)];
        expect(forth.t).toBe(-back.t);
        expect(forth.pValue).toBe(back.pValue);
        const tails = (['greater', 'less'] as const).map(
          (alternative) => oneSampleTTest(u, 0.5, { alternative }).pValue,
        );
        expect(tails[0]! + tails[1]!).toBeCloseTo(1, 12);
      }),
      { numRuns: 30, seed: 1 },
    );
  });

  it('are undefined without variation, and refuse one value', () => {
    expect(pairedTTest(vector(1, 2, 3), vector(0, 1, 2)).pValue).toBeNaN();
    expect(oneSampleTTest(vector(0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7), 0.7).t).toBeNaN();
    expect(() => oneSampleTTest(vector(1))).toThrow('sample must hold at least 2 values, got 1');
    expect(() => oneSampleTTest(a, 0, { level: 1 })).toThrow('tTest: level must be between 0 and 1, got 1');
  });
});

describe('F-tests', () => {
  it('agree with SciPy (goldens/classicalTests.py)', () => {
    const anova = oneWayAnova([a, b, c]);
    agree([anova.f, anova.pValue], golden.anova);
    expect(anova.degrees).toEqual([2, 29]);
    const variances = fTest(a, c);
    agree([variances.f, variances.pValue], golden.variance);
  });

  it('of two groups is the t-test of equal variances squared', () => {
    const [anova, t] = [oneWayAnova([a, c]), independentTTest(a, c, { variances: 'equal' })];
    expect(anova.f).toBeCloseTo(t.t ** 2, 12);
    expect(anova.pValue).toBeCloseTo(t.pValue, 12);
  });

  it('are undefined without variation, and refuse a lone group', () => {
    expect(oneWayAnova([vector(1, 1), vector(2, 2)]).f).toBeNaN();
    expect(fTest(a, vector(1, 1)).pValue).toBeNaN();
    expect(() => oneWayAnova([a])).toThrow('groups must be at least 2, got 1');
    expect(() => oneWayAnova([vector(1), vector(2)])).toThrow(/must hold more than one value/);
  });
});
