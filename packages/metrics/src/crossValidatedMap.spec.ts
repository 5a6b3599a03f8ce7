import { describe, expect, it } from 'vitest';
import { ndArray, RandomState, type NdArray } from '@goal-driven/core/arrays';
import { bestCandidates } from './bestCandidates';
import { crossValidatedMap } from './crossValidatedMap';
import { largestDifference, table } from './_fixtures';
import { groupKFold } from './groupKFold';
import { kFold } from './kFold';
import { columnCorrelations } from './pearson';
import { alphas, made, mapsExample, mapsGolden as golden, ridgeOf, split } from './_maps.fixture';
import { createMapFamily, MapConfig } from './mapConfig';
import { mapFamily } from './MapFamily';
import { nestedPredictivity } from './nestedPredictivity';
import { randomSplits } from './randomSplits';
import { ridge } from './ridge';

const { X, Y } = mapsExample();

describe('bestCandidates', () => {
  const scores = (rows: number[][][]) =>
    ndArray(Float64Array.from(rows.flat(2)), [rows.length, rows[0]!.length, rows[0]![0]!.length]);

  it('takes for each site the largest mean over splits, the first of equals', () => {
    const of = scores([
      [
        [0.25, 1, 0.5],
        [0.25, 0, 0.5],
      ],
      [
        [0.5, 0.5, NaN],
        [0.5, 0.5, 0.75],
      ],
      [
        [0, 0.5, 0],
        [1, 0.5, 0.5],
      ],
    ]);
    const { chosen, means, undecided } = bestCandidates(of, 'site');
    expect([...means.values]).toEqual([0.25, 0.5, 0.5, 0.5, 0.5, 0.75, 0.5, 0.5, 0.25]);
    expect(means.shape).toEqual([3, 3]);
    expect([...chosen]).toEqual([1, 0, 1]);
    expect(undecided).toBe(0);
  });

  it('takes for all sites the largest median over sites of these means', () => {
    // Means 0, 9, 1 and 2, 2, 2: the mean over sites would say the first, the median the second.
    const of = scores([[[0, 9, 1]], [[2, 2, 2]], [[2, 2, 2]]]);
    expect([...bestCandidates(of, 'shared').chosen]).toEqual([1, 1, 1]);
    expect([...bestCandidates(of, 'site').chosen]).toEqual([1, 0, 1]);
  });

  it('passes over what is undefined, and counts sites without any score', () => {
    const of = scores([[[NaN, NaN, NaN]], [[NaN, 0.5, -1]], [[NaN, 0.25, -0.5]]]);
    expect([...bestCandidates(of, 'site').chosen]).toEqual([0, 1, 2]);
    expect(bestCandidates(of, 'site').undecided).toBe(1);
    // Medians of 0.5, -1 and of 0.25, -0.5.
    expect([...bestCandidates(of, 'shared').chosen]).toEqual([2, 2, 2]);
    expect(bestCandidates(of, 'shared').undecided).toBe(1);
    const nothing = bestCandidates(scores([[[NaN]], [[NaN]]]), 'shared');
    expect([[...nothing.chosen], nothing.undecided]).toEqual([[0], 1]);
  });

  it('names what does not fit', () => {
    expect(() => bestCandidates(table([[1]]), 'site')).toThrow(
      /must be \[candidates, splits, sites\].* got \[1,1\]/,
    );
    expect(() => bestCandidates(ndArray(new Float64Array(0), [2, 0, 3]), 'site')).toThrow(/got \[2,0,3\]/);
    expect(() => bestCandidates(scores([[[1]]]), 'every' as 'site')).toThrow(
      /must be site or shared, got every/,
    );
  });
});

describe('crossValidatedMap', () => {
  const candidates = mapFamily([0.1, 100].map(ridgeOf));

  it('is each chosen candidate fitted to all samples, site by site', () => {
    const map = crossValidatedMap(X, Y, {
      candidates: mapFamily(alphas.map(ridgeOf)),
      splits: kFold(80, 4),
      choice: 'site',
    });
    expect(new Set(map.chosen).size).toBeGreaterThan(1);
    const prediction = map.predict(X);
    expect(prediction.shape).toEqual([80, 4]);
    map.chosen.forEach((index, site) => {
      const own = ridge(X, Y, { alpha: alphas[index]! }).predict(X);
      const column = (m: NdArray) => [...m.values].filter((_, at) => at % 4 === site);
      expect(column(prediction)).toEqual(column(own));
    });
  });

  it('scores by what was held out', () => {
    const splits = kFold(80, 2);
    const { means } = crossValidatedMap(X, Y, { candidates, splits, choice: 'shared' });
    const rows = (m: NdArray, start: number) => {
      const width = m.shape[1]!;
      return ndArray(m.values.slice(start * width, (start + 40) * width), [40, width]);
    };
    const expected = [0, 40].map((start) => {
      const fitted = ridge(rows(X, 40 - start), rows(Y, 40 - start), { alpha: 100 });
      return columnCorrelations(fitted.predict(rows(X, start)), rows(Y, start)).values;
    });
    const mean = Array.from({ length: 4 }, (_, site) => (expected[0]![site]! + expected[1]![site]!) / 2);
    expect(largestDifference(means.values.slice(4), mean)).toBeLessThan(1e-14);
  });

  it('names what does not fit', () => {
    const splits = kFold(80, 2);
    expect(() => crossValidatedMap(X, Y, { candidates: mapFamily([]), splits, choice: 'site' })).toThrow(
      /crossValidatedMap: candidates must be at least 1, got none/,
    );
    expect(() => crossValidatedMap(X, Y, { candidates, splits: kFold(81, 2), choice: 'site' })).toThrow(
      /crossValidatedMap: split 0 must hold indices of 80 samples, got 80/,
    );
    expect(() => crossValidatedMap(X, table([[1]]), { candidates, splits, choice: 'site' })).toThrow(
      /crossValidatedMap: target must have the 80 rows of source, got 1/,
    );
    const gap = table([[NaN], [1]]);
    const whole = table([[1], [2]]);
    const halves = { candidates, splits: kFold(2, 2), choice: 'site' } as const;
    expect(() => crossValidatedMap(gap, whole, halves)).toThrow(/crossValidatedMap: source must be finite/);
    expect(() => crossValidatedMap(whole, gap, halves)).toThrow(/crossValidatedMap: target must be finite/);
  });
});

