import { describe, expect, it } from 'vitest';
import { ConfigError, DataError, ndArray, ShapeError, type NdArray } from '@goal-driven/core/arrays';
import { parkMiller } from './_fixtures';
import { adaptiveRateMaps } from './adaptiveRateMaps';

const line = (...values: number[]) => ndArray(Float64Array.from(values), [1, values.length]);

/** Circle by circle, from the definition. */
function direct(spikes: NdArray, samples: NdArray, alpha: number): number[] {
  const [rows, columns] = samples.shape as [number, number];
  const within = (map: NdArray, bin: number, radius: number) =>
    map.values.reduce((sum, value, other) => {
      const down = Math.floor(other / columns) - Math.floor(bin / columns);
      return Math.hypot(down, (other % columns) - (bin % columns)) <= radius ? sum + value : sum;
    }, 0);
  return Array.from(samples.values, (time, bin) => {
    if (time === 0) return NaN;
    for (let radius = 1; ; radius++) {
      const [fired, spent] = [within(spikes, bin, radius), within(samples, bin, radius)];
      const whole = radius >= Math.hypot(rows - 1, columns - 1);
      if (whole || radius >= alpha / (spent * Math.sqrt(fired))) return fired / spent;
    }
  });
}

describe('adaptiveRateMaps', () => {
  it('widens the circle until its radius is enough', () => {
    const [spikes, samples] = [line(4, 0, 0, 0, 0), line(10, 10, 10, 10, 10)];
    // Bin 0: radius 1 holds 20 samples, 4 spikes: 1 * 20 * 2 = 40. Bin 2: radius 2 holds all: 2 * 50 * 2 = 200.
    expect([...adaptiveRateMaps(spikes, samples, { alpha: 40 }).values.slice(0, 3)]).toEqual([
      4 / 20,
      4 / 30,
      4 / 50,
    ]);
    // A little more and bin 0 needs radius 2: 2 * 30 * 2 = 120.
    expect(adaptiveRateMaps(spikes, samples, { alpha: 40.1 }).values[0]).toBe(4 / 30);
  });

  it('gives Hz for the length of a sample, and the mean of the whole map where no circle is wide enough', () => {
    const [spikes, samples] = [line(4, 0, 0, 1), line(10, 10, 0, 30)];
    const { values } = adaptiveRateMaps(spikes, samples, { sampleLength: 0.02 });
    expect([...values]).toEqual([5 / (50 * 0.02), 5 / (50 * 0.02), NaN, 5 / (50 * 0.02)]);
  });

  it('equals the definition on random maps, unit by unit', () => {
    for (const [seed, alpha] of [
      [1, 5],
      [2, 30],
      [3, 200],
    ] as const) {
      const spikes = ndArray(
        parkMiller(seed, [2, 6, 9]).values.map((u) => Math.floor(4 * u * u)),
        [2, 6, 9],
      );
      const samples = ndArray(
        parkMiller(seed + 9, [6, 9]).values.map((u) => Math.max(0, Math.floor(7 * u) - 1)),
        [6, 9],
      );
      const { values, shape } = adaptiveRateMaps(spikes, samples, { alpha });
      expect(shape).toEqual([2, 6, 9]);
      for (const unit of [0, 1]) {
        const one = ndArray(spikes.values.slice(54 * unit, 54 * (unit + 1)), [6, 9]);
        expect([...values.slice(54 * unit, 54 * (unit + 1))]).toEqual(direct(one, samples, alpha));
      }
    }
  });

  it('is 0 for a silent cell, NaN where never visited unless holes are to be filled', () => {
    const [silent, samples] = [line(0, 0, 0), line(5, 0, 5)];
    expect([...adaptiveRateMaps(silent, samples).values]).toEqual([0, NaN, 0]);
    expect([...adaptiveRateMaps(silent, samples, { fill: true }).values]).toEqual([0, 0, 0]);
    expect([...adaptiveRateMaps(line(2, 0, 4), samples, { fill: true, alpha: 1 }).values]).toEqual([
      2 / 5,
      6 / 10,
      4 / 5,
    ]);
  });

  it('does not take a circle without time for wide enough', () => {
    // Bin 2 is far from all samples: radius 1 holds neither spikes nor time.
    expect(adaptiveRateMaps(line(3, 0, 0), line(2, 0, 0), { fill: true, alpha: 1e-9 }).values[2]).toBe(3 / 2);
  });

  it('says what it needs', () => {
    const ok = line(1, 1);
    expect(() => adaptiveRateMaps(parkMiller(1, [4]), ok)).toThrow(ShapeError);
    expect(() => adaptiveRateMaps(ok, line(1, 1, 1))).toThrow(
      /samples must be \[1,2\] like a map, got \[1,3\]/,
    );
    expect(() => adaptiveRateMaps(line(-1, 1), ok)).toThrow(
      /spikes must be finite and not negative, got -1 at flat index 0/,
    );
    expect(() => adaptiveRateMaps(ok, line(1, NaN))).toThrow(
      /samples must be finite .* got NaN at flat index 1/,
    );
    expect(() => adaptiveRateMaps(ok, line(0, 0))).toThrow(DataError);
    expect(() => adaptiveRateMaps(ok, ok, { alpha: 0 })).toThrow(/alpha must be finite and positive, got 0/);
    expect(() => adaptiveRateMaps(ok, ok, { sampleLength: -1 })).toThrow(ConfigError);
  });
});
