import { describe, expect, it } from 'vitest';
import { ndArray, type NdArray } from '@goal-driven/core/arrays';
import { oneColumn } from './_columns';
import { largestDifference, parkMiller, product, regressionExample, table } from './_fixtures';
import { made, mapsExample, mapsGolden as golden } from './_maps.fixture';
import { identityMap } from './identityMap';
import { leastSquares } from './leastSquares';
import { createMapFamily, MapConfig } from './mapConfig';
import { mapGrid } from './mapGrid';
import { percentileMap } from './percentileMap';
import { pls } from './pls';
import { ridge } from './ridge';

const { X, Y, fresh } = mapsExample();
const { A, B, xt } = regressionExample();

const valuesOf = (prediction: NdArray) => [...prediction.values];

describe('leastSquares', () => {
  it('goes through an exact line, by hand', () => {
    const map = leastSquares(table([[0], [1], [3]]), table([[1], [3], [7]]));
    expect(map.coefficients.values[0]).toBeCloseTo(2, 14);
    expect(map.intercept[0]).toBeCloseTo(1, 14);
    expect(map.rank).toBe(1);
  });

  it("agrees with scikit-learn's LinearRegression", () => {
    const map = leastSquares(A, B);
    const byFeature = [
      [1.16795465029, 1.98711569582, -0.916819144742, -0.0769353529799, 0.138066843607],
      [-1.00250031964, 0.372892180198, 0.956466879906, 0.13663331335, -0.0395157914488],
    ];
    const expected = byFeature[0]!.flatMap((value, p) => [value, byFeature[1]![p]!]);
    expect(largestDifference(map.coefficients.values, expected)).toBeLessThan(1e-11);
    expect(largestDifference(map.intercept, [-0.167279107125, 0.000977190211968])).toBeLessThan(1e-11);
    expect(map.rank).toBe(5);
    const { predictions, wide } = golden.leastSquares;
    expect(largestDifference(leastSquares(X, Y).predict(fresh).values, predictions)).toBeLessThan(1e-9);
    const few = ndArray(Y.values.slice(0, 32), [8, 4]);
    const rows = table(
      Array.from({ length: 3 }, (_, r) =>
        Array.from({ length: 30 }, (__, c) => fresh.values[r * 60 + c]! / 5),
      ),
    );
    const thin = leastSquares(parkMiller(65, [8, 30]), few);
    expect(thin.rank).toBe(7);
    expect(largestDifference(thin.predict(rows).values, wide)).toBeLessThan(1e-9);
  });

  it('drops a direction that is not there: a feature and its double share the weight of the shortest solution', () => {
    const source = table([
      [1, 2],
      [2, 4],
      [4, 8],
    ]);
    const map = leastSquares(source, table([[5], [10], [20]]));
    expect(map.rank).toBe(1);
    expect(largestDifference(map.coefficients.values, [1, 2])).toBeLessThan(1e-12);
  });

  it('predicts the mean from features that do not vary', () => {
    const map = leastSquares(table([[0.7], [0.7], [0.7]]), table([[1], [2], [6]]));
    expect(map.rank).toBe(0);
    expect(valuesOf(map.predict(table([[5]])))).toEqual([3]);
  });

  it('names what does not fit', () => {
    expect(() => leastSquares(A, table([[1]]))).toThrow(
      /leastSquares: target must have the 12 rows of source, got 1/,
    );
    expect(() => leastSquares(table([[NaN]]), table([[1]]))).toThrow(
      /leastSquares: source must be finite, got NaN/,
    );
    expect(() => leastSquares(table([[1]]), table([[Infinity]]))).toThrow(
      /leastSquares: target must be finite/,
    );
  });
});

describe('identityMap', () => {
  it('predicts each column by the one of its index, and asks for as many', () => {
    expect(identityMap(A, A).predict(xt)).toBe(xt);
    expect(() => identityMap(A, B)).toThrow(/identityMap: target must have the 5 columns of source, got 2/);
  });
});

describe('pls', () => {
  it.each(golden.pls)(
    "stops where scikit-learn's does: $components components, scale $scale",
    ({ components, scale, iterations, predictions }) => {
      const map = pls(X, Y, { components, scale });
      expect(map.iterations).toEqual(iterations);
      expect(largestDifference(map.predict(fresh).values, predictions)).toBeLessThan(1e-8);
    },
  );
});

describe('pls, by law', () => {
  it('is least squares with as many components as features', () => {
    const all = pls(A, B, { components: 5 }).predict(xt).values;
    expect(largestDifference(all, valuesOf(leastSquares(A, B).predict(xt)))).toBeLessThan(1e-12);
  });

  it('is indifferent to a rotation of the features', () => {
    const [c, s] = [Math.cos(0.7), Math.sin(0.7)];
    const turn = table([
      [c, 0, 0, s, 0],
      [0, 1, 0, 0, 0],
      [0, 0, 1, 0, 0],
      [-s, 0, 0, c, 0],
      [0, 0, 0, 0, 1],
    ]);
    const turned = pls(product(A, turn), B, { components: 3 }).predict(product(xt, turn)).values;
    expect(largestDifference(turned, valuesOf(pls(A, B, { components: 3 }).predict(xt)))).toBeLessThan(1e-12);
  });
});

