import { ConfigError, RandomState } from '@goal-driven/core/arrays';
import {
  interAnimalConsistency,
  oneToOne,
  pooledTrials,
  ridge,
  splitHalfReliability,
} from '@goal-driven/metrics';
import { describe, expect, it } from 'vitest';
import { animalOf, largestDifference, parkMiller, readers } from './_mice.fixture';
import { animalConsistency, unitReliability } from './animalConsistency';
import { consistencyByImages, consistencyByUnits, extrapolateUnits } from './consistencyCurves';
import { mouseFit } from './mouseFit';
import { MousePredictivity } from './MousePredictivity';
import { summariseFits } from './summariseFits';

const features = parkMiller(1, [30, 5]);
const animals = [5, 7, 9].map((units, index) =>
  animalOf(10 + index, readers(features, { units, seed: index + 1 })),
);
const area = { area: 'VISal' as const, animals };
const config = (fields: object = {}) =>
  MousePredictivity.parse({ map: { kind: 'ridge', alpha: 1 }, splits: 3, halves: 4, ...fields });
const responses = animals.map((animal) => animal.responses);

describe('animalConsistency', () => {
  it('is that of metrics, pooled, animal by animal', () => {
    const expected = interAnimalConsistency(responses, {
      ...{ mode: 'holdout', form: 'halfNumerator', halves: 4, seed: 0, splits: 3, trainFraction: 0.5 },
      map: (source, target) => ridge(source, target, { alpha: 1 }),
    });
    const { test, train } = animalConsistency(area, config(), { source: 'pooled' });
    expect(test.map(({ specimen }) => specimen)).toEqual([10, 11, 12]);
    const joined = (fits: typeof test) => fits.flatMap(({ ceiled }) => [...ceiled]);
    expect(largestDifference(joined(test), expected.test.ceiled.sites)).toBeLessThan(1e-9);
    expect(largestDifference(joined(train!), expected.train.ceiled.sites)).toBeLessThan(1e-9);
  });

  it('is that of metrics, pairwise, from as many units as the smallest animal has', () => {
    const expected = interAnimalConsistency(responses, {
      ...{ mode: 'pairwise', form: 'halfNumerator', halves: 4, seed: 0, splits: 3, trainFraction: 0.5 },
      ...{ map: oneToOne, sourceUnits: { count: 'smallest', subsets: 3 } },
    });
    const map = config({ map: { kind: 'oneToOne' } });
    const { test } = animalConsistency(area, map, { source: 'pairwise', subsets: 3 });
    const joined = test.flatMap(({ ceiled }) => [...ceiled]);
    expect(largestDifference(joined, expected.test.ceiled.sites)).toBeLessThan(1e-9);
  });

  it('orders maps as they are free where animals share a code: one to one least', () => {
    const median = (map: object) =>
      summariseFits(animalConsistency(area, config({ map }), { source: 'pooled' }).test).ceiled;
    expect(median({ kind: 'oneToOne' })).toBeLessThan(median({ kind: 'ridge', alpha: 1 }));
    const { test, train } = animalConsistency(area, config({ map: { kind: 'rsa' } }), { source: 'pairwise' });
    expect(test.map(({ ceiled }) => ceiled.length)).toEqual([1, 1, 1]);
    expect(train).toBeUndefined();
  });

  it('needs two animals', () => {
    const alone = { ...area, animals: animals.slice(0, 1) };
    expect(() => animalConsistency(alone, config(), { source: 'pooled' })).toThrow(ConfigError);
    expect(() => animalConsistency(alone, config(), { source: 'pooled' })).toThrow(
      'VISal must have at least 2 animals, got 1',
    );
  });

  it('has the reliability of units as metrics do', () => {
    const [first] = unitReliability(area, config());
    expect(first).toEqual(splitHalfReliability(responses[0]!, { halves: 4, seed: 0 }).reliability);
  });
});

