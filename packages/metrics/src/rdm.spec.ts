import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng, DataError, ndArray, ShapeError, type NdArray } from '@goal-driven/core/arrays';
import golden from '../goldens/rdm.json';
import { largestDifference, parkMiller, table } from './_fixtures';
import { compareRdms, upperTriangle, type RdmSimilarity } from './compareRdms';
import { crossnobisRdm, mahalanobisRdm } from './crossnobisRdm';
import { noiseCovariance } from './noiseCovariance';
import { rdm, type RdmOptions } from './rdm';
import { rsaNoiseCeiling } from './rsaNoiseCeiling';

const R = table([
  [1, 2, 3],
  [2, 1, 4],
  [5, 3, 1],
  [2, 6, 4],
  [3, 3, 7],
]);
const Q4 = table([
  [0, 1, 2, 1],
  [1, 3, 0, 2],
  [2, 1, 1, 4],
  [4, 4, 1, 0],
  [3, 1, 5, 2],
]);
const mapped = ({ values, shape }: NdArray, f: (value: number, at: number) => number) =>
  ndArray(values.map(f), shape);
const X = mapped(parkMiller(91, [7, 9]), (v) => v - 0.3);
const Y = mapped(parkMiller(92, [7, 9]), (v) => v - 0.3);
const noise = parkMiller(94, [5, 7, 9]);
const trials = mapped(noise, (v, at) => X.values[at % 63]! + 0.4 * (v - 0.5));
const distances: NonNullable<RdmOptions['distance']>[] = [
  'correlation',
  'cosine',
  'euclidean',
  'meanSquared',
];

describe('rdm', () => {
  it('gives the printed triangles', () => {
    const first = [
      0.3453463293, 2, 0.5, 0.1339745962, 1.654653671, 1.327326835, 0.05508881748, 1.5, 1.866025404, 1,
    ];
    expect(largestDifference(upperTriangle(rdm(R)), first)).toBeLessThan(1e-9);
    const squared = [3, 21, 18, 21, 22, 25, 14, 27, 40, 19].map((sum) => sum / 3);
    expect(largestDifference(upperTriangle(rdm(R, { distance: 'meanSquared' })), squared)).toBeLessThan(
      1e-14,
    );
  });

  it('agrees with SciPy (goldens/rdm.py)', () => {
    for (const distance of ['correlation', 'cosine', 'euclidean'] as const)
      expect(largestDifference(upperTriangle(rdm(X, { distance })), golden[distance])).toBeLessThan(1e-13);
  });

  it('is symmetric with diagonal 0, and indifferent to gain and offset of every response', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 2, max: 9 }), (seed, n) => {
        const responses = parkMiller(seed, [n, 5]);
        const gains = mapped(responses, (v, at) => (1 + Math.floor(at / 5)) * v - 3 * Math.floor(at / 5));
        for (const distance of distances) {
          const { values } = rdm(responses, { distance });
          values.forEach((value, at) => expect(value).toBe(values[(at % n) * n + Math.floor(at / n)]));
          for (let i = 0; i < n; i++) expect(values[i * (n + 1)]).toBe(0);
        }
        expect(largestDifference(rdm(gains).values, [...rdm(responses).values])).toBeLessThan(1e-11);
      }),
      { numRuns: 30, seed: 1 },
    );
  });

  it('refuses a stimulus that drives all units alike, or marks it where asked to', () => {
    const flat = table([
      [1, 2, 3],
      [0.7, 0.7, 0.7],
      [3, 1, 2],
      [1, 0, 0],
      [0, 1, 0],
    ]);
    expect(() => rdm(flat)).toThrow(
      'rdm: every response must vary over units, got one that does not at stimulus 1',
    );
    expect(rdm(flat, { undefinedRows: 'nan' }).values.filter(Number.isNaN)).toHaveLength(9);
    expect(() =>
      rdm(
        table([
          [0, 0],
          [1, 2],
        ]),
        { distance: 'cosine' },
      ),
    ).toThrow(/not be zero.*stimulus 0/);
    expect(() => rdm(mapped(R, () => NaN))).toThrow(DataError);
  });
});

describe('mahalanobisRdm, crossnobisRdm, noiseCovariance', () => {
  const covariance = ndArray(Float64Array.from(golden.covariance), [9, 9]);

  it('agree with SciPy, scikit-learn and the definition (goldens/rdm.py)', () => {
    expect(largestDifference(upperTriangle(mahalanobisRdm(X, covariance)), golden.mahalanobis)).toBeLessThan(
      1e-11,
    );
    expect(noiseCovariance(trials).shrinkage).toBeCloseTo(golden.ledoitWolf, 13);
    expect(largestDifference(upperTriangle(crossnobisRdm(trials)), golden.crossnobis)).toBeLessThan(1e-11);
    const fixed = crossnobisRdm(trials, { shrinkage: 0.2 });
    expect(largestDifference(upperTriangle(fixed), golden.crossnobis02)).toBeLessThan(1e-11);
  });

  it('are 0 on average where there is only noise, and symmetric', () => {
    const rng = createRng(5);
    const means = Array.from({ length: 60 }, (_, repeat) => {
      const { values } = crossnobisRdm(ndArray(rng.child(repeat).normal(4 * 6 * 5), [4, 6, 5]));
      values.forEach((value, at) =>
        expect(value).toBeCloseTo(values[(at % 6) * 6 + Math.floor(at / 6)]!, 12),
      );
      return values.reduce((sum, value) => sum + value, 0) / 30;
    });
    const mean = means.reduce((sum, value) => sum + value, 0) / 60;
    const error = Math.sqrt(means.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 59 / 60);
    expect(Math.abs(mean)).toBeLessThan(3 * error);
  });

  it('equal the Euclidean distances where noise is alike in all units', () => {
    const identity = ndArray(
      Float64Array.from({ length: 81 }, (_, at) => (at % 10 === 0 ? 4 : 0)),
      [9, 9],
    );
    const halved = rdm(X, { distance: 'euclidean' }).values.map((value) => value / 2);
    expect(largestDifference(mahalanobisRdm(X, identity).values, [...halved])).toBeLessThan(1e-14);
  });

  it('need noise that can be inverted', () => {
    const few = ndArray(trials.values.slice(0, 2 * 63), [2, 7, 9]);
    expect(() => crossnobisRdm(few, { shrinkage: 0 })).toThrow(/covariance must be positive definite/);
    expect(() => crossnobisRdm(ndArray(trials.values.slice(0, 63), [1, 7, 9]))).toThrow(ShapeError);
    expect(() => noiseCovariance(trials, { shrinkage: 2 })).toThrow(
      /shrinkage must be ledoitWolf or in 0 .. 1, got 2/,
    );
    expect(() => mahalanobisRdm(X, parkMiller(1, [8, 8]))).toThrow(/covariance must be \[9, 9\]/);
  });
});

