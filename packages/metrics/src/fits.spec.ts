import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng, ndArray } from '@goal-driven/core/arrays';
import golden from '../goldens/fits.json';
import { largestDifference, mapped, parkMiller, table, vector } from './_fixtures';
import { linearFit } from './linearFit';
import { pairedModelComparison } from './pairedModelComparison';
import { powerLawFit } from './powerLawFit';

const x = mapped(parkMiller(41, [12]), (v) => 1 + 9 * v);
const y = mapped(parkMiller(42, [12]), (v) => 2 + v);

describe('linearFit', () => {
  it('gives by hand: 0, 1, 2 to 0, 1, 1 has slope 1/2, intercept 1/6, a residual of 1/6 in squares', () => {
    const fit = linearFit(vector(0, 1, 2), vector(0, 1, 1));
    expect(fit.slope.value).toBeCloseTo(1 / 2, 14);
    expect(fit.intercept.value).toBeCloseTo(1 / 6, 14);
    expect(fit.residualDeviation).toBeCloseTo(Math.sqrt(1 / 6), 14);
    expect(fit.rSquared).toBeCloseTo(3 / 4, 14);
  });

  it('agrees with SciPy (goldens/fits.py)', () => {
    const { slope, intercept, pValue, rSquared } = linearFit(x, y, { level: 0.9 });
    const values = [
      slope.value,
      slope.standardError,
      intercept.value,
      intercept.standardError,
      pValue,
      rSquared,
    ];
    expect(largestDifference(values, golden.line)).toBeLessThan(1e-11);
    expect(largestDifference(slope.interval, golden.slope90)).toBeLessThan(1e-11);
  });

  it('finds a line without noise, and holds the true slope at about its level', () => {
    fc.assert(
      fc.property(fc.integer({ min: -50, max: 50 }), fc.integer({ min: -50, max: 50 }), (a, b) => {
        const fit = linearFit(
          x,
          mapped(x, (v) => a + b * v),
        );
        expect(fit.slope.value).toBeCloseTo(b, 9);
        expect(fit.at(3).value).toBeCloseTo(a + 3 * b, 9);
      }),
      { numRuns: 30, seed: 1 },
    );
    const rng = createRng(3);
    const hits = Array.from({ length: 300 }, (_, repeat) => {
      const noise = rng.child(repeat).normal(12);
      const { interval } = linearFit(
        x,
        mapped(x, (v, at) => 2 * v + noise[at]!),
        { level: 0.9 },
      ).slope;
      return Number(interval[0] <= 2 && interval[1] >= 2);
    });
    expect(Math.abs(hits.reduce((sum, hit) => sum + hit, 0) / 300 - 0.9)).toBeLessThan(0.06);
  });

  it('is undefined for constant x, and refuses two points', () => {
    expect(linearFit(vector(0.7, 0.7, 0.7), vector(1, 2, 3)).slope.value).toBeNaN();
    expect(linearFit(vector(1, 2, 3), vector(0.7, 0.7, 0.7)).rSquared).toBeNaN();
    expect(() => linearFit(vector(1, 2), vector(1, 2))).toThrow(
      'x and y must have one length of at least 3, got 2 and 2',
    );
  });
});

describe('powerLawFit', () => {
  it('finds y = 3 x^-0.5', () => {
    const fit = powerLawFit(
      x,
      mapped(x, (v) => 3 / Math.sqrt(v)),
    );
    expect(fit.exponent.value).toBeCloseTo(-0.5, 12);
    expect(fit.factor.value).toBeCloseTo(3, 12);
    expect(fit.at(4).value).toBeCloseTo(1.5, 12);
  });

  it('agrees with SciPy on logarithms (goldens/fits.py)', () => {
    const { exponent, factor, pValue } = powerLawFit(x, y);
    const values = [exponent.value, exponent.standardError, factor.value, pValue];
    expect(largestDifference(values, golden.power)).toBeLessThan(1e-11);
  });

  it('follows units: x ten times as large divides the factor by 10^b', () => {
    const [plain, scaled] = [
      powerLawFit(x, y),
      powerLawFit(
        mapped(x, (v) => 10 * v),
        y,
      ),
    ];
    expect(scaled.exponent.value).toBeCloseTo(plain.exponent.value, 12);
    expect(scaled.factor.value).toBeCloseTo(plain.factor.value / 10 ** plain.exponent.value, 11);
  });

  it('refuses what has no logarithm', () => {
    expect(() => powerLawFit(vector(1, 0, 2), vector(1, 2, 3))).toThrow(
      'powerLawFit: x must be greater than 0, got 0 at 1',
    );
  });
});

