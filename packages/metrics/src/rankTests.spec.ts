import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type NdArray } from '@goal-driven/core/arrays';
import golden from '../goldens/rankTests.json';
import { largestDifference, mapped, parkMiller, vector } from './_fixtures';
import { kendall } from './kendall';
import { kendallTest } from './kendallTest';
import { mannWhitneyU } from './mannWhitneyU';
import { wassersteinDistance } from './wassersteinDistance';

const alternatives = ['twoSided', 'greater', 'less'] as const;
const distinct = fc.uniqueArray(fc.integer({ min: -99, max: 99 }), { minLength: 4, maxLength: 14 });

describe('mannWhitneyU', () => {
  it('gives the printed value', () => {
    const result = mannWhitneyU(vector(0.8, 0.7, 0.9, 0.65), vector(0.5, 0.75, 0.55, 0.4));
    expect(result.statistic).toBe(14);
    expect(result.pValue).toBeCloseTo(0.11428571428571428, 15);
    expect(result).toMatchObject({ effectSize: 0.875, exact: true, n: 8 });
  });

  it('agrees with SciPy, exact and approximate, with ties and without (goldens/rankTests.py)', () => {
    for (const { n, m, shift, levels, u, auto, asymptotic } of golden.whitney) {
      const levelled = (v: number) => (levels ? Math.floor(levels * v) : v);
      const a = mapped(parkMiller(n + 400, [n]), levelled);
      const b = mapped(parkMiller(n + m + 400, [m]), (v) => levelled(v + shift));
      const of = (method: 'auto' | 'asymptotic') =>
        alternatives.map((alternative) => mannWhitneyU(a, b, { method, alternative }).pValue);
      expect(mannWhitneyU(a, b).statistic).toBe(u);
      expect(largestDifference(of('auto'), auto)).toBeLessThan(1e-12);
      expect(largestDifference(of('asymptotic'), asymptotic)).toBeLessThan(1e-12);
      expect(mannWhitneyU(a, b).exact).toBe(levels === 0 && Math.min(n, m) <= 8);
    }
  });

  it('counts the pairs that a wins, and has tails that overlap in what was found', () => {
    fc.assert(
      fc.property(distinct, (values) => {
        const [a, b] = [vector(...values.slice(0, 3)), vector(...values.slice(3))];
        const wins = [...a.values].flatMap((x) => [...b.values].map((y) => Number(x > y)));
        const { statistic, pValue } = mannWhitneyU(a, b);
        expect(statistic).toBe(wins.reduce((sum, win) => sum + win, 0));
        expect(mannWhitneyU(b, a).statistic).toBe(wins.length - statistic);
        expect(mannWhitneyU(b, a).pValue).toBeCloseTo(pValue, 12);
        const [, greater, less] = alternatives.map(
          (alternative) => mannWhitneyU(a, b, { alternative }).pValue,
        );
        expect(greater! + less!).toBeGreaterThan(1);
        expect(pValue).toBeCloseTo(Math.min(1, 2 * Math.min(greater!, less!)), 12);
      }),
      { seed: 3, numRuns: 50 },
    );
  });

  it('counts ties half, has no p where all is tied, and refuses what does not fit', () => {
    expect(mannWhitneyU(vector(1, 2), vector(1, 1)).statistic).toBe(3);
    const tied = mannWhitneyU(vector(1, 1), vector(1, 1));
    expect([tied.statistic, tied.pValue, tied.exact]).toEqual([2, NaN, false]);
    expect(mannWhitneyU(vector(1, 2, 3, 4), vector(2, 3), { method: 'asymptotic' }).pValue).toBe(1);
    expect(() => mannWhitneyU(vector(1, 2), vector(1, 1), { method: 'exact' })).toThrow(
      /exact for samples with ties/,
    );
    expect(() => mannWhitneyU(vector(1), vector(2), { method: 'z' as 'exact' })).toThrow(
      /method must be auto/,
    );
    expect(() => mannWhitneyU(vector(1), vector(2), { alternative: 'more' as 'less' })).toThrow(
      'alternative must be twoSided, greater or less, got more',
    );
    expect(() => mannWhitneyU(vector(1), vector(NaN))).toThrow(/b must be finite/);
    expect(() => mannWhitneyU(vector(), vector(1))).toThrow(/mannWhitneyU: a must/);
  });
});

