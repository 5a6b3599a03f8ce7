import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng, DataError, ndArray, type NdArray } from '@goal-driven/core/arrays';
import classical from '../goldens/classicalMds.json';
import golden from '../goldens/dimensions.json';
import { largestDifference, mapped, parkMiller, product, table } from './_fixtures';
import { upperTriangle } from './compareRdms';
import { classicalMds, smacof } from './mds';
import { nmf, type NmfOptions } from './nmf';
import { participationRatio } from './participationRatio';
import { pca } from './pca';
import { rdm } from './rdm';
import { twoNN } from './twoNN';

const data = mapped(parkMiller(5, [12, 9]), (v) => v ** 2);
const wide = parkMiller(9, [6, 15]);
const printed = parkMiller(121, [8, 6]);
const distances = (points: NdArray) => rdm(points, { distance: 'euclidean' });

describe('pca', () => {
  it('gives the printed variances, ratios and components', () => {
    const { variances, ratios, components } = pca(printed, { components: 2 });
    expect(largestDifference(variances, [0.197212556145, 0.129538200927])).toBeLessThan(1e-11);
    expect(largestDifference(ratios, [0.419075818245, 0.275268109741])).toBeLessThan(1e-11);
    const rows = [
      -0.2552862783, -0.07776394721, 0.4558341804, 0.641284867, -0.03791073145, -0.5552597414, -0.40332754,
      0.8707772564, -0.1786879971, 0.08490520011, 0.1998352294, 0.001205442253,
    ];
    expect(largestDifference(components.values, rows)).toBeLessThan(1e-9);
  });

  it('agrees with scikit-learn, more features than samples or fewer (goldens/dimensions.py)', () => {
    [data, wide].forEach((samples, index) => {
      const wanted = golden.pca[index]!;
      const { variances, ratios } = pca(samples);
      expect(largestDifference(variances, wanted.variances)).toBeLessThan(1e-12);
      expect(largestDifference(ratios, wanted.ratios)).toBeLessThan(1e-12);
      const { values } = pca(samples, { components: 4 }).components;
      expect(largestDifference(values.map(Math.abs), wanted.components)).toBeLessThan(1e-10);
    });
  });

  it('gives back the samples from all components, and uncorrelated scores', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 3, max: 9 }), (seed, n) => {
        const samples = parkMiller(seed, [n, 5]);
        const { transform, inverse, variances } = pca(samples);
        const scores = transform(samples);
        expect(largestDifference(inverse(scores).values, [...samples.values])).toBeLessThan(1e-12);
        const covariances = product(ndArray(transposed(scores), [scores.shape[1]!, n]), scores).values;
        const wanted = [...covariances].map((_, at) =>
          at % (variances.length + 1) === 0 ? variances[at % variances.length]! * (n - 1) : 0,
        );
        expect(largestDifference(covariances, wanted)).toBeLessThan(1e-12);
      }),
      { numRuns: 20, seed: 1 },
    );
  });

  it('refuses more components than there are, and other features', () => {
    expect(() => pca(wide, { components: 7 })).toThrow(
      'components must be an integer in 1 .. 6 (samples, features), got 7',
    );
    expect(() => pca(wide).transform(data)).toThrow('pca.transform: samples must have 15 columns, got 9');
    expect(pca(mapped(wide, () => 0.7)).ratios[0]).toBeNaN();
  });
});

const transposed = ({ values, shape }: NdArray) =>
  values.map((_, at) => values[(at % shape[0]!) * shape[1]! + Math.floor(at / shape[0]!)]!);