describe('pairedModelComparison', () => {
  const offsets = parkMiller(44, [6]).values;
  const sites = mapped(
    parkMiller(43, [42, 3]),
    (v, at) => v + offsets[Math.floor(at / 21)]! + [0, 0.1, 0.3][at % 3]!,
  );
  const animals = Array.from({ length: 42 }, (_, site) => `animal ${Math.floor(site / 7)}`);

  it('agrees with SciPy and the analysis of variance (goldens/fits.py)', () => {
    const result = pairedModelComparison(sites, animals);
    const { f, pValue, residual, animal, pairs } = golden.comparison;
    const values = [result.f, result.pValue, result.variances.residual, result.variances.animal];
    expect(largestDifference(values, [f, pValue, residual, animal])).toBeLessThan(1e-11);
    result.pairs.forEach((pair, i) =>
      expect(largestDifference([pair.t, pair.pValue], pairs[i]!)).toBeLessThan(1e-11),
    );
    expect(result.pairs.map((pair) => pair.models)).toEqual([
      [0, 1],
      [0, 2],
      [1, 2],
    ]);
    expect(result.degrees).toEqual([2, 10]);
    expect(result.scores.shape).toEqual([6, 3]);
  });

  it('of two models has F = t squared, and the same p', () => {
    const two = table(
      Array.from({ length: 42 }, (_, site) => [sites.values[3 * site]!, sites.values[3 * site + 1]!]),
    );
    const { f, pValue, pairs } = pairedModelComparison(two, animals, { aggregate: 'mean' });
    expect(f).toBeCloseTo(pairs[0]!.t ** 2, 10);
    expect(pValue).toBeCloseTo(pairs[0]!.pValue, 12);
  });

  it('is not swayed by many sites of one animal, nor by what animals have in common', () => {
    const copies = table(
      [...Array.from({ length: 42 }, (_, s) => s), 0, 1, 2, 3, 4, 5, 6].map((s) => [
        ...sites.values.slice(3 * s, 3 * s + 3),
      ]),
    );
    const more = pairedModelComparison(copies, [...animals, ...Array.from({ length: 7 }, () => 'animal 0')]);
    const plain = pairedModelComparison(sites, animals);
    expect(more.f).toBeCloseTo(plain.f, 10);
    const shifted = mapped(sites, (v, at) => v + 5 * Math.floor(at / 21));
    expect(pairedModelComparison(shifted, animals).f).toBeCloseTo(plain.f, 8);
  });

  it('rejects equal models about as often as its level says', () => {
    const rng = createRng(9);
    const rejected = Array.from({ length: 300 }, (_, repeat) => {
      const noise = rng.child(repeat).normal(8 * 3);
      const levels = rng.child('animals').child(repeat).normal(8);
      const scores = noise.map((value, at) => value + 3 * levels[Math.floor(at / 3)]!);
      return Number(pairedModelComparison(ndArray(scores, [8, 3]), [...'abcdefgh']).pValue < 0.1);
    });
    expect(Math.abs(rejected.reduce((sum, hit) => sum + hit, 0) / 300 - 0.1)).toBeLessThan(0.06);
  });

  it('leaves out sites that a model lacks, counts them, and refuses an animal without any', () => {
    const holes = mapped(sites, (v, at) => (at === 4 || at === 70 ? NaN : v));
    expect(pairedModelComparison(holes, animals).sites).toEqual({ used: 40, dropped: 2 });
    const none = mapped(sites, (v, at) => (at < 21 ? NaN : v));
    expect(() => pairedModelComparison(none, animals)).toThrow(/got none for animal 0/);
    expect(() => pairedModelComparison(sites, ['a'])).toThrow('animals must name each of 42 sites, got 1');
    expect(() =>
      pairedModelComparison(
        sites,
        animals.map(() => 'a'),
      ),
    ).toThrow('animals must be at least 2, got 1');
  });

  it('has no test where all animals differ by the same', () => {
    const { f, pairs } = pairedModelComparison(
      table([
        [1, 2],
        [2, 3],
        [4, 5],
      ]),
      ['a', 'b', 'c'],
    );
    expect(f).toBeNaN();
    expect(pairs[0]).toMatchObject({ t: NaN, adjusted: NaN, difference: { value: -1 } });
  });
});
