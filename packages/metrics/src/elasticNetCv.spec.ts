import { afterEach, describe, expect, it, vi } from 'vitest';
import { ndArray, type NdArray } from '@goal-driven/core/arrays';
import golden from '../goldens/elasticNetCv.json';
import { largestDifference, parkMiller, product, table } from './_fixtures';
import { takeRows } from './_matrix';
import { elasticNet, largestUsefulAlpha } from './elasticNet';
import { elasticNetCv } from './elasticNetCv';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
});

/** The regressions of goldens/elasticNetCv.py. */
function problem({ n, p, q }: { n: number; p: number; q: number }): { x: NdArray; y: NdArray } {
  const x = parkMiller(n, [n, p]);
  const weights = parkMiller(p, [3, q]).values.map((value) => value - 0.5);
  const first = ndArray(
    x.values.filter((_, at) => at % p < 3),
    [n, 3],
  );
  const noise = parkMiller(q, [n, q]).values;
  const signal = product(first, ndArray(weights, [3, q])).values;
  return {
    x,
    y: ndArray(
      signal.map((value, at) => value + 0.2 * (noise[at]! - 0.5)),
      [n, q],
    ),
  };
}

const { l1Ratios } = golden;
const options = { l1Ratios, alphaCount: 20, epsilon: 0.01, validation: 4, maxSweeps: 5000 } as const;

