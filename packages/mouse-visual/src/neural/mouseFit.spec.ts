import { ConfigError, ndArray, RandomState, type NdArray } from '@goal-driven/core/arrays';
import { randomSplits, splitHalfReliability } from '@goal-driven/metrics';
import { describe, expect, it } from 'vitest';
import { goldenAnimals, largestDifference, parkMiller, readers } from './_mice.fixture';
import { mouseFit } from './mouseFit';
import { MousePredictivity, mouseMapName, publishedMaps } from './MousePredictivity';

const config = (fields: object) => MousePredictivity.parse({ splits: 1, halves: 1, ...fields });
const pls2 = { kind: 'pls', components: 2 };
const ridge = { kind: 'ridge', alpha: 1 };
const oneToOne = { kind: 'oneToOne' };

describe('the published splits', () => {
  const published = [
    [0, '86 85 94 8 89 22 7 10', 44, 3321],
    [1, '94 54 59 115 74 46 31 80', 37, 3865],
    [2, '24 91 28 56 2 53 45 79', 40, 3202],
    [3, '101 94 6 25 80 42 5 98', 106, 3538],
    [4, '13 2 25 16 19 41 5 24', 46, 3249],
    [5, '70 59 39 10 96 23 57 42', 99, 3461],
    [6, '72 16 0 104 20 34 98 23', 10, 3129],
    [7, '79 105 71 22 26 40 5 43', 47, 3425],
    [8, '99 29 17 57 86 101 70 107', 67, 3566],
    [9, '70 3 28 100 10 47 21 61', 92, 3017],
  ] as const;

  it('of 118 images are those of the reference', () => {
    const { splits, trainFraction } = MousePredictivity.parse({});
    const made = randomSplits(118, { splits, trainFraction, seed: 0 });
    const rows = made.map(({ train, test }, seed) => [
      seed,
      [...train].slice(0, 8).join(' '),
      test.at(-1),
      train.reduce((sum, image) => sum + image, 0),
    ]);
    expect(rows).toEqual(published);
  });

  it.each([
    [0, '28 11 10 41 2 27 38 31', 638, '2 30 23 16 13 28 9 45', 659],
    [1, '27 35 40 38 2 3 48 29', 748, '17 28 43 13 11 20 1 42', 658],
    [99, '16 32 13 11 28 22 38 36', 652, '14 34 30 20 16 15 29 38', 610],
  ])(
    'of 50 trials by seed %i are those of the reference, target first, source second',
    (seed, ...expected) => {
      const state = new RandomState(seed);
      const shuffled = () => {
        const order = Array.from({ length: 50 }, (_, trial) => trial);
        state.shuffle(order);
        return [order.slice(0, 8).join(' '), order.slice(0, 25).reduce((sum, trial) => sum + trial, 0)];
      };
      expect([...shuffled(), ...shuffled()]).toEqual(expected);
    },
  );
});

