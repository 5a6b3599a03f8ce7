import { ConfigError, ndArray } from '@goal-driven/core/arrays';
import { expect, it } from 'vitest';
import golden from '../../goldens/mouseRecordings.json';
import { largestDifference, parkMiller, recordingsWith, unitOf } from './_mice.fixture';
import { withReliability } from './withReliability';

const [noise, signal] = [parkMiller(3, [7, 6, 4]), parkMiller(4, [6, 4])];
const values = noise.values.map((value, at) => value + 2 * signal.values[at % 24]!);
for (const [trial, image] of [
  [2, 1],
  [6, 4],
]) {
  values.fill(NaN, (trial! * 6 + image!) * 4, (trial! * 6 + image! + 1) * 4);
}
const units = [1, 2, 3, 4].map((id) => unitOf(id, 1));
const recordings = {
  ...recordingsWith(units, [[0, 0, 0, 0]], { trials: 7, images: 6 }),
  responses: ndArray(values, [7, 6, 1, 4]),
};

it('withReliability agrees with NumPy, each unit on a stream of its own (goldens/mouseRecordings.py)', () => {
  const { mean, deviation } = withReliability(recordings, { halves: 40 }).reliability!;
  expect(largestDifference(mean.values, golden.reliability.mean)).toBeLessThan(1e-12);
  expect(largestDifference(deviation.values, golden.reliability.deviation)).toBeLessThan(1e-12);
});

it('withReliability is of each bin by itself, NaN where a unit never varies, and tells how far it is', () => {
  const twice = ndArray(
    Float64Array.from({ length: 2 * values.length }, (_, at) => {
      const [shown, bin, unit] = [Math.floor(at / 8), Math.floor(at / 4) % 2, at % 4];
      if (unit === 3 && bin === 1) return 0.7;
      return values[shown * 4 + (bin === 0 ? unit : 3 - unit)]!;
    }),
    [7, 6, 2, 4],
  );
  const steps: [number, number][] = [];
  const { mean } = withReliability(
    { ...recordings, responses: twice, times: Float64Array.of(0, 10) },
    { halves: 40, onProgress: (...step) => steps.push(step) },
  ).reliability!;
  const [a, b, c, d] = golden.reliability.mean as [number, number, number, number];
  expect(largestDifference(mean.values.subarray(0, 7), [a, b, c, d, d, c, b])).toBeLessThan(1e-12);
  expect(mean.values[7]).toBeNaN();
  expect(steps).toEqual([
    [1, 2],
    [2, 2],
  ]);
  expect(() => withReliability(recordings, { halves: 0 })).toThrow(ConfigError);
});