describe('kendallTest', () => {
  it('agrees with SciPy, exact and approximate, with ties and without (goldens/rankTests.py)', () => {
    for (const { n, noise, levels, tau, p, asymptotic } of golden.kendall) {
      const levelled = (v: number) => (levels ? Math.floor(levels * v) : v);
      const plain = parkMiller(n + 500, [n]);
      const jitter = parkMiller(n + 501, [n]).values;
      const x = mapped(plain, levelled);
      const y = mapped(plain, (v, at) => levelled(v + noise * jitter[at]!));
      const of = (method: 'auto' | 'asymptotic') =>
        alternatives.map((alternative) => kendallTest(x, y, { method, alternative }).pValue);
      expect(kendallTest(x, y).correlation).toBeCloseTo(tau, 13);
      expect(kendallTest(x, y).correlation).toBe(kendall(x, y));
      expect(largestDifference(of('auto'), p)).toBeLessThan(1e-12);
      if (asymptotic) expect(largestDifference(of('asymptotic'), asymptotic)).toBeLessThan(1e-12);
      expect(kendallTest(x, y).exact).toBe(levels === 0 && (n <= 33 || noise === 0));
      expect(kendallTest(x, y).n).toBe(n);
    }
  });

  it('by hand: of 24 orders of four, one is wholly ascending', () => {
    const x = vector(1, 2, 3, 4);
    expect(kendallTest(x, x, { alternative: 'greater' }).pValue).toBeCloseTo(1 / 24, 15);
    expect(kendallTest(x, x, { alternative: 'less' }).pValue).toBeCloseTo(1, 14);
    expect(kendallTest(x, x).pValue).toBeCloseTo(1 / 12, 15);
    expect(kendallTest(x, vector(4, 3, 2, 1), { alternative: 'less' }).pValue).toBeCloseTo(1 / 24, 15);
  });

  it('is exact for more than 33 values where nearly all pairs are in order, or nearly none', () => {
    const x = vector(...Array.from({ length: 40 }, (_, at) => at));
    const swapped = vector(1, 0, ...Array.from({ length: 38 }, (_, at) => at + 2));
    const falling = mapped(swapped, (v) => -v);
    expect([kendallTest(x, swapped).exact, kendallTest(x, falling).exact]).toEqual([true, true]);
    expect(kendallTest(x, falling).pValue).toBeCloseTo(kendallTest(x, swapped).pValue, 60);
    const further = vector(2, 1, 0, ...Array.from({ length: 37 }, (_, at) => at + 3));
    expect(kendallTest(x, further).exact).toBe(false);
    expect(
      kendallTest(
        x,
        mapped(further, (v) => -v),
      ).exact,
    ).toBe(false);
  });

  it('approximates two values, is undefined for a constant, and refuses what does not fit', () => {
    expect(kendallTest(vector(1, 2), vector(1, 2), { method: 'asymptotic' }).pValue).toBeCloseTo(
      0.3173105,
      6,
    );
    expect(kendallTest(vector(1, 2), vector(3, 3))).toMatchObject({ correlation: NaN, pValue: NaN });
    expect(() => kendallTest(vector(1, 1, 2), vector(1, 2, 3), { method: 'exact' })).toThrow(
      /values with ties/,
    );
    expect(() => kendallTest(vector(1, 2), vector(1, 2), { method: 'z' as 'exact' })).toThrow(/got z/);
    expect(() => kendallTest(vector(1), vector(1))).toThrow(/length of at least 2/);
  });
});

describe('wassersteinDistance with weights', () => {
  it('gives the printed value: masses .5, .3, .2 and .2, .3, .5 at 0, 1, 2', () => {
    const at = vector(0, 1, 2);
    const weights = { a: vector(0.5, 0.3, 0.2), b: vector(0.2, 0.3, 0.5) };
    expect(wassersteinDistance(at, at, { weights })).toBeCloseTo(0.6, 14);
  });

  it('agrees with SciPy (goldens/rankTests.py)', () => {
    for (const { n, m, distance, one } of golden.weighted) {
      const [a, b, u, v] = [n, m, n, m].map((size, k) => parkMiller(600 + k, [size])) as [
        NdArray,
        NdArray,
        NdArray,
        NdArray,
      ];
      expect(wassersteinDistance(a, b, { weights: { a: u, b: v } })).toBeCloseTo(distance, 13);
      expect(wassersteinDistance(a, b, { weights: { a: u } })).toBeCloseTo(one, 13);
    }
  });

  it('is that of repeated values for whole weights, and refuses masses that are none', () => {
    const [a, b] = [vector(3, 1), vector(2, 5)];
    expect(wassersteinDistance(a, b, { weights: { a: vector(2, 1), b: vector(1, 3) } })).toBeCloseTo(
      wassersteinDistance(vector(3, 3, 1), vector(2, 5, 5, 5)),
      14,
    );
    expect(wassersteinDistance(a, b, { weights: { b: vector(0, 2) } })).toBe(3);
    expect(() => wassersteinDistance(a, b, { weights: { a: vector(1) } })).toThrow(
      'weights.a must have the 2 values of a, got 1',
    );
    expect(() => wassersteinDistance(a, b, { weights: { b: vector(1, -1) } })).toThrow(
      'weights.b must be at least 0 and not all 0, got 1, -1',
    );
    expect(() => wassersteinDistance(a, b, { weights: { b: vector(0, 0) } })).toThrow(/not all 0/);
  });
});
