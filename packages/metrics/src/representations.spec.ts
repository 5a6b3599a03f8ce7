import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng, ndArray, type NdArray } from '@goal-driven/core/arrays';
import golden from '../goldens/cka.json';
import { svd } from './_decompositions';
import { firstColumns, largestDifference, parkMiller, product, table } from './_fixtures';
import { cca, pwcca, svcca } from './cca';
import { cka } from './cka';
import { linearPredictivity } from './linearPredictivity';
import { procrustes } from './procrustes';

const R = table([
  [1, 2, 3],
  [2, 1, 4],
  [5, 3, 1],
  [2, 6, 4],
  [3, 3, 7],
]);
const Q = table([
  [0, 1],
  [1, 3],
  [2, 1],
  [4, 4],
  [3, 1],
]);
const mapped = ({ values, shape }: NdArray, f: (value: number, at: number) => number) =>
  ndArray(values.map(f), shape);
const XC = parkMiller(81, [15, 4]);
const YC = (() => {
  const [a, b] = [parkMiller(82, [15]).values, parkMiller(83, [15]).values];
  const x = (row: number, c: number) => XC.values[row * 4 + c]!;
  return table(
    Array.from({ length: 15 }, (_, row) => [x(row, 0) + x(row, 1), x(row, 2) + 0.3 * a[row]!, b[row]!]),
  );
})();
const cases = golden.cases.map((wanted) => {
  const [n, p, q] = wanted.shape as [number, number, number];
  const x = parkMiller(n, [n, p]);
  const y = mapped(
    parkMiller(n + 1, [n, q]),
    (v, at) => v + (at % q < 4 ? x.values[Math.floor(at / q) * p + (at % q)]! : 0),
  );
  return { x, y, wanted };
});
const rotated = (matrix: NdArray, seed: number) => {
  const size = matrix.shape[1]!;
  const rotation = svd(ndArray(createRng(seed).normal(size * size), [size, size])).left;
  return mapped(product(matrix, rotation), (v, at) => 3 * v + (at % size) - 2);
};
const anyPair = fc.tuple(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 5, max: 14 }));

describe('cka', () => {
  it('gives the printed values', () => {
    expect(cka(R, Q)).toBeCloseTo(0.464011232609767, 14);
    expect(cka(R, Q, { estimator: 'debiased' })).toBeCloseTo(-0.00383931618347, 13);
    const [x, y] = [parkMiller(71, [20, 50]), parkMiller(72, [20, 50])];
    expect(cka(x, y)).toBeCloseTo(0.733586254792, 11);
    expect(cka(x, y, { estimator: 'debiased' })).toBeCloseTo(0.0485231796095, 11);
  });

  it('agrees with its definition, more units than stimuli or fewer, linear and rbf (goldens/cka.py)', () => {
    for (const { x, y, wanted } of cases) {
      for (const kernel of ['linear', 'rbf'] as const) {
        const values = (['biased', 'debiased'] as const).map((estimator) =>
          cka(x, y, { kernel, estimator, bandwidth: 0.7 }),
        );
        expect(largestDifference(values, wanted[kernel])).toBeLessThan(1e-12);
      }
    }
  });

  it('is 1 with itself, symmetric, and indifferent to rotation, scale and offset', () => {
    fc.assert(
      fc.property(anyPair, ([seed, n]) => {
        const [x, y] = [parkMiller(seed, [n, 6]), parkMiller(seed + 1, [n, 9])];
        for (const kernel of ['linear', 'rbf'] as const) {
          for (const estimator of ['biased', 'debiased'] as const) {
            const value = cka(x, y, { kernel, estimator });
            expect(cka(x, x, { kernel, estimator })).toBeCloseTo(1, 12);
            expect(cka(y, x, { kernel, estimator })).toBeCloseTo(value, 10);
            expect(cka(rotated(x, seed), y, { kernel, estimator })).toBeCloseTo(value, 9);
          }
        }
      }),
      { numRuns: 20, seed: 1 },
    );
  });

  it('is undefined where nothing varies, and refuses too few stimuli', () => {
    expect(
      cka(
        mapped(R, () => 0.7),
        Q,
      ),
    ).toBeNaN();
    const three = (m: NdArray) => ndArray(m.values.slice(0, 3 * m.shape[1]!), [3, m.shape[1]!]);
    expect(() => cka(three(R), three(Q), { estimator: 'debiased' })).toThrow('must have 4 stimuli, got 3');
    expect(() => cka(R, three(Q))).toThrow('cka: y must have the 5 rows of x, got 3');
    expect(() => cka(R, Q, { kernel: 'rbf', bandwidth: 0 })).toThrow(
      'bandwidth must be greater than 0, got 0',
    );
  });
});

