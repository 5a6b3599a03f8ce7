import { describe, expect, it, vi } from 'vitest';
import { ndArray, type NdArray } from '@goal-driven/core/arrays';
import golden from '../goldens/consistency.json';
import { largestDifference, parkMiller, product } from './_fixtures';
import { noisyTrials, trialExample } from './_trials.fixture';
import { interAnimalConsistency, type InterAnimalConsistencyOptions } from './interAnimalConsistency';
import type { MapFitter } from './LinearMap';
import { neuralConsistency } from './neuralConsistency';
import { ridge } from './ridge';

const map: MapFitter = (x, y) => ridge(x, y, { alpha: 1 });
const { Ms, S, T } = trialExample();
/** Of 3, 2 and 4 sites, with 6, 6 and 5 trials. */
const animals = [S, T, noisyTrials(product(Ms, parkMiller(21, [3, 4])), 22, 5)];
const options = { map, halves: 3, splits: 2, trainFraction: 0.5, seed: 7 };

describe('interAnimalConsistency', () => {
  for (const form of ['fullNumerator', 'halfNumerator'] as const) {
    it.each(['pairwise', 'holdout'] as const)(
      `agrees with scikit-learn, form ${form}, %s (goldens/consistency.py)`,
      (mode) => {
        const { test, animals: labels } = interAnimalConsistency(animals, { ...options, form, mode });
        expect(largestDifference(test.ceiled.sites, golden.animals[form][mode].flat())).toBeLessThan(1e-9);
        expect([...labels]).toEqual([0, 0, 0, 1, 1, 2, 2, 2, 2]);
        const sorted = [...test.ceiled.sites].sort((a, b) => a - b);
        expect(test.ceiled.median).toBe(sorted[4]);
        expect([test.n, test.form]).toEqual([9, form]);
      },
    );

    it(`agrees with scikit-learn, form ${form}, sources of equal size (goldens/consistency.py)`, () => {
      const sourceUnits = { count: 'smallest', subsets: 2 } as const;
      const seeding = form === 'fullNumerator' ? 'sameSeed' : 'oneGenerator';
      const result = interAnimalConsistency(animals, {
        ...options,
        ...{ form, seeding, mode: 'pairwise', sourceUnits },
      });
      const expected = golden.animals[form].smallest.flat();
      expect(largestDifference(result.test.ceiled.sites, expected)).toBeLessThan(1e-9);
      // The animal of two sites has one choice of them, the others two.
      const choices = result.predictions.map(({ sources, test }) => [...sources, test.r_xy.shape[0]]);
      expect(choices).toEqual([
        [1, 3],
        [2, 6],
        [0, 6],
        [2, 6],
        [0, 6],
        [1, 3],
      ]);
    });
  }

  it('keeps the terms of every pair', () => {
    const { predictions, train } = interAnimalConsistency(animals, { ...options, mode: 'pairwise' });
    expect(predictions.map(({ target, sources }) => [target, ...sources])).toEqual([
      [0, 1],
      [0, 2],
      [1, 0],
      [1, 2],
      [2, 0],
      [2, 1],
    ]);
    const pair = neuralConsistency(animals[2]!, animals[1]!, options);
    expect(predictions[3]!.test).toEqual(pair.test);
    expect(predictions[3]!.train).toEqual(pair.train);
    const first = predictions[2]!.train.r_xy.values;
    const second = pair.train.r_xy.values;
    const mean = [0, 2, 4, 6, 8, 10].reduce((sum, at) => sum + first[at]! + second[at]!, 0) / 12;
    expect(train.raw.sites[3]).toBeCloseTo(mean, 12);
  });

  it('pools the others trial by trial', () => {
    const { predictions } = interAnimalConsistency([T, S, S], { ...options, mode: 'holdout' });
    expect(predictions.map(({ target, sources }) => [target, ...sources])).toEqual([
      [0, 1, 2],
      [1, 0, 2],
      [2, 0, 1],
    ]);
    // Twice the same sites with half the penalty is those sites once.
    const once = neuralConsistency(S, T, { ...options, map: (x, y) => ridge(x, y, { alpha: 0.5 }) });
    expect(
      largestDifference(predictions[0]!.test.r_xy_n_sb.values, [...once.test.r_xy_n_sb.values]),
    ).toBeLessThan(1e-10);
  });

  it('is about 1 between animals that share what they code', () => {
    const latent = parkMiller(71, [60, 3]);
    const copies = [72, 73, 74].map((seed) =>
      noisyTrials(product(latent, parkMiller(seed, [3, 6])), seed + 10, 20),
    );
    const run = (mode: 'pairwise' | 'holdout') =>
      interAnimalConsistency(copies, {
        ...{ mode, map: (x: NdArray, y: NdArray) => ridge(x, y, { alpha: 1e-3 }) },
        ...{ halves: 4, splits: 3, trainFraction: 0.8, seed: 0 },
      }).test;
    expect(run('pairwise').ceiled.median).toBeGreaterThan(0.97);
    expect(run('holdout').ceiled.median).toBeGreaterThan(0.97);
    expect(run('holdout').raw.median).toBeGreaterThan(run('pairwise').raw.median);
  });

  it('counts sites without a score', () => {
    const silent = ndArray(new Float64Array(120).fill(0.7), [6, 10, 2]);
    const { test } = interAnimalConsistency([S, silent], { ...options, mode: 'pairwise' });
    expect(test.undefined.sites).toBe(5); // A source that says nothing predicts nothing.
    expect(test.n).toBe(5);
    expect(test.undefined).toEqual({ sites: 5, halves: 6, splits: 4, scores: 30 });
    expect(test.ceiled.median).toBeNaN();
  });

  it('tells how far it is over all pairs', () => {
    const onProgress = vi.fn();
    const sourceUnits = { count: 2, subsets: 2 };
    const two = [S, T];
    interAnimalConsistency(two, { ...options, halves: 1, mode: 'pairwise', sourceUnits, onProgress });
    // From T, which has but two sites, 2 steps; from S, with two choices, 4.
    expect(onProgress.mock.calls).toEqual([1, 2, 3, 4, 5, 6].map((done) => [done, 6]));
    const controller = new AbortController();
    controller.abort(new Error('enough'));
    const stopped = { ...options, mode: 'holdout', signal: controller.signal } as const;
    expect(() => interAnimalConsistency(two, stopped)).toThrow('enough');
  });

  it.each([
    [[S], {}, 'animals must be at least 2, got 1'],
    [
      [S, parkMiller(1, [6, 9, 2])],
      {},
      'animals[1] must be [trials, stimuli, sites] with the stimuli of the first',
    ],
    [[S, Ms], {}, 'got [10,3]'],
    [[S, T], { mode: 'all' }, 'mode must be pairwise or holdout, got "all"'],
    [[S, T], { sourceUnits: { count: 3, subsets: 1 } }, 'must be at most the 2 units of source, got 3'],
  ] as [NdArray[], object, string][])('names what does not fit (%#)', (given, changed, message) => {
    const asked = { ...options, mode: 'pairwise', ...changed } as InterAnimalConsistencyOptions;
    expect(() => interAnimalConsistency(given, asked)).toThrow(message);
  });
});