describe('createMap', () => {
  it('makes each kind from its config, defaults filled in', () => {
    const few = (config: object) => valuesOf(made(config)(A, B).predict(xt));
    expect(few({ kind: 'ridge' })).toEqual(valuesOf(ridge(A, B, { alpha: 1 }).predict(xt)));
    expect(few({ kind: 'ridge', alpha: 3 })).toEqual(valuesOf(ridge(A, B, { alpha: 3 }).predict(xt)));
    expect(few({ kind: 'pls', components: 2 })).toEqual(valuesOf(pls(A, B, { components: 2 }).predict(xt)));
    expect(few({ kind: 'pls', components: 2, scale: true })).toEqual(
      valuesOf(pls(A, B, { components: 2, scale: true }).predict(xt)),
    );
    expect(few({ kind: 'leastSquares' })).toEqual(valuesOf(leastSquares(A, B).predict(xt)));
    expect(few({ kind: 'percentile', percentile: 50, alpha: 2 })).toEqual(
      valuesOf(percentileMap(A, B, { percentile: 50, alpha: 2 }).predict(xt)),
    );
    expect(few({ kind: 'oneToOne' })).toEqual([xt.values[1], xt.values[2], xt.values[6], xt.values[7]]);
    const lasso = [0.256554874349, 0.394437525655, 0.69761112342, 0.10995014211];
    expect(largestDifference(few({ kind: 'lasso', alpha: 0.05, tolerance: 1e-14 }), lasso)).toBeLessThan(
      1e-9,
    );
    const mixed = [0.340437634961, 0.396748660474, 0.750343594931, 0.0438825035558];
    expect(largestDifference(few({ kind: 'elasticNet', alpha: 0.05, tolerance: 1e-14 }), mixed)).toBeLessThan(
      1e-9,
    );
    expect(valuesOf(made({ kind: 'identity' })(A, A).predict(xt))).toEqual([...xt.values]);
  });

  it('has the defaults of the studies', () => {
    expect(MapConfig.parse({ kind: 'pls' })).toEqual({
      kind: 'pls',
      components: 25,
      scale: false,
      clamp: false,
      perTarget: false,
      tolerance: 1e-6,
      maxIterations: 500,
      preprocessing: [],
    });
    expect(MapConfig.parse({ kind: 'elasticNet' })).toEqual({
      kind: 'elasticNet',
      alpha: 1,
      l1Ratio: 0.5,
      tolerance: 1e-4,
      maxSweeps: 1000,
      preprocessing: [],
    });
    expect(MapConfig.safeParse({ kind: 'percentile' }).success).toBe(false);
    expect(MapConfig.safeParse({ kind: 'ridge', components: 3 }).success).toBe(false);
    expect(MapConfig.safeParse({ kind: 'ridge', alpha: 0 }).success).toBe(false);
  });

  it('clamps components only when asked to', () => {
    expect(() => made({ kind: 'pls' })(A, B)).toThrow(
      /pls: components must be an integer in 1 \.\. 5 .*got 25/,
    );
    const all = valuesOf(pls(A, B, { components: 5 }).predict(xt));
    expect(valuesOf(made({ kind: 'pls', clamp: true })(A, B).predict(xt))).toEqual(all);
    const two = valuesOf(pls(A, B, { components: 2 }).predict(xt));
    expect(valuesOf(made({ kind: 'pls', components: 2, clamp: true })(A, B).predict(xt))).toEqual(two);
    const wide = parkMiller(31, [6, 20]);
    const most = valuesOf(pls(wide, parkMiller(32, [6, 2]), { components: 5 }).predict(wide));
    expect(valuesOf(made({ kind: 'pls', clamp: true })(wide, parkMiller(32, [6, 2])).predict(wide))).toEqual(
      most,
    );
  });

  it('fits each target by itself when asked to', () => {
    const map = made({ kind: 'pls', components: 2, perTarget: true })(A, B).predict(xt);
    for (const q of [0, 1]) {
      const alone = pls(A, oneColumn(B, q), { components: 2 }).predict(xt);
      expect(valuesOf(oneColumn(map, q))).toEqual(valuesOf(alone));
    }
    expect(largestDifference(oneColumn(map, 0).values, [0.178157276332, 0.701191884527])).toBeLessThan(1e-11);
  });

  it.each(golden.pipelines)("agrees with scikit-learn's pipeline: $preprocessing, $map", (each) => {
    const { map, preprocessing, predictions } = each;
    const { predict } = made({ ...map, preprocessing })(X, Y);
    expect(largestDifference(predict(fresh).values, predictions)).toBeLessThan(1e-8);
  });
});