describe('compareRdms', () => {
  const similarities: RdmSimilarity[] = ['pearson', 'spearman', 'kendall', 'cosine', 'whitenedCosine'];

  it('gives the printed values', () => {
    const compare = (similarity: RdmSimilarity) => compareRdms(rdm(R), rdm(Q4), { similarity });
    expect(compare('pearson')).toBeCloseTo(-0.175393892645185, 13);
    expect(compare('spearman')).toBeCloseTo(-0.284848484848485, 13);
    expect(compare('kendall')).toBeCloseTo(-0.155555555555556, 13);
    expect(compare('cosine')).toBeCloseTo(0.754123459396895, 13);
  });

  it('whitens by the covariance of distances (goldens/rdm.py)', () => {
    const [a, b] = [rdm(X, { distance: 'meanSquared' }), rdm(Y, { distance: 'meanSquared' })];
    expect(compareRdms(a, b, { similarity: 'whitenedCosine' })).toBeCloseTo(golden.whitenedCosine, 12);
  });

  it('is 1 with itself, symmetric, bounded, and indifferent to the order of stimuli', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
        const [a, b] = [rdm(parkMiller(seed, [6, 5])), rdm(parkMiller(seed + 1, [6, 5]))];
        const turned = (m: NdArray) => mapped(m, (_, at) => m.values[35 - at]!);
        for (const similarity of similarities) {
          const value = compareRdms(a, b, { similarity });
          expect(Math.abs(value)).toBeLessThanOrEqual(1);
          expect(compareRdms(b, a, { similarity })).toBeCloseTo(value, 12);
          expect(compareRdms(turned(a), turned(b), { similarity })).toBeCloseTo(value, 12);
          expect(compareRdms(a, a, { similarity })).toBeCloseTo(1, 12);
        }
      }),
      { numRuns: 30, seed: 1 },
    );
  });

  it('says what an RDM must be', () => {
    expect(() => compareRdms(parkMiller(1, [4, 4]), rdm(R))).toThrow(/a must be symmetric/);
    expect(() => compareRdms(rdm(R), rdm(X))).toThrow('compareRdms: b must have the 5 stimuli of a, got 7');
    expect(() => compareRdms(parkMiller(1, [2, 2]), rdm(R))).toThrow(
      'must be [stimuli >= 3, stimuli], got [2,2]',
    );
    expect(() => compareRdms(rdm(R), rdm(Q4), { similarity: 'x' as 'cosine' })).toThrow(/similarity must be/);
  });
});

describe('rsaNoiseCeiling', () => {
  const base = parkMiller(51, [6, 8]);
  const subjects = [60, 61, 62, 63].map((seed) => {
    const noise = parkMiller(seed, [6, 8]).values;
    return rdm(mapped(base, (value, at) => value + 0.6 * (noise[at]! - 0.5)));
  });

  it('gives the printed bounds', () => {
    const bounds = (options: Parameters<typeof rsaNoiseCeiling>[1]) => {
      const { lower, upper, n } = rsaNoiseCeiling(subjects, options);
      expect(n).toBe(4);
      return [lower, upper];
    };
    const close = (values: number[], wanted: number[]) =>
      expect(largestDifference(values, wanted)).toBeLessThan(1e-11);
    close(bounds({ similarity: 'spearman', preparation: 'none' }), [0.500892857143, 0.711607142857]);
    close(bounds({ similarity: 'spearman' }), [0.521873090791, 0.720286257233]);
    close(bounds({ similarity: 'pearson' }), [0.485316103014, 0.720182834026]);
    close(bounds({ similarity: 'pearson', preparation: 'none' }), [0.490131197624, 0.708254344181]);
  });

  it('is 1 for subjects that agree, and lower <= upper', () => {
    const { lower, upper } = rsaNoiseCeiling([subjects[0]!, subjects[0]!, subjects[0]!], {
      similarity: 'cosine',
    });
    expect([lower, upper].every((bound) => Math.abs(bound - 1) < 1e-12)).toBe(true);
    for (const similarity of ['pearson', 'spearman', 'cosine', 'kendall'] as const) {
      const bounds = rsaNoiseCeiling(subjects, { similarity });
      expect(bounds.lower).toBeLessThanOrEqual(bounds.upper);
    }
  });

  it('needs two subjects', () => {
    expect(() => rsaNoiseCeiling([subjects[0]!])).toThrow('rdms must be of at least 2 subjects, got 1');
    expect(() => rsaNoiseCeiling([subjects[0]!, rdm(R)])).toThrow(/rdms\[1\] must have the 6 stimuli/);
  });
});
