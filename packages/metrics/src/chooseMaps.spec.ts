import { describe, expect, it, vi } from 'vitest';
import { createRng, ndArray, RandomState, type NdArray } from '@goal-driven/core/arrays';
import { ridgeOf } from './_maps.fixture';
import { trialExample } from './_trials.fixture';
import { chooseMaps, type ChooseMapsOptions } from './chooseMaps';
import type { MapFitter } from './LinearMap';
import { neuralConsistency } from './neuralConsistency';
import { percentile } from './percentile';
import { summariseConsistency } from './summariseConsistency';
import { syntheticPopulation } from './syntheticPopulation';

const { Ms, S, T } = trialExample();
const candidates = [1e3, 1, 1e-3].map(ridgeOf);
const options = {
  ...{ candidates, halves: 2, seed: 3, splits: 2, trainFraction: 0.8 },
  ...{ innerSplits: 2, innerTrainFraction: 0.5 },
};

describe('chooseMaps', () => {
  it('scores each candidate on stimuli held out within the training part, of all animals', () => {
    const { scores, chosen, maps } = chooseMaps(Ms, [T, S], options);
    expect(scores.shape).toEqual([2, 3]);
    // Split 1, candidate 2, by hand.
    const train = new RandomState(1).permutation(10).slice(0, 8);
    const splits = [0, 1].map((seed) => {
      const order = [...new RandomState(seed).permutation(8)].map((place) => train[place]!);
      return { train: order.slice(0, 4), test: order.slice(4) };
    });
    const sites = [T, S].flatMap((target) => {
      const { test } = neuralConsistency(Ms, target, { map: candidates[2]!, halves: 2, seed: 3, splits });
      return [...summariseConsistency(test, 'fullNumerator').ceiled.sites];
    });
    expect(sites).toHaveLength(5);
    expect(scores.values[5]).toBe(percentile(sites.filter(Number.isFinite), 50));
    for (const split of [0, 1]) {
      const own = [...scores.values.slice(3 * split, 3 * split + 3)];
      expect(chosen[split]).toBe(own.indexOf(Math.max(...own)));
      expect(maps[split]).toBe(candidates[chosen[split]!]);
    }
  });

  it('finds the penalty that the noise asks for, and never looks at test stimuli (law)', () => {
    const { source, responses } = syntheticPopulation(createRng(3), {
      ...{ stimuli: 60, features: 30, sites: 8, trials: 6, explained: 0.95, reliability: 0.5 },
    });
    const asked = {
      ...{ ...options, candidates: [1e-6, 20].map(ridgeOf), linearInTarget: true },
      ...{ splits: [{ train: Array.from({ length: 50 }, (_, at) => at), test: [50, 51, 52, 53] }] },
      innerTrainFraction: 0.8,
    };
    const { chosen, scores } = chooseMaps(source, responses, asked);
    expect([...chosen]).toEqual([1]);
    const other = ndArray(
      responses.values.map((value, at) => (Math.floor(at / 8) % 60 >= 50 ? value ** 2 : value)),
      responses.shape,
    );
    expect(chooseMaps(source, other, asked).scores).toEqual(scores);
  });

  it('takes the first of equal candidates, and passes over those without a score', () => {
    const nothing: MapFitter = () => ({
      predict: (x) => ndArray(new Float64Array(2 * x.shape[0]!), [x.shape[0]!, 2]),
    });
    const [a, b] = [ridgeOf(1), ridgeOf(1)];
    const { chosen, scores } = chooseMaps(Ms, T, { ...options, candidates: [nothing, a, b] });
    expect([...chosen]).toEqual([1, 1]);
    expect([scores.values[0], scores.values[3]]).toEqual([NaN, NaN]);
    expect(scores.values[1]).toBe(scores.values[2]);
    expect(() => chooseMaps(Ms, T, { ...options, candidates: [nothing] })).toThrow(
      'a candidate must have a score in every split, got none in split 0',
    );
  });

  it('tells how far it is, and stops where it is told to', () => {
    const onProgress = vi.fn();
    chooseMaps(Ms, T, { ...options, candidates: [candidates[0]!], onProgress });
    expect(onProgress.mock.calls).toEqual([
      [1, 2],
      [2, 2],
    ]);
    const signal = AbortSignal.abort(new Error('enough'));
    expect(() => chooseMaps(Ms, T, { ...options, signal })).toThrow('enough');
  });

  it.each([
    [T, { candidates: [] }, 'candidates must be an integer of at least 1, got 0'],
    [[], {}, 'targets must be an integer of at least 1, got 0'],
    [T, { innerSplits: 0 }, 'innerSplits must be an integer of at least 1, got 0'],
    [
      T,
      { innerTrainFraction: 1 },
      'innerTrainFraction must leave at least 1 of 8 training stimuli on either side, got 1',
    ],
    [T, { innerTrainFraction: 0 }, 'on either side, got 0'],
    [T, { trainFraction: 0 }, 'chooseMaps: trainFraction must leave at least 1 of 10 stimuli'],
  ] as [NdArray | NdArray[], Partial<ChooseMapsOptions>, string][])(
    'names what does not fit (%#)',
    (targets, changed, message) => {
      expect(() => chooseMaps(Ms, targets, { ...options, ...changed })).toThrow(message);
    },
  );
});
