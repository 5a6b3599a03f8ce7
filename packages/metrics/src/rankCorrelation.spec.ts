import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ndArray } from '@goal-driven/core/arrays';
import golden from '../goldens/classicalTests.json';
import { parkMiller, vector } from './_fixtures';
import { correlationTest } from './correlationTest';
import { kendall } from './kendall';
import { ranks, spearman } from './spearman';

const x = vector(1, 2, 2, 3, 5, 5, 5, 8);
const y = vector(3, 1, 2, 2, 6, 7, 5, 9);
const tied = (seed: number) => {
  const { values, shape } = parkMiller(seed, [40]);
  return ndArray(
    values.map((value) => Math.floor(6 * value)),
    shape,
  );
};

describe('spearman', () => {
  it('shares ranks among equal values', () => {
    expect([...ranks(x).values]).toEqual([1, 2.5, 2.5, 4, 6, 6, 6, 8]);
    expect([...ranks(y).values]).toEqual([4, 1, 2.5, 2.5, 6, 7, 5, 8]);
    expect(spearman(x, y)).toBeCloseTo(0.808888587688669, 14);
    expect(correlationTest(spearman(x, y), 8).pValue).toBeCloseTo(0.0150445837584, 12);
  });

  it('agrees with SciPy under many ties (goldens/classicalTests.py)', () => {
    for (const [seed, , , rho, p] of golden.kendall) {
      const value = spearman(tied(seed!), tied(seed! + 100));
      expect(Math.abs(value - rho!)).toBeLessThan(1e-12);
      expect(Math.abs(correlationTest(value, 40).pValue - p!)).toBeLessThan(1e-9);
    }
  });

  it('is indifferent to monotone maps, symmetric, and changes sign with one of its arguments', () => {
    const numbers = fc.array(fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 })), {
      minLength: 3,
    });
    fc.assert(
      fc.property(numbers, (pairs) => {
        const [a, b] = [vector(...pairs.map(([v]) => v)), vector(...pairs.map(([, w]) => w))];
        const map = (f: (v: number) => number) => vector(...[...a.values].map(f));
        for (const measure of [spearman, kendall]) {
          const value = measure(a, b);
          expect(
            measure(
              map((v) => v ** 3),
              b,
            ),
          ).toEqual(value);
          expect(measure(b, a)).toEqual(value);
          if (!Number.isNaN(value))
            expect(
              measure(
                map((v) => -v),
                b,
              ),
            ).toBeCloseTo(-value, 12);
        }
      }),
      { seed: 5 },
    );
  });

  it('is undefined for a constant, and names what does not fit', () => {
    expect(spearman(vector(1, 1, 1), vector(1, 2, 3))).toBeNaN();
    expect(() => spearman(vector(1, 2), vector(1, 2, 3))).toThrow(
      'x and y must have one length of at least 2, got 2 and 3',
    );
    expect(() => spearman(vector(1, Infinity), vector(1, 2))).toThrow('spearman: x must be finite');
  });
});

describe('kendall', () => {
  it('counts pairs in order: of 4 values with one pair swapped, 5 of 6 agree', () => {
    expect(kendall(vector(1, 2, 3, 4), vector(1, 3, 2, 4))).toBeCloseTo(4 / 6, 15);
    expect(kendall(x, y)).toBeCloseTo(0.667823071120628, 14);
  });

  it('divides by all pairs in form a', () => {
    expect(kendall(vector(1, 1, 2), vector(1, 2, 3), { form: 'a' })).toBeCloseTo(2 / 3, 15);
    expect(kendall(vector(1, 1, 2), vector(1, 2, 3), { form: 'b' })).toBeCloseTo(2 / Math.sqrt(6), 15);
  });

  it('agrees with SciPy and with counting under many ties (goldens/classicalTests.py)', () => {
    for (const [seed, tauA, tauB] of golden.kendall) {
      expect(Math.abs(kendall(tied(seed!), tied(seed! + 100), { form: 'a' }) - tauA!)).toBeLessThan(1e-12);
      expect(Math.abs(kendall(tied(seed!), tied(seed! + 100)) - tauB!)).toBeLessThan(1e-12);
    }
  });

  it('is undefined for a constant', () => expect(kendall(vector(1, 2), vector(3, 3))).toBeNaN());
});

describe('correlationTest', () => {
  it('agrees with scipy.stats.pearsonr on x = 1 .. 6, y = [2, 1, 4, 3, 7, 8]', () => {
    const { t, pValue, interval } = correlationTest(0.901460086840659, 6);
    expect(t).toBeCloseTo(4.16511314844, 10);
    expect(pValue).toBeCloseTo(0.0140867548091, 12);
    expect(interval[0]).toBeCloseTo(0.334931045885, 11);
    expect(interval[1]).toBeCloseTo(0.989276483363, 11);
  });

  it('says nothing of two pairs, and passes on what is undefined', () => {
    expect(correlationTest(-1, 2).pValue).toBe(1);
    expect(correlationTest(1, 9).pValue).toBe(0);
    expect(correlationTest(NaN, 9).pValue).toBeNaN();
    expect(() => correlationTest(1.1, 9)).toThrow(/correlation must be in -1 .. 1/);
  });
});
