import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng, DataError, ndArray, ShapeError } from '@goal-driven/core/arrays';
import golden from '../goldens/rdm.json';
import { largestDifference, mapped, parkMiller, table } from './_fixtures';
import { rdmExample } from './_rdms.fixture';
import { upperTriangle } from './compareRdms';
import { crossnobisRdm, mahalanobisRdm } from './crossnobisRdm';
import { noiseCovariance } from './noiseCovariance';
import { rdm, type RdmOptions } from './rdm';

const { R, Q4, X, trials } = rdmExample();
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
    const other = [
      1.316227766, 1.288675135, 1.594088526, 0.5219085563, 0.8174258142, 0.6868878545, 1.98270763, 1.57166195,
      1.276026224, 1.355035801,
    ];
    expect(largestDifference(upperTriangle(rdm(Q4)), other)).toBeLessThan(1e-9);
    const row = [0, 0.3453463293, 2, 0.5, 0.1339745962];
    expect(largestDifference(rdm(R).values.slice(0, 5), row)).toBeLessThan(1e-9);
    const plain = [
      1.732050808, 4.582575695, 4.242640687, 4.582575695, 4.69041576, 5, 3.741657387, 5.196152423, 6.32455532,
      4.358898944,
    ];
    expect(largestDifference(upperTriangle(rdm(R, { distance: 'euclidean' })), plain)).toBeLessThan(1e-9);
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
