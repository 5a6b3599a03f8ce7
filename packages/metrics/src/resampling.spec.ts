import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng, ndArray, RandomState, type NdArray, type Rng } from '@goal-driven/core/arrays';
import golden from '../goldens/resampling.json';
import { kolmogorovTail } from './_kolmogorovTail';
import { largestDifference, mapped, parkMiller, vector } from './_fixtures';
import { bootstrap } from './bootstrap';
import { kolmogorovSmirnov } from './kolmogorovSmirnov';
import { pairedPermutationTest, permutationTest } from './permutationTest';
import { wassersteinDistance } from './wassersteinDistance';
import { wilcoxonSignedRank } from './wilcoxonSignedRank';

const rng = createRng(11);

/** NumPy's stream in the place of ours, for numbers that others computed with it. */
const numpyRng = (seed: number): Rng => ({
  ...rng,
  stream: () => {
    const state = new RandomState(seed);
    const uniform = () => state.rand(1)[0]!;
    return { ...rng.stream(), uniform, integer: (below) => Math.floor(below * uniform()) };
  },
});

describe('bootstrap', () => {
  const data = vector(0.31, 0.52, 0.44, 0.61, 0.25, 0.58, 0.47, 0.39);
  const median = ({ values }: NdArray) => {
    const sorted = values.slice().sort();
    return (sorted[3]! + sorted[4]!) / 2;
  };

  it('gives the printed intervals with the indices of NumPy', () => {
    const mean = bootstrap(data, numpyRng(0));
    expect(mean.estimate).toBeCloseTo(0.44625, 14);
    expect(mean.standardError).toBeCloseTo(0.0406451799614, 12);
    expect(largestDifference(mean.interval, [0.36371875, 0.51875])).toBeLessThan(1e-12);
    const basic = bootstrap(data, numpyRng(0), { interval: 'basic' });
    expect(largestDifference(basic.interval, [0.37375, 0.52878125])).toBeLessThan(1e-12);
    const bca = bootstrap(data, numpyRng(0), { interval: 'bca' });
    expect(largestDifference(bca.interval, [0.3575, 0.51625])).toBeLessThan(1e-12);
    expect(bca.correction!.bias).toBeCloseTo(-0.020054370353, 11);
    expect(bca.correction!.acceleration).toBeCloseTo(-0.0138289299824, 12);
    const middle = bootstrap(data, numpyRng(0), { statistic: median });
    expect(largestDifference(middle.interval, [0.349875, 0.565])).toBeLessThan(1e-12);
  });

  it('holds the true mean at about its level', () => {
    for (const interval of ['percentile', 'bca'] as const) {
      const hits = Array.from({ length: 200 }, (_, repeat) => {
        const sample = ndArray(rng.child('data').child(repeat).normal(30), [30]);
        const [low, high] = bootstrap(sample, rng.child(repeat), {
          interval,
          resamples: 200,
          level: 0.9,
        }).interval;
        return Number(low <= 0 && high >= 0);
      });
      const share = hits.reduce((sum, hit) => sum + hit, 0) / 200;
      expect(share).toBeGreaterThan(0.82);
      expect(share).toBeLessThan(0.97);
    }
  });

  it('follows gain and offset, and is the same for the same rng', () => {
    const [plain, scaled] = [
      bootstrap(data, rng),
      bootstrap(
        mapped(data, (v) => 2 * v + 1),
        rng,
      ),
    ];
    expect(bootstrap(data, rng)).toEqual(plain);
    expect(
      largestDifference(
        scaled.interval,
        plain.interval.map((v) => 2 * v + 1),
      ),
    ).toBeLessThan(1e-12);
  });

  it('flags an interval that says nothing, and draws whole rows', () => {
    expect(bootstrap(vector(0.7), rng)).toMatchObject({ degenerate: true, interval: [0.7, 0.7], n: 1 });
    expect(bootstrap(vector(0.7, 0.7, 0.7), rng, { interval: 'bca' }).degenerate).toBe(true);
    const pairs = ndArray(Float64Array.of(1, -1, 2, -2, 3, -3), [3, 2]);
    expect(bootstrap(pairs, rng).interval).toEqual([0, 0]);
    expect(() => bootstrap(vector(1, NaN), rng)).toThrow('bootstrap: data must be finite');
    expect(() => bootstrap(data, rng, { level: 95 })).toThrow('level must be between 0 and 1, got 95');
  });
});

describe('permutationTest', () => {
  const samples = { a: vector(0.8, 0.7, 0.9, 0.65), b: vector(0.5, 0.75, 0.55, 0.4) };

  it('gives the printed exact p-values', () => {
    const { difference, pValue, relabellings } = permutationTest(samples, rng);
    expect(difference).toBeCloseTo(0.2125, 14);
    expect(pValue).toBeCloseTo(0.0857142857142857, 14);
    expect(relabellings).toBe(70);
    expect(permutationTest(samples, rng, { alternative: 'greater' }).pValue).toBeCloseTo(0.0428571428571, 12);
    expect(pairedPermutationTest(samples, rng).pValue).toBe(0.25);
  });

  it('drawn at random comes close to exact, and is never 0', () => {
    const drawn = permutationTest(samples, rng, { permutations: 69 });
    expect(drawn.exact).toBe(false);
    const [a, b] = [parkMiller(1, [9]), mapped(parkMiller(2, [9]), (v) => v + 0.2)];
    for (const test of [permutationTest, pairedPermutationTest]) {
      const exact = test({ a, b }, rng, { permutations: 1e5 });
      const some = test({ a, b }, rng, { permutations: 500 });
      expect(exact.exact).toBe(true);
      expect(Math.abs(some.pValue - exact.pValue)).toBeLessThan(4 * Math.sqrt(0.25 / 500));
    }
    const far = { a: mapped(a, (v) => v + 9), b };
    expect(permutationTest(far, rng, { permutations: 99 }).pValue).toBe(0.01);
  });

  it('has complementary tails', () => {
    const tails = (['greater', 'less'] as const).map(
      (alternative) => permutationTest(samples, rng, { alternative }).pValue,
    );
    expect(tails[0]! + tails[1]!).toBeGreaterThanOrEqual(1);
    expect(() => pairedPermutationTest({ a: samples.a, b: vector(1) }, rng)).toThrow(/got 4 and 1/);
  });
});