describe('mouseFit', () => {
  const { target, features, animal } = goldenAnimals();
  const scores = (source: NdArray, map: object) =>
    [0, 1, 2].flatMap((seed) => [...mouseFit([source], target, config({ map, seed })).test.ceiled]);

  it.each([
    ['PLS', pls2, [-0.4055482, -0.3533133, -0.4195949, -0.7365662, -0.2597255, -0.3072461], 1e-4],
    ['one-to-one', oneToOne, [-0.5992182, 0.4815345, -0.5118911, 0.2958329, -0.4470545, 0.5669925], 1e-7],
    ['ridge', ridge, [-0.3771389, -0.6826014, -0.2668713, -1.0120683, -0.1072284, -0.5946448], 1e-7],
    ['RSA', { kind: 'rsa' }, [0.0398803, -0.1699483, -0.1699483], 1e-7],
  ])('gives the numbers of the reference from a model: %s', (_, map, expected, tolerance) => {
    expect(largestDifference(scores(features, map), expected)).toBeLessThan(tolerance);
  });

  it.each([
    ['one-to-one', oneToOne, [1.0536012, 0.9961139, 1.0051085], 1e-7],
    ['PLS', pls2, [0.7886728, 0.7705472, 0.830599], 1e-4],
  ])(
    'gives the numbers of the reference from an animal, above 1 and NaN: %s',
    (_, map, expected, tolerance) => {
      const found = scores(animal, map);
      expect(
        largestDifference(
          [0, 2, 4].map((at) => found[at]!),
          expected,
        ),
      ).toBeLessThan(tolerance);
      expect([1, 3, 5].map((at) => found[at])).toEqual([NaN, NaN, NaN]);
    },
  );

  it('is the mean of what is defined over halves, splits and sources', () => {
    const all = mouseFit([features], target, config({ map: ridge, halves: 3 })).test.ceiled;
    const single = scores(features, ridge);
    const mean = (unit: number) => (single[unit]! + single[2 + unit]! + single[4 + unit]!) / 3;
    expect(largestDifference(all, [mean(0), mean(1)])).toBeLessThan(1e-12);
    const both = mouseFit([features, animal], target, config({ map: oneToOne })).test.ceiled;
    expect(both[0]).toBeCloseTo((-0.5992182 + 1.0536012) / 2, 6);
    expect(both[1]).toBeCloseTo(0.4815345, 6); // the animal has none for this unit
  });

  const model = parkMiller(1, [24, 4]);

  it('is 1 where trials do not differ and a map can be exact; an animal predicts itself one to one (law 7)', () => {
    const quiet = readers(model, { noise: 0 });
    for (const map of [
      { kind: 'pls', components: 4 },
      { kind: 'ridge', alpha: 1e-6 },
    ]) {
      const { ceiled, ceiling } = mouseFit([model], quiet, config({ map })).test;
      expect(Math.min(...ceiled)).toBeGreaterThan(1 - 1e-9);
      expect(Math.min(...ceiling)).toBeGreaterThan(1 - 1e-9);
    }
    const noisy = readers(parkMiller(1, [118, 4]), { units: 6, trials: 30, noise: 0.25 });
    const own = mouseFit([noisy], noisy, config({ map: oneToOne, halves: 20, splits: 4 })).test;
    own.ceiled.forEach((value, unit) => {
      // Halves of source and target share half of their trials: with q = noise / 2 signal of a half, (1 + q)^2 / (1 + 2q).
      const q = 1 / own.ceiling[unit]! - 1;
      expect(Math.abs(value - (1 + q) ** 2 / (1 + 2 * q))).toBeLessThan(0.005);
      expect(Math.abs(value - 1)).toBeLessThan(0.01);
    });
  });

  it('has a ceiling of the target alone without a map, and a lower one with one (law 8)', () => {
    const noisy = readers(model, { units: 4, noise: 2 });
    const ceiling = (map: object) =>
      mouseFit([model], noisy, config({ map, splits: 4, halves: 4 })).test.ceiling;
    const [identity, fitted] = [ceiling({ kind: 'identity' }), ceiling({ kind: 'pls', components: 4 })];
    const images = [...Array(24).keys()];
    const split = { train: images.slice(0, 12), test: images.slice(12) };
    const options = { splits: [split] };
    const { test } = mouseFit([model], noisy, config({ map: { kind: 'identity' } }), options);
    const rows = Array.from({ length: 10 }, (_, trial) => [
      ...noisy.values.slice(trial * 96 + 48, trial * 96 + 96),
    ]);
    const held = ndArray(Float64Array.from(rows.flat()), [10, 12, 4]);
    const { reliability } = splitHalfReliability(held, { halves: 1, seed: 0 });
    expect(largestDifference(test.ceiling, reliability.map(Math.sqrt))).toBeLessThan(1e-12);
    identity.forEach((value, unit) => expect(fitted[unit]!).toBeLessThan(value));
  });

  it('is indifferent to gain and offset of a unit, but for PLS of several (law 9)', () => {
    const noisy = readers(model, { units: 3, noise: 1 });
    const scaled = ndArray(
      noisy.values.map((value, at) => (at % 3 === 1 ? 40 * value + 3 : value)),
      noisy.shape,
    );
    const difference = (map: object) => {
      const [a, b] = [noisy, scaled].map(
        (own) => mouseFit([model], own, config({ map, halves: 3 })).test.ceiled,
      );
      return largestDifference(a!, b!);
    };
    expect(difference(oneToOne)).toBeLessThan(1e-9);
    expect(difference(ridge)).toBeLessThan(1e-9);
    expect(difference({ ...pls2, perTarget: true })).toBeLessThan(1e-9);
    expect(difference(pls2)).toBeGreaterThan(1e-3);
  });

  it('is, for RSA, indifferent to the order of units, a gain and an offset of all, not to more (law 10)', () => {
    const noisy = readers(model, { units: 6, noise: 1 });
    const rsa = (change: (value: number, unit: number, image: number, row: Float64Array) => number) => {
      const values = noisy.values.map((value, at) => {
        const start = at - (at % 6);
        return change(value, at % 6, Math.floor(at / 6) % 24, noisy.values.subarray(start, start + 6));
      });
      return mouseFit([model], ndArray(values, noisy.shape), config({ map: { kind: 'rsa' }, halves: 3 })).test
        .ceiled[0]!;
    };
    const plain = rsa((value) => value);
    expect(rsa((_, unit, __, row) => row[5 - unit]!)).toBeCloseTo(plain, 10);
    expect(rsa((value) => 7 * value)).toBeCloseTo(plain, 10);
    expect(rsa((value, _, image) => value + Math.sin(image))).toBeCloseTo(plain, 10);
    expect(Math.abs(rsa((value, unit) => (unit === 2 ? 9 * value : value)) - plain)).toBeGreaterThan(1e-2);
    const turned = rsa((value, unit, _, row) => {
      if (unit > 1) return value;
      return unit === 0 ? 0.6 * row[0]! - 0.8 * row[1]! : 0.8 * row[0]! + 0.6 * row[1]!;
    });
    expect(Math.abs(turned - plain)).toBeGreaterThan(1e-3);
  });

  it('tells how many halves it left out, where a half has no trial of an image', () => {
    const [images, units] = [12, 2];
    // Of image 3 one unit has trials 0 and 1 alone: halves that hold both leave the other half without it.
    const missing = (at: number) =>
      Math.floor(at / (images * units)) > 1 && Math.floor(at / units) % images === 3 && at % units === 0;
    const gaps = ndArray(
      target.values.map((value, at) => (missing(at) ? NaN : value)),
      target.shape,
    );
    const together = Array.from({ length: 20 }, (_, seed) => {
      const order = [0, 1, 2, 3, 4, 5];
      new RandomState(seed).shuffle(order);
      return order.indexOf(0) < 3 === order.indexOf(1) < 3;
    }).filter(Boolean).length;
    expect(together).toBeGreaterThan(0);
    const told = (map: object, responses: NdArray, sources = [features]) =>
      mouseFit(sources, responses, config({ map, halves: 20, splits: 2 })).skippedHalves;
    expect([told(ridge, target), told(ridge, gaps)]).toEqual([0, together]);
    expect(told(ridge, gaps, [features, features])).toBe(2 * together);
    expect(told({ kind: 'rsa' }, gaps)).toBeGreaterThanOrEqual(together);
  });

  it('refuses splits for RSA, and names its maps', () => {
    const split = { train: [0, 1, 2], test: [3, 4, 5] };
    const fit = () => mouseFit([features], target, config({ map: { kind: 'rsa' } }), { splits: [split] });
    expect(fit).toThrow(ConfigError);
    expect(fit).toThrow('rsa must have all images and units');
    const names = publishedMaps.map((map) => mouseMapName(config({ map }).map));
    expect(names).toEqual(['rsa', 'oneToOne', 'ridge 1', 'pls 25']);
    const others = [
      { kind: 'elasticNet', alpha: 0.1 },
      { kind: 'percentile', percentile: 75 },
      { ...pls2, perTarget: true },
    ];
    expect(others.map((map) => mouseMapName(config({ map }).map))).toEqual([
      'elasticNet 0.1 0.5',
      'percentile 75',
      'pls 2 per unit',
    ]);
  });
});
