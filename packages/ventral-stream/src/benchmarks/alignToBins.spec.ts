import { describe, expect, it } from 'vitest';
import { DataError, ndArray, ShapeError } from '@goal-driven/core/arrays';
import { parkMiller, table } from './_arrays.fixture';
import { alignedAt, alignToBins } from './alignToBins';
import { regularBins, timeless } from './TimeBin';

describe('alignToBins', () => {
  it('weights coarse timesteps by how much of a bin they cover', () => {
    // Steps [0, 25) and [25, 50) of one unit: 2 and 10.
    const activity = ndArray(Float64Array.of(2, 10), [1, 2, 1]);
    const timesteps = regularBins({ width: 25, count: 2 });
    const { values, shape } = alignToBins(activity, timesteps, regularBins({ count: 5 }));
    expect(shape).toEqual([1, 5, 1]);
    // [20, 30) lies half in either: 6.
    expect([...values]).toEqual([2, 2, 6, 10, 10]);
    expect(alignedAt(activity, timesteps, { start: 0, end: 50 }).values[0]).toBe(6);
    expect(alignedAt(activity, timesteps, { start: 20, end: 40 }).values[0]).toBeCloseTo(
      (2 * 5 + 10 * 15) / 20,
      12,
    );
  });

  it('leaves activity of the same clock as it is, single precision included', () => {
    const exact = parkMiller(5, [3, 4, 2]);
    const single = ndArray(Float32Array.from(exact.values), exact.shape);
    const bins = regularBins({ from: 70, count: 4 });
    expect(alignToBins(exact, bins, bins)).toEqual(exact);
    expect([...alignToBins(single, bins, bins).values]).toEqual([...single.values]);
    expect(alignToBins(exact, bins, bins.slice(1, 2)).values).toEqual(
      table([0, 1, 2].map((image) => [...exact.values.subarray(image * 8 + 2, image * 8 + 4)])).values,
    );
  });

  it('makes a step of all time a constant course', () => {
    const { values } = alignToBins(parkMiller(6, [2, 1, 3]), timeless, regularBins({ count: 3 }));
    const once = parkMiller(6, [2, 1, 3]).values;
    expect([...values]).toEqual(
      [0, 0, 0, 1, 1, 1].flatMap((image) => [...once.subarray(3 * image, 3 * image + 3)]),
    );
  });

  it('refuses a bin that the timesteps do not cover, and timesteps that are not those of the activity', () => {
    const activity = parkMiller(7, [2, 3, 1]);
    const timesteps = regularBins({ count: 3 });
    expect(() => alignToBins(activity, timesteps, [{ start: 25, end: 35 }])).toThrow(DataError);
    expect(() => alignToBins(activity, timesteps, [{ start: 25, end: 35 }])).toThrow(
      'timesteps from 0 to 30 ms must cover every bin, got 50.0 % of [25, 35) ms',
    );
    expect(() => alignToBins(activity, timesteps.slice(1), timesteps.slice(1))).toThrow(ShapeError);
  });
});
