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

  it('keeps the digits of distances that are small beside the rest, and of responses far from 0', () => {
    const far = table([
      [1e6, 0, 0],
      [1e6 + 1e-3, 0, 0],
      [0, 1e6, 0],
      [1e6, 3e-3, 4e-3],
    ]);
    const { values } = rdm(far, { distance: 'euclidean' });
    const step = 1e6 + 1e-3 - 1e6; // what doubles make of it
    expect(values[1]).toBeCloseTo(step, 15);
    expect(values[3]! / 5e-3).toBeCloseTo(1, 13);
    expect(values[7]! / Math.hypot(step, 5e-3)).toBeCloseTo(1, 13);
    expect(values[2]! / Math.SQRT2 / 1e6).toBeCloseTo(1, 13);
    for (const scale of [1e-200, 1e200]) {
      const scaled = rdm(mapped(R, (v) => v * scale));
      expect(largestDifference(scaled.values, [...rdm(R).values])).toBeLessThan(1e-14);
    }
  });

  it('stays within 0 .. 2 for responses along one line', () => {
    const along = table([1, 3, 7, -1, -3, -0.1].map((gain) => [0.1, 0.2, 0.7, 0.3].map((v) => gain * v)));
    for (const distance of ['correlation', 'cosine'] as const) {
      const { values } = rdm(along, { distance });
      values.forEach((value, at) => {
        const opposite = Math.floor(at / 6) < 3 !== at % 6 < 3;
        expect(value >= 0 && value <= 2).toBe(true);
        expect(value).toBeCloseTo(opposite ? 2 : 0, 14);
      });
    }
  });

  it('takes a response that is 0 in some units, and names a distance that it does not know', () => {
    const sparse = table([
      [0, 1],
      [1, 0],
    ]);
    expect(rdm(sparse, { distance: 'cosine' }).values).toEqual(Float64Array.of(0, 1, 1, 0));
    expect(() => rdm(R, { distance: 'x' as 'cosine' })).toThrow(
      /distance must be correlation, cosine, euclidean or meanSquared, got x/,
    );
    expect(() => rdm(mapped(R, () => NaN))).toThrow(/rdm: responses must be finite/);
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
    expect(() => noiseCovariance(trials, { shrinkage: -0.1 })).toThrow(/got -0\.1/);
    expect(() => noiseCovariance(ndArray(new Float64Array(63), [1, 7, 9]))).toThrow(
      'noiseCovariance: trials must be [trials >= 2, stimuli, units], got [1,7,9]',
    );
    expect(() => crossnobisRdm(ndArray(new Float64Array(63), [1, 7, 9]))).toThrow(
      'crossnobisRdm: trials must be [trials >= 2, stimuli, units], got [1,7,9]',
    );
    expect(() => crossnobisRdm(mapped(trials, () => NaN))).toThrow(/crossnobisRdm: trials must be finite/);
    expect(() => noiseCovariance(mapped(trials, () => NaN))).toThrow(
      /noiseCovariance: trials must be finite/,
    );
    expect(() =>
      mahalanobisRdm(
        mapped(X, () => NaN),
        covariance,
      ),
    ).toThrow(/mahalanobisRdm: responses must be/);
    expect(() =>
      mahalanobisRdm(
        X,
        mapped(covariance, () => NaN),
      ),
    ).toThrow(/mahalanobisRdm: covariance must be finite/);
    for (const shape of [
      [8, 8],
      [9, 8],
      [8, 9],
    ])
      expect(() => mahalanobisRdm(X, parkMiller(1, shape))).toThrow(
        `mahalanobisRdm: covariance must be [9, 9] like the units, got [${shape}]`,
      );
  });

  it('shrink all the way to equal noise in all units, and not at all', () => {
    const { covariance: all, shrinkage } = noiseCovariance(trials, { shrinkage: 1 });
    const { covariance: none } = noiseCovariance(trials, { shrinkage: 0 });
    const variances = Array.from({ length: 9 }, (_, unit) => none.values[10 * unit]!);
    const mean = variances.reduce((sum, value) => sum + value, 0) / 9;
    expect(shrinkage).toBe(1);
    all.values.forEach((value, at) => expect(value).toBeCloseTo(at % 10 === 0 ? mean : 0, 14));
    // Residuals of two trials are opposite: half the squared difference, over one degree of freedom for each stimulus.
    const two = ndArray(Float64Array.of(1, 2, 5, 4, 3, 4, 1, 2), [2, 2, 2]);
    const expected = [(2 * 2 + 4 * 4) / 4, (2 * 2 + 4 * 2) / 4, (2 * 2 + 4 * 2) / 4, (2 * 2 + 2 * 2) / 4];
    expect([...noiseCovariance(two, { shrinkage: 0 }).covariance.values]).toEqual(expected);
    // One unit is its own multiple of the identity.
    expect(noiseCovariance(ndArray(Float64Array.of(1, 2, 3, 5), [2, 2, 1])).shrinkage).toBe(0);
  });
});