describe('elasticNetCv', () => {
  for (const { n, p, q, ...wanted } of golden.cases) {
    const { x, y } = problem({ n, p, q });

    it(`agrees with scikit-learn's ElasticNetCV: paths, errors, choice, sweeps and coefficients, [${n}, ${p}]`, () => {
      const cv = elasticNetCv(x, y, options);
      expect(cv.alphas.shape).toEqual([3, 20, q]);
      expect(cv.errors.shape).toEqual([3, 20, q]);
      expect(largestDifference(cv.alphas.values, wanted.alphas)).toBeLessThan(1e-12);
      expect(largestDifference(cv.errors.values, wanted.errors)).toBeLessThan(1e-10);
      expect(largestDifference(cv.alpha, wanted.alpha)).toBeLessThan(1e-12);
      expect([...cv.l1Ratio]).toEqual(wanted.l1Ratio);
      expect(cv.sweeps).toEqual(wanted.sweeps);
      expect(largestDifference(cv.coefficients.values, wanted.coefficients)).toBeLessThan(1e-10);
      expect(largestDifference(cv.intercept, wanted.intercept)).toBeLessThan(1e-10);
      expect(cv.unconverged).toBe(0);
    });

    it(`is the same in plain loops, on one thread and on three, [${n}, ${p}]`, async () => {
      const outcome = async (environment: Record<string, string>) => {
        vi.resetModules();
        vi.unstubAllEnvs();
        for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
        return (await import('./elasticNetCv')).elasticNetCv(x, y, options);
      };
      const one = await outcome({ GOAL_DRIVEN_THREADS: '1' });
      const three = await outcome({ GOAL_DRIVEN_THREADS: '3' });
      const loops = await outcome({ GOAL_DRIVEN_COMPILED: '0' });
      expect(three.errors.values).toEqual(one.errors.values);
      expect(three.coefficients.values).toEqual(one.coefficients.values);
      expect(largestDifference(loops.errors.values, [...one.errors.values])).toBeLessThan(1e-12);
      expect(loops.errors.values).not.toEqual(one.errors.values); // else one of the two ways was not taken
      expect([...loops.alpha]).toEqual([...one.alpha]);
    });
  }

  it('takes the same choice for many targets as for each alone', () => {
    const { x, y } = problem({ n: 24, p: 30, q: 9 });
    const together = elasticNetCv(x, y, { alphaCount: 10, validation: 3 });
    for (const target of [0, 4, 8]) {
      const alone = elasticNetCv(
        x,
        ndArray(
          y.values.filter((_, at) => at % 9 === target),
          [24, 1],
        ),
        { alphaCount: 10, validation: 3 },
      );
      expect(together.alpha[target]).toBeCloseTo(alone.alpha[0]!, 12);
      const coefficients = together.coefficients.values.filter((_, at) => at % 9 === target);
      // Nine targets share products of features, one has the features: either stops by the same rule.
      expect(largestDifference(coefficients, [...alone.coefficients.values])).toBeLessThan(1e-9);
    }
  });

  it('measures errors on what a split leaves out, with a path from the alpha that makes all coefficients 0', () => {
    const { x, y } = problem({ n: 12, p: 4, q: 1 });
    const split = { train: Int32Array.of(0, 5, 3, 9, 10, 1, 2), test: Int32Array.of(4, 11) };
    const cv = elasticNetCv(x, y, {
      alphaCount: 3,
      epsilon: 0.04,
      l1Ratios: [0.5],
      validation: [split],
      tolerance: 1e-12,
      maxSweeps: 10_000,
    });
    const [largest] = largestUsefulAlpha(x, y);
    expect(largestDifference(cv.alphas.values, [2 * largest!, 0.4 * largest!, 0.08 * largest!])).toBeLessThan(
      1e-14,
    );
    cv.alphas.values.forEach((alpha, index) => {
      const map = elasticNet(takeRows(x, split.train), takeRows(y, split.train), {
        alpha,
        tolerance: 1e-12,
        maxSweeps: 10_000,
      });
      const [a, b] = map.predict(takeRows(x, split.test)).values;
      expect(cv.errors.values[index]).toBeCloseTo(
        ((a! - y.values[4]!) ** 2 + (b! - y.values[11]!) ** 2) / 2,
        10,
      );
    });
  });

  it('tells how far it is', () => {
    const { x, y } = problem({ n: 20, p: 4, q: 3 });
    const told: [number, number][] = [];
    elasticNetCv(x, y, {
      alphaCount: 5,
      l1Ratios: [0.5, 1],
      validation: 2,
      onProgress: (done, total) => told.push([done, total]),
    });
    expect(told).toEqual(Array.from({ length: 12 }, (_, index) => [index + 1, 12]));
  });

  it('predicts the mean of a target that does not vary', () => {
    const { x } = problem({ n: 10, p: 3, q: 1 });
    const cv = elasticNetCv(x, table(Array.from({ length: 10 }, () => [3])), { alphaCount: 4 });
    expect([...cv.alphas.values]).toEqual([1e-15, 1e-15, 1e-15, 1e-15]);
    expect([...cv.coefficients.values]).toEqual([0, 0, 0]);
    expect(cv.intercept[0]).toBe(3);
  });

  it('counts fits of paths that did not converge, compiled or not, and refuses a last one that does not', async () => {
    const { x, y } = problem({ n: 40, p: 8, q: 2 });
    const paths = table([
      [1e-7, 0.1, 1e-7],
      [0.1, 0.05, 1e-8],
    ]);
    const counts = async (compiled: string) => {
      vi.resetModules();
      vi.stubEnv('GOAL_DRIVEN_COMPILED', compiled);
      const [{ fitPaths }, { elasticNetProblem }] = await Promise.all([
        import('./_elasticNetPaths'),
        import('./_elasticNetProblem'),
      ]);
      const told: [number, number][] = [];
      const settings = { l1Ratio: 0.5, tolerance: 1e-6, maxSweeps: 10 };
      fitPaths(elasticNetProblem(x, y, 1e-6), paths, settings, (target, { unconverged }) =>
        told.push([target, unconverged]),
      );
      return told;
    };
    expect(await counts('1')).toEqual([
      [0, 2],
      [1, 1],
    ]);
    expect(await counts('0')).toEqual([
      [0, 2],
      [1, 1],
    ]);
    const hasty = { alphaCount: 6, epsilon: 1e-6, validation: 2, tolerance: 1e-8, maxSweeps: 2 };
    expect(() => elasticNetCv(x, y, hasty)).toThrow(/elasticNetCv: target 0 must converge within 2 sweeps/);
  });

  it('names what does not fit', () => {
    const { x, y } = problem({ n: 10, p: 3, q: 1 });
    expect(() => elasticNetCv(x, y, { l1Ratios: [] })).toThrow(
      /l1Ratios must lie above 0 and up to 1, got \[\]/,
    );
    expect(() => elasticNetCv(x, y, { l1Ratios: [0.5, 0] })).toThrow(/got \[0\.5,0\]/);
    expect(() => elasticNetCv(x, y, { l1Ratios: [1.1] })).toThrow(/got \[1\.1\]/);
    expect(() => elasticNetCv(x, y, { alphaCount: 0 })).toThrow(
      /alphaCount must be an integer of at least 1, got 0/,
    );
    expect(() => elasticNetCv(x, y, { epsilon: 1 })).toThrow(/epsilon must be between 0 and 1, got 1/);
    expect(() => elasticNetCv(x, y, { epsilon: 0 })).toThrow(/epsilon must be between 0 and 1, got 0/);
    expect(() => elasticNetCv(x, y, { validation: 11 })).toThrow(
      /elasticNetCv: folds must be .*(at least 2|at most the 10 samples)/,
    );
    expect(() => elasticNetCv(x, table([[1]]))).toThrow(
      /elasticNetCv: target must have the 10 rows of source, got 1/,
    );
  });
});