describe('wilcoxonSignedRank', () => {
  it('gives the printed value', () => {
    const differences = vector(0.1, 0.25, -0.05, 0.3, 0.4, 0.2, 0.15, -0.02, 0.35, 0.45);
    const { statistic, pValue } = wilcoxonSignedRank(differences, { alternative: 'greater' });
    expect([statistic, pValue]).toEqual([52, 0.0048828125]);
  });

  it('agrees with SciPy, exact and approximate (goldens/resampling.py)', () => {
    const alternatives = ['twoSided', 'greater', 'less'] as const;
    for (const [n, ...wanted] of golden.wilcoxon) {
      const differences = mapped(parkMiller(n!, [n!]), (v) => v - 0.4);
      const values = alternatives.map(
        (alternative) => wilcoxonSignedRank(differences, { alternative }).pValue,
      );
      expect(largestDifference(values, wanted)).toBeLessThan(1e-10);
    }
    const tied = mapped(parkMiller(7, [40]), (v) => Math.round(5 * (v - 0.4)));
    const values = alternatives.map((alternative) => wilcoxonSignedRank(tied, { alternative }).pValue);
    expect(largestDifference(values, golden.wilcoxonTied)).toBeLessThan(1e-10);
  });

  it('refuses differences that are all 0', () => {
    expect(() => wilcoxonSignedRank(vector(0, 0))).toThrow(
      'differences must hold one other than 0, got none',
    );
  });
});

describe('kolmogorovSmirnov and wassersteinDistance', () => {
  it('give the printed values', () => {
    const plain = kolmogorovSmirnov(vector(0.1, 0.2, 0.35, 0.4, 0.8), vector(0.15, 0.5, 0.6, 0.7, 0.9, 1));
    expect(
      largestDifference([plain.statistic, plain.pValue], [0.6333333333333333, 0.17748917748917747]),
    ).toBeLessThan(1e-14);
    const tied = kolmogorovSmirnov(vector(0, 0.1, 0.1, 0.3, 0.5), vector(0.1, 0.2, 0.3, 0.3, 0.9, 1.1));
    expect(
      largestDifference([tied.statistic, tied.pValue], [0.43333333333333335, 0.5031111111111111]),
    ).toBeLessThan(1e-12);
    expect(tied.exact).toBe(false);
    expect(wassersteinDistance(vector(0, 1, 3), vector(5, 6, 8))).toBeCloseTo(5, 14);
  });

  it('agree with SciPy (goldens/resampling.py)', () => {
    for (const { n, m, shift, exact, asymptotic, wasserstein } of golden.samples) {
      const [a, b] = [parkMiller(n, [n]), mapped(parkMiller(n + m, [m]), (v) => v + shift)];
      for (const [method, wanted] of [
        ['exact', exact],
        ['asymptotic', asymptotic],
      ] as const) {
        const { statistic, pValue } = kolmogorovSmirnov(a, b, { method });
        expect(largestDifference([statistic, pValue], wanted)).toBeLessThan(1e-10);
      }
      expect(Math.abs(wassersteinDistance(a, b) - wasserstein)).toBeLessThan(1e-13);
    }
    for (const [n, d, tail] of golden.kstwo)
      expect(Math.abs(kolmogorovTail(d!, n!) - tail!)).toBeLessThan(1e-10);
    // Above n = 140 SciPy approximates, with nine digits or so.
    for (const [n, d, tail] of golden.kstwoApproximate)
      expect(Math.abs(kolmogorovTail(d!, n!) - tail!)).toBeLessThan(1e-8);
    for (const [n, d, tail] of golden.kstwoLarge)
      expect(Math.abs(kolmogorovTail(d!, n!) - tail!)).toBeLessThan(1e-5);
  });

  it('are 0 for one sample twice, symmetric, and obey the triangle inequality', () => {
    const sample = fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(sample, sample, sample, (x, y, z) => {
        const [a, b, c] = [vector(...x), vector(...y), vector(...z)];
        for (const distance of [
          wassersteinDistance,
          (p: NdArray, q: NdArray) => kolmogorovSmirnov(p, q).statistic,
        ]) {
          expect(distance(a, vector(...x, ...x))).toBe(0);
          expect(distance(a, b)).toBeCloseTo(distance(b, a), 12);
          expect(distance(a, c)).toBeLessThanOrEqual(distance(a, b) + distance(b, c) + 1e-12);
        }
        expect(kolmogorovSmirnov(a, a).pValue).toBe(1);
      }),
      { seed: 4 },
    );
  });

  it('name what is missing', () => {
    expect(() => wassersteinDistance(vector(), vector(1))).toThrow(/a must have 1 axes of at least 1/);
    expect(() => kolmogorovSmirnov(vector(1), vector(Infinity))).toThrow(/b must be finite/);
  });
});