describe('createMapFamily', () => {
  it('makes each map as alone, whatever they share', () => {
    const steps = [{ kind: 'pca', components: 3 }];
    const configs = [
      { kind: 'ridge', alpha: 1 },
      { kind: 'ridge', alpha: 1, preprocessing: steps },
      { kind: 'pls', components: 2, preprocessing: steps },
      { kind: 'ridge', alpha: 1, preprocessing: [...steps, { kind: 'standardise' }] },
    ];
    const family = createMapFamily(configs.map((config) => MapConfig.parse(config)));
    expect(family.count).toBe(4);
    const fitted = family.fit(A, B);
    configs.forEach((config, index) => {
      // Ridge regressions of a family share a decomposition, which rounds otherwise than the solution of one.
      const alone = made(config)(A, B).predict(xt).values;
      expect(largestDifference(fitted(index).predict(xt).values, [...alone])).toBeLessThan(1e-12);
    });
    expect(family.fit(A, B)(2).predict(xt)).toEqual(fitted(2).predict(xt));
  });
});

describe('constants in training', () => {
  // The mean of eight numbers of 0.7 is not 0.7 in doubles.
  const rows = 8;
  const raw = parkMiller(41, [rows, 3]);
  const silent = ndArray(
    raw.values.map((value, at) => (at % 3 === 2 ? 0.7 : value)),
    [rows, 3],
  );
  const alive = table(Array.from({ length: rows }, (_, r) => [0, 1].map((c) => raw.values[r * 3 + c]!)));
  const response = parkMiller(42, [rows, 1]);
  const still = table(Array.from(response.values, (value) => [value, 0.7]));
  const kinds = [
    { kind: 'pls', components: 1 },
    { kind: 'pls', components: 2, scale: true },
    { kind: 'pls', components: 1, perTarget: true },
    { kind: 'ridge' },
    { kind: 'lasso', alpha: 0.01 },
    { kind: 'elasticNet', alpha: 0.01 },
    { kind: 'leastSquares' },
    { kind: 'percentile', percentile: 0 },
  ];

  it.each(kinds)('weigh nothing as features: $kind', (config) => {
    const test = table([
      [0.1, 0.2, 50],
      [0.3, 0.9, -50],
    ]);
    const without = table([
      [0.1, 0.2],
      [0.3, 0.9],
    ]);
    const { values } = made(config)(silent, response).predict(test);
    const expected = made(config)(alive, response).predict(without).values;
    expect(largestDifference(values, [...expected])).toBeLessThan(1e-14);
  });

  it.each(kinds)('are predicted exactly as targets, and leave the others alone: $kind', (config) => {
    const { values } = made(config)(alive, still).predict(alive);
    const alone = made(config)(alive, response).predict(alive).values;
    expect([...values].filter((_, at) => at % 2 === 1)).toEqual(Array(rows).fill(0.7));
    const others = [...values].filter((_, at) => at % 2 === 0);
    expect(largestDifference(alone, others)).toBeLessThan(1e-14);
  });

  it.each(kinds)('may be all there is: $kind', (config) => {
    const all = ndArray(new Float64Array(rows).fill(0.7), [rows, 1]);
    expect(valuesOf(made(config)(alive, all).predict(alive))).toEqual(Array(rows).fill(0.7));
  });
});

describe('mapGrid', () => {
  it('has every combination, the last hyperparameter fastest', () => {
    const map = MapConfig.parse({ kind: 'elasticNet', tolerance: 0.01 });
    const grid = mapGrid(map, { alpha: [1, 2], l1Ratio: [0.1, 0.9] });
    expect(
      grid.map((each) => [each.kind === 'elasticNet' && each.alpha, 'l1Ratio' in each && each.l1Ratio]),
    ).toEqual([
      [1, 0.1],
      [1, 0.9],
      [2, 0.1],
      [2, 0.9],
    ]);
    expect(grid[0]).toEqual({ ...map, alpha: 1, l1Ratio: 0.1 });
  });

  it('takes whole lists of preprocessing', () => {
    const steps = [[], [{ kind: 'pca', components: 3 }]];
    const grid = mapGrid(MapConfig.parse({ kind: 'ridge' }), { preprocessing: steps });
    expect(grid.map(({ preprocessing }) => preprocessing)).toEqual(steps);
  });

  it('refuses what makes no map', () => {
    const map = MapConfig.parse({ kind: 'ridge' });
    expect(() => mapGrid(map, {})).toThrow(
      /mapGrid: grid must hold values of at least one hyperparameter, got \{\}/,
    );
    expect(() => mapGrid(map, { alpha: [] })).toThrow(/got \{"alpha":\[\]\}/);
    expect(() => mapGrid(map, { alpha: [1], preprocessing: [] })).toThrow(/"preprocessing":\[\]/);
    expect(() => mapGrid(map, { components: [1] })).toThrow(
      /mapGrid: every combination must be a map[^]*components/,
    );
    expect(() => mapGrid(map, { alpha: [1, -1] })).toThrow(/every combination must be a map, got .*-1/);
  });
});