describe('nmf', () => {
  it('gives the printed factors from the start of NumPy', () => {
    const fit = nmf(printed, { components: 2, start: { kind: 'random', seed: 0 } });
    expect(fit.sweeps).toBe(41);
    const H = [
      0.2048900003, 0.3813432349, 1.125685343, 1.038254885, 0.4596945722, 0.2305184652, 0.4843068258,
      0.3927397647, 0.284571408, 0, 0.3898014857, 0.889715869,
    ];
    expect(largestDifference(fit.components.values, H)).toBeLessThan(1e-9);
    expect(
      largestDifference(fit.weights.values.slice(0, 4), [0.4322391055, 0.4886604444, 0, 0.9622183298]),
    ).toBeLessThan(1e-9);
    expect(fit.error).toBeCloseTo(1.23069342584, 10);
    const others = [0.5114698176, 0.4294739925, 0.4057846695, 0.833177702, 0.4365197048, 0.8346126347];
    expect(largestDifference(fit.transform(parkMiller(122, [3, 6])).values, others)).toBeLessThan(1e-9);
  });

  it('agrees with scikit-learn, each solver from each start (goldens/dimensions.py)', () => {
    for (const { k, solver, init, W, H, sweeps, error, transform } of golden.nmf) {
      const options: NmfOptions = {
        components: k,
        solver: solver === 'cd' ? 'coordinateDescent' : 'multiplicative',
        start:
          init === 'random'
            ? { kind: 'random', seed: 0 }
            : { kind: 'nndsvd', zeros: init === 'nndsvd' ? 'keep' : 'mean' },
      };
      const fit = nmf(data, options);
      expect(fit.sweeps).toBe(sweeps);
      expect(largestDifference(fit.weights.values, W)).toBeLessThan(1e-9);
      expect(largestDifference(fit.components.values, H)).toBeLessThan(1e-9);
      expect(Math.abs(fit.error - error)).toBeLessThan(1e-10);
      expect(largestDifference(fit.transform(parkMiller(6, [4, 9])).values, transform)).toBeLessThan(1e-9);
    }
  });

  it('never grows the error, and finds an exact factorisation again from nearby', () => {
    const [W, H] = [parkMiller(1, [10, 3]), parkMiller(2, [3, 8])];
    const X = product(W, H);
    const start = {
      kind: 'given',
      weights: mapped(W, (v) => v + 0.01),
      components: mapped(H, (v) => v + 0.01),
    } as const;
    for (const solver of ['coordinateDescent', 'multiplicative'] as const) {
      const errors = [1, 2, 5, 20, 100].map(
        (maxSweeps) => nmf(X, { components: 3, solver, start, maxSweeps, tolerance: 0 }).error,
      );
      errors.slice(1).forEach((error, i) => expect(error).toBeLessThanOrEqual(errors[i]! + 1e-12));
      expect(errors.at(-1)).toBeLessThan(0.01);
    }
  });

  it('refuses what is negative', () => {
    expect(() =>
      nmf(
        mapped(data, (v) => v - 1),
        { components: 2 },
      ),
    ).toThrow(DataError);
    expect(() => nmf(data, { components: 10 })).toThrow(/nndsvd must have at most as many components/);
    const start = { kind: 'given', weights: wide, components: wide } as const;
    expect(() => nmf(data, { components: 2, start })).toThrow(/the start must have weights \[12, 2\]/);
  });
});

describe('participationRatio', () => {
  it('is 2 for equal variance along two axes of three, 1 along a line', () => {
    expect(
      participationRatio(
        table([
          [1, 0, 5],
          [-1, 0, 5],
          [0, 1, 5],
          [0, -1, 5],
        ]),
      ),
    ).toBeCloseTo(2, 14);
    expect(
      participationRatio(
        table([
          [1, 2],
          [2, 4],
          [5, 10],
        ]),
      ),
    ).toBeCloseTo(1, 14);
  });

  it('gives the printed value', () => {
    expect(participationRatio(parkMiller(1, [12, 5]))).toBeCloseTo(3.57707671295, 10);
  });

  it('agrees with the eigenvalues of the covariance (goldens/dimensions.py), is indifferent to scale, bounded', () => {
    [data, wide].forEach((responses, index) => {
      const value = participationRatio(responses);
      expect(value).toBeCloseTo(golden.participationRatio[index]!, 11);
      expect(participationRatio(mapped(responses, (v) => 1e200 * (v + 1)))).toBeCloseTo(value, 9);
      expect(value).toBeLessThanOrEqual(Math.min(responses.shape[0]! - 1, responses.shape[1]!));
    });
  });

  it('is undefined where nothing varies', () => {
    expect(participationRatio(mapped(data, () => 0.7))).toBeNaN();
    expect(() => participationRatio(table([[1, 2]]))).toThrow('must be of at least 2 samples, got 1');
  });
});

