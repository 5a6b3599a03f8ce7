import { describe, expect, it } from 'vitest';
import { ndArray, RandomState, type NdArray } from '@goal-driven/core/arrays';
import { largestDifference, parkMiller, product, table } from './_fixtures';
import { identityMap } from './identityMap';
import { alphas, made, mapsExample, mapsGolden as golden, ridgeOf, split } from './_maps.fixture';
import { MapConfig } from './mapConfig';
import { mapFamily } from './MapFamily';
import { metrics } from './metrics';
import { nestedPredictivity } from './nestedPredictivity';
import { predictivity } from './predictivity';
import { randomSplits } from './randomSplits';
import type { Split } from './Split';
import { stratifiedKFold } from './stratifiedKFold';
import { stratifiedShuffleSplit } from './stratifiedShuffleSplit';

const { X, Y } = mapsExample();

describe('predictivity', () => {
  it('correlates what is predicted with what was seen, on the stimuli held out, by hand', () => {
    const source = table([[0], [1], [2], [4], [3]]);
    const target = table([[1], [3], [2], [4], [9]]);
    const { correlations, values, median, n } = predictivity(source, target, {
      map: identityMap,
      splits: [split([0, 1], [2, 3, 4]), split([4], [0, 1, 2])],
    });
    // 2, 4, 3 with 2, 4, 9: 2 / sqrt(2 * 26); 0, 1, 2 with 1, 3, 2: 1 / 2.
    const [first, second] = [2 / Math.sqrt(52), 0.5];
    expect(largestDifference(correlations.values, [first, second])).toBeLessThan(1e-15);
    expect(correlations.shape).toEqual([2, 1]);
    expect(values.values[0]).toBeCloseTo((first + second) / 2, 15);
    expect(median).toBe(values.values[0]);
    expect(n).toBe(1);
  });

  it('is 1 for a source that holds the target, whatever the scale', () => {
    const target = ndArray(
      X.values.filter((_, at) => at % 60 < 3).map((value) => 5 - 2 * value),
      [80, 3],
    );
    const splits = randomSplits(80, { trainFraction: 0.9, splits: 2 });
    const { values } = predictivity(X, target, { map: made({ kind: 'leastSquares' }), splits });
    expect(largestDifference(values.values, [1, 1, 1])).toBeLessThan(1e-12);
  });

  it('counts what has no value, site by site', () => {
    const source = table([[1], [2], [4], [3]]);
    const target = table([
      [1, 5, 2, 1],
      [3, 5, 2, 0],
      [2, 5, 7, 3],
      [5, 5, 7, 4],
    ]);
    const splits = [split([0, 1], [2, 3]), split([1, 2], [3]), split([2, 3], [0, 1])];
    const all = (x: NdArray) =>
      ndArray(
        new Float64Array(x.shape[0]! * 4).map((_, at) => x.values[at >> 2]!),
        [x.shape[0]!, 4],
      );
    const result = predictivity(source, target, { map: () => ({ predict: all }), splits });
    expect([...result.correlations.values]).toEqual([-1, NaN, NaN, -1, NaN, NaN, NaN, NaN, 1, NaN, NaN, -1]);
    expect([...result.values.values]).toEqual([0, NaN, NaN, -1]);
    expect(result.median).toBe(-0.5);
    expect(result.undefinedCorrelations).toBe(8);
    expect(result.undefinedSites).toBe(2);
    expect(result.n).toBe(4);
  });

  it('is NaN only for the site whose prediction is', () => {
    const predict = () =>
      table([
        [1, NaN],
        [2, 1],
      ]);
    const target = table([
      [0, 0],
      [1, 1],
      [2, 2],
    ]);
    const result = predictivity(table([[1], [2], [3]]), target, {
      map: () => ({ predict }),
      splits: [split([0], [1, 2])],
    });
    expect([...result.values.values]).toEqual([1, NaN]);
  });

  it('has no value where the training target is constant, not the sign of rounding', () => {
    const source = parkMiller(3, [16, 2]);
    const target = ndArray(
      Float64Array.from({ length: 16 }, (_, row) => (row < 8 ? 0.7 : row)),
      [16, 1],
    );
    const splits = [split([0, 1, 2, 3, 4, 5, 6, 7], [8, 9, 10, 11, 12, 13, 14, 15])];
    for (const config of [{ kind: 'ridge' }, { kind: 'pls', components: 1 }, { kind: 'leastSquares' }]) {
      expect(predictivity(source, target, { map: made(config), splits }).median).toBeNaN();
    }
  });

  it('names what does not fit', () => {
    const of =
      (splits: Split[], source = table([[1], [2], [3]]), target = source) =>
      () =>
        predictivity(source, target, { map: identityMap, splits });
    expect(of([])).toThrow(/predictivity: splits must be at least 1, got none/);
    expect(of([split([0], [1]), split([0], [])])).toThrow(
      /predictivity: split 1 must test some samples, got none/,
    );
    expect(of([split([0], [3])])).toThrow(/split 0 must hold indices of 3 samples, got 3/);
    expect(of([split([-1], [2])])).toThrow(/split 0 must hold indices of 3 samples, got -1/);
    expect(of([split([0, 1], [2, 1])])).toThrow(/split 0 must part its samples, got 1 in train and test/);
    expect(of([split([0], [1])], table([[1], [2]]), table([[1]]))).toThrow(
      /target must have the 2 rows of source/,
    );
    expect(of([split([0], [1])], table([[NaN], [2]]))).toThrow(/predictivity: source must be finite/);
    expect(of([split([0], [1])], table([[1], [2]]), table([[1], [NaN]]))).toThrow(
      /predictivity: target must be/,
    );
  });
});