describe('cca, svcca, pwcca', () => {
  it('give the printed values', () => {
    const { correlations, mean, meanSquared, ranks } = cca(XC, YC);
    expect(largestDifference(correlations, [1, 0.96377946553, 0.385810723445])).toBeLessThan(1e-11);
    expect(mean).toBeCloseTo(0.783196729658, 11);
    expect(meanSquared).toBeCloseTo(0.692573590834, 11);
    expect(ranks).toEqual([4, 3]);
    expect(svcca(XC, YC).mean).toBeCloseTo(0.783196729658, 11);
    const fewer = svcca(XC, YC, { share: 0.9 });
    expect(fewer.ranks).toEqual([3, 2]);
    expect(largestDifference(fewer.correlations, [0.990758014521, 0.614400199696])).toBeLessThan(1e-11);
    const weighted = pwcca(XC, YC);
    expect(weighted.mean).toBeCloseTo(0.804207630256, 11);
    expect(largestDifference(weighted.weights, [0.4572182605, 0.2380377071, 0.3047440324])).toBeLessThan(
      1e-9,
    );
  });

  it('drop directions that others account for, and say when stimuli are too few', () => {
    const doubled = ndArray(Float64Array.from([...XC.values].flatMap((v) => [v, 2 * v])), [15, 8]);
    expect(cca(doubled, YC).ranks).toEqual([4, 3]);
    expect(largestDifference(cca(doubled, YC).correlations, [...cca(XC, YC).correlations])).toBeLessThan(
      1e-12,
    );
    expect(cca(XC, YC).underdetermined).toBe(false);
    expect(cca(R, Q).underdetermined).toBe(true);
  });

  it('cca is indifferent to invertible maps; svcca and the angles to rotation; all are 1 with themselves', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
        const [x, y] = [parkMiller(seed, [14, 3]), parkMiller(seed + 1, [14, 4])];
        const map = mapped(parkMiller(seed + 2, [3, 3]), (v, at) => v + (at % 4 === 0 ? 2 : 0));
        const correlations = [...cca(x, y).correlations];
        expect(largestDifference(cca(product(x, map), y).correlations, correlations)).toBeLessThan(1e-9);
        expect(largestDifference(cca(y, x).correlations, correlations)).toBeLessThan(1e-9);
        expect(svcca(rotated(x, seed), y, { share: 0.8 }).mean).toBeCloseTo(
          svcca(x, y, { share: 0.8 }).mean,
          9,
        );
        expect(Math.min(...cca(x, x).correlations)).toBeCloseTo(1, 12);
        expect(pwcca(x, x).mean).toBeCloseTo(1, 12);
      }),
      { numRuns: 20, seed: 1 },
    );
  });

  it('are undefined where a side does not vary', () => {
    const constant = mapped(XC, () => 0.7);
    expect(cca(constant, YC).mean).toBeNaN();
    expect(svcca(YC, constant).mean).toBeNaN();
    expect(pwcca(constant, YC).mean).toBeNaN();
    expect(() => svcca(XC, YC, { share: 0 })).toThrow('svcca: share must be in (0, 1], got 0');
    expect(() => cca(XC, R)).toThrow('cca: y must have the 15 rows of x, got 5');
  });
});

describe('procrustes', () => {
  it('gives the printed distances', () => {
    const { euclidean, angular, sizeFree, disparity } = procrustes(R, Q);
    const printed = [5.20654433447, 0.929626497527, 0.896511742689, 0.642236498477];
    expect(largestDifference([euclidean, angular, sizeFree, disparity], printed)).toBeLessThan(1e-11);
    expect(procrustes(firstColumns(XC, 3), YC).angular).toBeCloseTo(0.629921732565, 11);
  });

  it('agrees with SciPy, more units than stimuli or fewer (goldens/cka.py)', () => {
    for (const { x, y, wanted } of cases)
      expect(procrustes(x, y).disparity).toBeCloseTo(wanted.disparity, 12);
  });

  it('is a metric, indifferent to rotation and offset', () => {
    fc.assert(
      fc.property(anyPair, ([seed, n]) => {
        const [x, y, z] = [
          parkMiller(seed, [n, 6]),
          parkMiller(seed + 1, [n, 9]),
          parkMiller(seed + 2, [n, 3]),
        ];
        for (const distance of ['euclidean', 'angular', 'sizeFree'] as const) {
          const d = (a: NdArray, b: NdArray) => procrustes(a, b)[distance];
          expect(d(x, x)).toBeLessThan(1e-6);
          expect(d(x, y)).toBeCloseTo(d(y, x), 9);
          expect(d(x, z)).toBeLessThanOrEqual(d(x, y) + d(y, z) + 1e-9);
        }
        expect(procrustes(rotated(x, seed), y).angular).toBeCloseTo(procrustes(x, y).angular, 8);
      }),
      { numRuns: 20, seed: 1 },
    );
  });

  it('has no angle to what does not vary', () => {
    const constant = mapped(R, () => 0.7);
    expect(procrustes(constant, R).angular).toBeNaN();
    expect(procrustes(constant, R).euclidean).toBeCloseTo(6.48074069841, 10);
    expect(() => procrustes(R, XC)).toThrow('procrustes: y must have the 5 rows of x, got 15');
  });
});

describe('linearPredictivity', () => {
  it('agrees with scikit-learn (goldens/cka.py)', () => {
    for (const { x, y, wanted } of cases)
      expect(linearPredictivity(x, y)).toBeCloseTo(wanted.predictivity, 12);
  });

  it('is 1 for a target that is a linear map of the source, and never more', () => {
    expect(linearPredictivity(XC, firstColumns(XC, 2))).toBeCloseTo(1, 14);
    fc.assert(
      fc.property(anyPair, ([seed, n]) => {
        const value = linearPredictivity(parkMiller(seed, [n, 3]), parkMiller(seed + 1, [n, 4]));
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1);
      }),
      { numRuns: 20, seed: 1 },
    );
  });

  it('is undefined for a target that does not vary', () => {
    expect(
      linearPredictivity(
        R,
        mapped(Q, () => 0.7),
      ),
    ).toBeNaN();
    expect(() => linearPredictivity(R, XC)).toThrow(/target must have the 5 rows of source/);
  });
});