describe('twoNN', () => {
  const points = parkMiller(8, [60, 3]);

  it('agrees with the line through the ratios (goldens/dimensions.py)', () => {
    expect(twoNN(points)).toBeCloseTo(golden.twoNN, 10);
    expect(twoNN(points, { estimator: 'likelihood' })).toBeCloseTo(golden.twoNNLikelihood, 10);
  });

  it('finds the dimension of a sheet, bent in five, and is indifferent to scale', () => {
    const uv = createRng(2).uniform(2 * 1500);
    const sheet = table(
      Array.from({ length: 1500 }, (_, i) => {
        const [u, v] = [uv[2 * i]!, uv[2 * i + 1]!];
        return [u, v, Math.sin(2 * u), Math.cos(2 * v), u * v];
      }),
    );
    for (const estimator of ['fit', 'likelihood'] as const) {
      const dimension = twoNN(sheet, { estimator });
      expect(Math.abs(dimension - 2)).toBeLessThan(0.2);
      expect(
        twoNN(
          mapped(sheet, (v) => 8 * v),
          { estimator },
        ),
      ).toBeCloseTo(dimension, 9);
    }
  });

  it('refuses samples that are equal', () => {
    expect(() => twoNN(table([[1], [2], [1]]))).toThrow(
      'twoNN: samples must all differ, got equal ones at 0 and 2',
    );
    expect(() => twoNN(points, { discard: 1 })).toThrow('discard must be in [0, 1), got 1');
  });
});

describe('mds', () => {
  const points = parkMiller(7, [8, 4]);

  it('classical scaling gives back flat distances, and tells their dimension', () => {
    const flat = parkMiller(3, [7, 2]);
    const { coordinates, eigenvalues } = classicalMds(distances(flat));
    expect(largestDifference(distances(coordinates).values, [...distances(flat).values])).toBeLessThan(1e-12);
    expect(eigenvalues.filter((value) => value > 1e-10)).toHaveLength(2);
    const means = [0, 1].map((axis) =>
      coordinates.values.reduce((sum, v, at) => sum + (at % 2 === axis ? v : 0), 0),
    );
    expect(largestDifference(means, [0, 0])).toBeLessThan(1e-12);
  });

  it('classical scaling agrees with scikit-learn, also of distances that no flat space holds (goldens/classicalMds.py)', () => {
    const triangle = parkMiller(17, [15]).values;
    const bent = Float64Array.from({ length: 36 }, (_, at) => {
      const [i, j] = [Math.floor(at / 6), at % 6].sort((a, b) => a - b) as [number, number];
      return i === j ? 0 : triangle[(i * (11 - i)) / 2 + j - i - 1]!;
    });
    const cases = [
      [distances(parkMiller(7, [8, 4])), classical.points],
      [ndArray(bent, [6, 6]), classical.bent],
    ] as const;
    for (const [given, expected] of cases) {
      const { coordinates, eigenvalues } = classicalMds(given);
      expect(largestDifference(coordinates.values, expected.coordinates)).toBeLessThan(1e-9);
      expect(largestDifference(eigenvalues.subarray(0, 2), expected.eigenvalues.slice(0, 2))).toBeLessThan(
        1e-9,
      );
    }
  });

  it('smacof takes the steps of scikit-learn (goldens/dimensions.py)', () => {
    const { coordinates, stress } = smacof(distances(points), createRng(1), { start: parkMiller(3, [8, 2]) });
    expect(Math.abs(stress - golden.smacof.stress)).toBeLessThan(1e-9);
    expect(largestDifference(upperTriangle(distances(coordinates)), golden.smacof.distances)).toBeLessThan(
      1e-9,
    );
  });

  it('smacof keeps the best start, does no worse than the classical map, and is the same for the same rng', () => {
    const wanted = distances(points);
    const best = smacof(wanted, createRng(1), { starts: 6 });
    expect(smacof(wanted, createRng(1), { starts: 6 })).toEqual(best);
    expect(best.stress).toBeLessThanOrEqual(smacof(wanted, createRng(1), { starts: 1 }).stress);
    const classical = classicalMds(wanted).coordinates;
    const refined = smacof(wanted, createRng(1), { start: classical });
    const differences = upperTriangle(distances(classical)).map(
      (d, at) => (d - upperTriangle(wanted)[at]!) ** 2,
    );
    expect(refined.stress).toBeLessThanOrEqual(differences.reduce((sum, v) => sum + v, 0));
    expect(best.normalizedStress).toBeLessThan(0.3);
    const flat = smacof(distances(parkMiller(3, [7, 2])), createRng(4), { tolerance: 0, maxSteps: 2000 });
    expect(flat.normalizedStress).toBeLessThan(1e-3);
  });

  it('says what it needs', () => {
    expect(() => classicalMds(distances(points), { dimensions: 8 })).toThrow(
      'dimensions must be an integer in 1 .. 7 for 8 items, got 8',
    );
    expect(() => smacof(parkMiller(1, [5, 5]), createRng(1))).toThrow(/dissimilarities must be symmetric/);
  });
});