describe('the metric predictivity', () => {
  // Maps [x, y, units] of goal-driven units and cells; neuroailab/mec's own fitting routines give these numbers.
  const maps = parkMiller(111, [16, 3]);
  const cells = product(
    maps,
    table([
      [1, -0.5],
      [0.5, 1],
      [-1, 0.25],
    ]),
  );
  const noise = parkMiller(112, [16, 2]).values;
  const target = ndArray(
    cells.values.map((value, at) => value + 0.3 * (noise[at]! - 0.5)),
    [16, 2],
  );
  const hole = ndArray(
    maps.values.map((value, at) => (at < 3 ? NaN : value)),
    [16, 3],
  );
  const ridgeMap = { kind: 'ridge' };
  const run = (source: NdArray, options: object) =>
    metrics.predictivity.run({ source, target }, { missing: 'drop', ...options });
  const valuesOf = (result: ReturnType<typeof run>) => (result['values'] as NdArray).values;

  it("agrees with mec's fits on maps with a bin that was not visited", () => {
    const random = (trainFraction: number) => ({ kind: 'random', trainFraction });
    const fifth = run(hole, { map: ridgeMap, splits: random(0.2) });
    expect(largestDifference(valuesOf(fifth), [0.383178677803, 0.620334361541])).toBeLessThan(1e-9);
    expect([fifth['stimuli'], fifth['droppedStimuli'], fifth.n]).toEqual([15, 1, 2]);
    const single = run(hole, { map: { kind: 'oneToOne' }, splits: random(0.2) });
    expect(largestDifference(valuesOf(single), [0.0925504712028, 0.58075999372])).toBeLessThan(1e-9);
    const half = run(hole, { map: ridgeMap, splits: random(0.5) });
    expect(largestDifference(valuesOf(half), [0.711101136143, 0.840339652936])).toBeLessThan(1e-9);
  });

  it("agrees with mec's fits on regions of the arena", () => {
    const expected = {
      leftright: [0.331937704981, 0.847581824937],
      topbottom: [0.731369970367, 0.878377514096],
      diag1: [0.846598119378, 0.956369125857],
      diag2: [0.889432507215, 0.959661053372],
      quad: [0.597737927757, 0.735848795166],
    };
    for (const [division, values] of Object.entries(expected)) {
      const splits = { kind: 'structured2d', rows: 4, columns: 4, division };
      expect(largestDifference(valuesOf(run(maps, { map: ridgeMap, splits })), values)).toBeLessThan(1e-9);
    }
    const splits = { kind: 'structured2d', rows: 4, columns: 4, division: 'quad' };
    expect(() => run(hole, { map: ridgeMap, splits })).toThrow(/lattice of 4 x 4 .* got 15 samples/);
  });

  it('drops a stimulus with a gap in the target too, with its labels', () => {
    const gap = ndArray(
      target.values.map((value, at) => (at === 9 ? Infinity : value)),
      [16, 2],
    );
    const groups = ndArray(
      Float64Array.from({ length: 16 }, (_, row) => row >> 1),
      [16],
    );
    const options = { map: ridgeMap, splits: { kind: 'groupKFold', folds: 4 }, missing: 'drop' };
    const dropped = metrics.predictivity.run({ source: maps, target: gap, groups }, options);
    const without = (m: NdArray, width: number) =>
      ndArray(
        m.values.filter((_, at) => Math.floor(at / width) !== 4),
        m.shape.length === 1 ? [15] : [15, width],
      );
    const direct = metrics.predictivity.run(
      { source: without(maps, 3), target: without(target, 2), groups: without(groups, 1) },
      options,
    );
    expect(dropped['values']).toEqual(direct['values']);
    expect([dropped['droppedStimuli'], direct['droppedStimuli']]).toEqual([1, 0]);
    expect(() => metrics.predictivity.run({ source: maps, target: gap }, { map: ridgeMap })).toThrow(
      /predictivity: target must be finite, got Infinity at flat index 9/,
    );
    const nothing = ndArray(new Float64Array(48).fill(NaN), [16, 3]);
    expect(() => run(nothing, { map: ridgeMap })).toThrow(/must share a stimulus without a gap, got none/);
  });

  it('chooses among a grid, and says what it chose', () => {
    const options = {
      map: ridgeMap,
      splits: { kind: 'random', trainFraction: 0.6, splits: 3 },
      nested: { grid: { alpha: alphas }, splits: { kind: 'kFold', folds: 4 }, choice: 'shared' },
    };
    const result = metrics.predictivity.run({ source: X, target: Y }, options);
    const shared = golden.nested.ridge[1]!;
    expect((result['candidates'] as { alpha: number }[]).map(({ alpha }) => alpha)).toEqual(alphas);
    expect([...(result['chosen'] as NdArray).values]).toEqual(shared.chosen);
    expect(largestDifference((result['correlations'] as NdArray).values, shared.r)).toBeLessThan(1e-9);
    const site = metrics.predictivity.run(
      { source: X, target: Y },
      { ...options, nested: { ...options.nested, choice: 'site' } },
    );
    expect([...(site['chosen'] as NdArray).values]).toEqual(golden.gridSearch);
    const groups = ndArray(
      Float64Array.from({ length: 80 }, (_, row) => Math.floor(row / 4) % 10),
      [80],
    );
    const grouped = {
      ...options,
      splits: { kind: 'groupShuffleSplit', trainFraction: 0.6, splits: 2 },
      nested: { grid: { alpha: [1, 100] }, splits: { kind: 'groupKFold', folds: 3 } },
    };
    expect(metrics.predictivity.run({ source: X, target: Y, groups }, grouped)['undefinedSites']).toBe(0);
    const torn = { ...grouped, nested: { grid: { alpha: [1] } } };
    expect(() => metrics.predictivity.run({ source: X, target: Y, groups }, torn)).toThrow(
      /groups must be kept whole.* got kFold/,
    );
  });

  it('balances strata, within training too', () => {
    const strata = ndArray(
      Float64Array.from({ length: 80 }, (_, row) => row % 4),
      [80],
    );
    const options = {
      map: ridgeMap,
      splits: { kind: 'stratifiedShuffleSplit', trainFraction: 0.75, splits: 2 },
      nested: { grid: { alpha: [1, 100] }, splits: { kind: 'stratifiedKFold', folds: 3 } },
    };
    const result = metrics.predictivity.run({ source: X, target: Y, strata }, options);
    const direct = nestedPredictivity(X, Y, {
      candidates: mapFamily([1, 100].map(ridgeOf)),
      splits: stratifiedShuffleSplit(strata.values, new RandomState(0), { splits: 2, trainFraction: 0.75 }),
      innerSplits: (train) =>
        stratifiedKFold(
          Array.from(train, (sample) => sample % 4),
          3,
        ),
      choice: 'site',
    });
    expect(result['chosen']).toEqual(direct.chosen);
    // Candidates share a decomposition here, which rounds otherwise than fits apart.
    const { values } = result['correlations'] as NdArray;
    expect(largestDifference(values, [...direct.correlations.values])).toBeLessThan(1e-12);
    expect(() => metrics.predictivity.run({ source: X, target: Y }, options)).toThrow(
      /takes strata .* got none/,
    );
  });

  it('has one candidate where nothing is to be chosen', () => {
    const result = metrics.predictivity.run(
      { source: X, target: Y },
      { map: { kind: 'pls', components: 3 } },
    );
    expect(result['candidates']).toEqual([MapConfig.parse({ kind: 'pls', components: 3 })]);
    expect([...(result['chosen'] as NdArray).values]).toEqual(Array(40).fill(0));
    expect((result['chosen'] as NdArray).shape).toEqual([10, 4]);
    expect(result['undecidedChoices']).toBe(0);
    expect(result['stimuli']).toBe(80);
  });

  it('asks for labels and sites of every stimulus', () => {
    const labels = ndArray(new Float64Array(3), [3]);
    const short = table([[1, 2]]);
    expect(() => metrics.predictivity.run({ source: X, target: short })).toThrow(
      /predictivity: target must have the 80 stimuli of source, got 1/,
    );
    expect(() => metrics.predictivity.run({ source: X, target: Y, groups: labels })).toThrow(
      /predictivity: groups must have the 80 stimuli of source, got 3/,
    );
    expect(() => metrics.predictivity.run({ source: X, target: Y, strata: labels })).toThrow(
      /predictivity: strata must have the 80 stimuli of source, got 3/,
    );
  });
});
