import { ndArray, ShapeError } from '@goal-driven/core/arrays';
import { expect, it } from 'vitest';
import { parkMiller } from './_fixtures';
import { pooledTrials } from './pooledTrials';

const two = ndArray(Float64Array.of(1, 2, 3, 4), [2, 2, 1]);
const one = ndArray(Float64Array.of(5, 6, 7, 8), [1, 2, 2]);

it('pooledTrials puts sites side by side, and NaN where an animal has no further trial', () => {
  const pooled = pooledTrials([two, one]);
  expect(pooled.shape).toEqual([2, 2, 3]);
  expect([...pooled.values]).toEqual([1, 5, 6, 2, 7, 8, 3, NaN, NaN, 4, NaN, NaN]);
  expect(pooledTrials([one])).toBe(one);
});

it('pooledTrials is indifferent to how it is nested', () => {
  const [a, b, c] = [parkMiller(1, [3, 4, 2]), parkMiller(2, [3, 4, 1]), parkMiller(3, [3, 4, 3])];
  expect(pooledTrials([a, pooledTrials([b, c])])).toEqual(pooledTrials([a, b, c]));
});

it('pooledTrials refuses animals that saw other stimuli, and none', () => {
  expect(() => pooledTrials([])).toThrow(ShapeError);
  expect(() => pooledTrials([two, parkMiller(1, [2, 3, 1])])).toThrow(
    'animals[1] must be [trials, stimuli, sites] with the stimuli of the first, [2,2,1], got [2,3,1]',
  );
});