describe('nestedPredictivity', () => {
  const splits = randomSplits(80, { trainFraction: 0.6, splits: 3 });

  it.each(golden.nested.ridge)(
    "chooses penalties as a search of scikit-learn's parts: $choice",
    (expected) => {
      const { choice, r, chosen } = expected;
      const result = nestedPredictivity(X, Y, {
        candidates: mapFamily(alphas.map(ridgeOf)),
        splits,
        innerSplits: (train) => kFold(train.length, 4),
        choice,
      });
      expect([...result.chosen.values]).toEqual(chosen);
      expect(result.chosen.shape).toEqual([3, 4]);
      expect(largestDifference(result.correlations.values, r)).toBeLessThan(1e-9);
      expect(result.undecidedChoices).toBe(0);
      if (choice === 'site') expect([...result.chosen.values]).toEqual(golden.gridSearch);
    },
  );

  it.each(golden.nested.pls)(
    'chooses components of a pipeline, fitted anew within each fold: $choice',
    (expected) => {
      const { choice, r, chosen } = expected;
      const preprocessing = [{ kind: 'standardise' }];
      const result = nestedPredictivity(X, Y, {
        candidates: createMapFamily(
          [1, 2, 3, 5, 8, 13].map((components) =>
            MapConfig.parse({ kind: 'pls', components, preprocessing }),
          ),
        ),
        splits,
        innerSplits: (train) => kFold(train.length, 3, { random: new RandomState(2) }),
        choice,
      });
      expect([...result.chosen.values]).toEqual(chosen);
      expect(largestDifference(result.correlations.values, r)).toBeLessThan(1e-8);
    },
  );

  it('keeps groups whole within training too', () => {
    const groups = Array.from({ length: 80 }, (_, row) => Math.floor(row / 4) % 10);
    const { r, chosen } = golden.nested.groups;
    const result = nestedPredictivity(X, Y, {
      candidates: mapFamily(alphas.map(ridgeOf)),
      splits,
      innerSplits: (train) =>
        groupKFold(
          Array.from(train, (sample) => groups[sample]!),
          3,
        ),
      choice: 'site',
    });
    expect([...result.chosen.values]).toEqual(chosen);
    expect(largestDifference(result.correlations.values, r)).toBeLessThan(1e-9);
  });

  it('never sees the test stimuli when it chooses', () => {
    const one = [
      split(
        [...Array(60).keys()],
        [...Array(20).keys()].map((row) => row + 60),
      ),
    ];
    const options = {
      candidates: mapFamily(alphas.map(ridgeOf)),
      splits: one,
      innerSplits: (train: Int32Array) => kFold(train.length, 4),
      choice: 'site',
    } as const;
    const other = ndArray(
      Y.values.map((value, at) => (at < 240 ? value : -value)),
      Y.shape,
    );
    const [seen, turned] = [nestedPredictivity(X, Y, options), nestedPredictivity(X, other, options)];
    expect(turned.chosen).toEqual(seen.chosen);
    expect(
      largestDifference(turned.values.values, [...seen.values.values.map((value) => -value)]),
    ).toBeLessThan(1e-14);
  });

  it('counts choices that no score decides', () => {
    const still = ndArray(
      Y.values.map((value, at) => (at % 4 === 2 ? 0.7 : value)),
      Y.shape,
    );
    const result = nestedPredictivity(X, still, {
      candidates: mapFamily(alphas.map((alpha) => made({ kind: 'ridge', alpha }))),
      splits,
      innerSplits: (train) => kFold(train.length, 4),
      choice: 'site',
    });
    expect(result.undecidedChoices).toBe(3);
    expect(result.undefinedCorrelations).toBe(3);
    expect(result.undefinedSites).toBe(1);
    expect([2, 6, 10].map((at) => result.chosen.values[at])).toEqual([0, 0, 0]);
  });

  it('names what does not fit', () => {
    const options = {
      candidates: mapFamily([ridgeOf(1)]),
      splits,
      innerSplits: () => kFold(4, 2),
      choice: 'site',
    } as const;
    const of =
      (source: NdArray, target: NdArray, changed = {}) =>
      () =>
        nestedPredictivity(source, target, { ...options, ...changed });
    expect(of(X, table([[1]]))).toThrow(/nestedPredictivity: target must have the 80 rows of source, got 1/);
    expect(of(table([[NaN]]), table([[1]]))).toThrow(/nestedPredictivity: source must be finite/);
    expect(of(table([[1]]), table([[NaN]]))).toThrow(/nestedPredictivity: target must be finite/);
    expect(of(X, Y, { splits: [] })).toThrow(/nestedPredictivity: splits must be at least 1/);
    expect(of(X, Y, { innerSplits: () => [] })).toThrow(/crossValidatedMap: splits must be at least 1/);
  });
});
