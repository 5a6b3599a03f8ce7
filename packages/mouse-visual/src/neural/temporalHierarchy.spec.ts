import { DataError } from '@goal-driven/core/arrays';
import { expect, it } from 'vitest';
import { largestDifference, recordingsWith, unitOf } from './_mice.fixture';
import { temporalHierarchy } from './temporalHierarchy';

const units = [
  unitOf(1, 1),
  unitOf(2, 1),
  unitOf(3, 2),
  unitOf(4, 2, { area: 'VISam' }),
  unitOf(5, 2, { area: 'VISl' }),
];
const recordings = recordingsWith(units, [
  [0, 0.1, 0.2, 0.1, -0.1],
  [0.4, NaN, 0.5, 0.2, -0.1],
  [0.8, 0.8, 0.9, 0.3, NaN],
  [0.8, 0.7, 0.8, 0.8, -0.2],
]);

it('temporalHierarchy has medians over units over their maximum, onset and peak', () => {
  const [v1, lm, am] = temporalHierarchy(recordings);
  expect([v1!.area, lm!.area, am!.area]).toEqual(['VISp', 'VISl', 'VISam']);
  expect(largestDifference(v1!.reliability, [0.1, 0.45, 0.8, 0.8])).toBeLessThan(1e-14);
  expect(largestDifference(v1!.relative, [0.125, 0.5625, 1, 1])).toBeLessThan(1e-14);
  expect([v1!.onset, v1!.peak, v1!.n]).toEqual([10, 20, 3]);
  expect(v1!.sem[0]).toBeCloseTo(0.1 / Math.sqrt(3) / 0.8, 12); // of 0, 0.1, 0.2
  expect(v1!.sem[1]).toBeCloseTo(0.05 / 0.8, 12); // of 0.4, 0.5
  expect([am!.onset, am!.peak, am!.sem[0]]).toEqual([30, 30, NaN]);
});

it('temporalHierarchy has no course where nothing is reliable, and needs reliability', () => {
  const [, lm] = temporalHierarchy(recordings);
  expect([lm!.onset, lm!.peak, lm!.relative[0]]).toEqual([NaN, NaN, NaN]);
  const without = () => temporalHierarchy({ ...recordings, reliability: undefined });
  expect(without).toThrow(DataError);
  expect(without).toThrow('fixture must have the reliability of its units, got none');
});