describe('curves of consistency', () => {
  it('take the first images of a permutation, and split these by another of the same seed', () => {
    const config2 = config({ splits: 2 });
    const splits = [0, 1].map((seed) => {
      const first = [...new RandomState(seed).permutation(30)].slice(0, 11);
      const order = [...new RandomState(seed).permutation(11)].map((place) => first[place]!);
      return { train: order.slice(0, 6), test: order.slice(6) };
    });
    const expected = animals.map((target) => {
      const others = animals.filter((animal) => animal !== target).map((animal) => animal.responses);
      return mouseFit([pooledTrials(others)], target.responses, config2, { splits });
    });
    const [point] = consistencyByImages(area, config2, { counts: [11] });
    expect(point!.test).toEqual(summariseFits(expected.map(({ test }) => test)));
    expect(point!.train).toEqual(summariseFits(expected.map(({ train }) => train!)));
  });

  it('take as many units as the share asks for, rounded up, anew in every half', () => {
    const others = (target: (typeof animals)[number]) =>
      pooledTrials(animals.filter((animal) => animal !== target).map((animal) => animal.responses));
    const expected = animals.map((target) => {
      const sourceUnits = { count: Math.ceil(0.3 * others(target).shape[2]!), subsets: 2 };
      return mouseFit([others(target)], target.responses, config(), { sourceUnits }).test;
    });
    const [point] = consistencyByUnits(area, config(), { shares: [0.3], subsets: 2 });
    expect(point!.test).toEqual(summariseFits(expected)); // 0.3 of 16, 14 and 12 units: 5, 5 and 4
  });

  it('from all images and all units end at the consistency of the area', () => {
    const whole = animalConsistency(area, config(), { source: 'pooled' });
    const [images] = consistencyByImages(area, { ...config(), splits: 1 }, { counts: [30] });
    expect(images!.images).toBe(30);
    const [units] = consistencyByUnits(area, config(), { shares: [1] });
    expect(units!.test).toEqual(summariseFits(whole.test));
    expect(units!.train).toEqual(summariseFits(whole.train!));
    // The order of the images is shuffled twice, so the split of all images is another one.
    expect(images!.test.n).toBe(units!.test.n);
  });

  it('rise with units, along the logarithm of their number', () => {
    const weak = {
      ...area,
      animals: animals.map((_, at) =>
        animalOf(at, readers(parkMiller(3, [30, 20]), { units: 10, seed: at + 1, noise: 1 })),
      ),
    };
    const curve = consistencyByUnits(weak, config({ halves: 2 }), { shares: [0.2, 0.5, 1], subsets: 2 });
    expect(curve.map(({ share }) => share)).toEqual([0.2, 0.5, 1]);
    expect(curve[0]!.test.ceiled).toBeLessThan(curve[2]!.test.ceiled);
    const { slope, at } = extrapolateUnits(curve);
    expect(slope).toBeGreaterThan(0);
    expect(at(10) - at(1)).toBeCloseTo(slope, 10);
  });

  it('extrapolate by least squares', () => {
    const point = (share: number, ceiled: number) => ({
      share,
      test: { ceiled, raw: ceiled, ceiling: 1, sem: 0, n: 1, undefinedUnits: 0 },
    });
    const line = extrapolateUnits([point(0.01, 0.1), point(0.1, 0.3), point(1, 0.5), point(0.5, NaN)]);
    expect([line.slope, line.intercept, line.at(10)].map((value) => Number(value.toFixed(12)))).toEqual([
      0.2, 0.5, 0.7,
    ]);
  });

  it('refuse counts and shares out of range, and RSA', () => {
    expect(() => consistencyByImages(area, config(), { counts: [31] })).toThrow(
      'whole numbers in 4 .. 30, got 31',
    );
    expect(() => consistencyByUnits(area, config(), { shares: [0] })).toThrow(
      'shares must be in (0, 1], got 0',
    );
    expect(() => consistencyByImages(area, config({ map: { kind: 'rsa' } }), { counts: [10] })).toThrow(
      ConfigError,
    );
  });
});
