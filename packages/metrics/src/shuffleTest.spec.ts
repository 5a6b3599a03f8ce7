import { describe, expect, it } from 'vitest';
import { ConfigError, createRng, DataError, ndArray, type NdArray } from '@goal-driven/core/arrays';
import { parkMiller, vector } from './_fixtures';
import { pathMaps } from './pathMaps';
import { binEdges, rateMap } from './rateMaps';
import { pooledThreshold, shuffleTest, type ShuffleTestOptions } from './shuffleTest';
import { spatialInformation } from './spatialInformation';

const rng = createRng(1);
const ramp = vector(...Array.from({ length: 10 }, (_, t) => t));
const shift = (
  minimumOffset: number,
  more: Omit<ShuffleTestOptions, 'shuffle'> = {},
): ShuffleTestOptions => ({
  shuffle: { kind: 'shift', minimumOffset },
  ...more,
});
/** What a score is shown, one shuffle after the other; the first is the activity as it was. */
function shown(activity: NdArray, options: ShuffleTestOptions): number[][] {
  const seen: number[][] = [];
  shuffleTest(activity, ({ values }) => seen.push([...values]), rng, options);
  return seen;
}

describe('shuffleTest', () => {
  it('keeps the shuffles in their order, however many are scored together', () => {
    let calls = 0;
    const { observed, shuffled } = shuffleTest(vector(1, 2, 3), () => calls++, createRng(1), {
      shuffle: { kind: 'permutation' },
      shuffles: 70,
    });
    expect(observed).toBe(0);
    expect([...shuffled]).toEqual(Array.from({ length: 70 }, (_, at) => at + 1));
  });

  it('turns activity in time, every allowed offset about equally often', () => {
    const seen = shown(ramp, shift(3, { shuffles: 5000 }));
    expect(seen[0]).toEqual([...ramp.values]);
    const offsets = new Array<number>(10).fill(0);
    for (const values of seen.slice(1)) {
      const offset = values.indexOf(0);
      offsets[offset]!++;
      expect(values).toEqual(Array.from({ length: 10 }, (_, t) => (t - offset + 10) % 10));
    }
    expect(offsets.map((count) => count > 0)).toEqual([
      false,
      false,
      false,
      true,
      true,
      true,
      true,
      true,
      false,
      false,
    ]);
    for (const count of offsets.slice(3, 8)) expect(Math.abs(count - 1000)).toBeLessThan(130); // 4.6 sd
  });

  it('allows any offset, none among them, where there is no minimum', () => {
    const offsets = shown(ramp, shift(0, { shuffles: 500 })).map((values) => values.indexOf(0));
    expect([...new Set(offsets)].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(
      new Set(
        shown(ramp, shift(5, { shuffles: 20 }))
          .slice(1)
          .map((values) => values.indexOf(0)),
      ),
    ).toEqual(new Set([5]));
  });

  it('permutes samples, each place equally likely', () => {
    const seen = shown(ramp, { shuffle: { kind: 'permutation' }, shuffles: 3000 }).slice(1);
    for (const values of seen) expect(values.toSorted((a, b) => a - b)).toEqual([...ramp.values]);
    for (const place of [0, 4, 9]) {
      for (const value of [0, 5, 9]) {
        const count = seen.filter((values) => values[place] === value).length;
        expect(Math.abs(count - 300)).toBeLessThan(75); // 4.6 sd
      }
    }
  });

  it('counts shuffled scores below the observed one, and takes their percentile', () => {
    let call = 0;
    const scores = [3, 1, 2, 3, 4, NaN]; // the first is observed
    const result = shuffleTest(ramp, () => scores[call++]!, rng, shift(0, { shuffles: 5, percentile: 50 }));
    expect(result).toEqual({
      observed: 3,
      shuffled: Float64Array.of(1, 2, 3, 4, NaN),
      undefinedShuffles: 1,
      below: 0.5,
      pValue: 3 / 5,
      threshold: 2.5,
      significant: true,
    });
  });

  it('does not call a score at the threshold significant', () => {
    const { significant, pValue, threshold, below } = shuffleTest(
      ramp,
      () => 1,
      rng,
      shift(0, { shuffles: 9 }),
    );
    expect({ significant, pValue, threshold, below }).toEqual({
      significant: false,
      pValue: 1,
      threshold: 1,
      below: 0,
    });
  });

  it('has no verdict where the score is undefined', () => {
    let call = 0;
    const observed = shuffleTest(ramp, () => (call++ === 0 ? NaN : call), rng, shift(0, { shuffles: 4 }));
    expect(observed).toMatchObject({ below: NaN, pValue: NaN, significant: false, undefinedShuffles: 0 });
    expect(observed.threshold).toBeGreaterThan(4);
    call = 0;
    const all = shuffleTest(ramp, () => (call++ === 0 ? 1 : NaN), rng, shift(0, { shuffles: 4 }));
    expect(all).toMatchObject({
      below: NaN,
      pValue: NaN,
      threshold: NaN,
      significant: false,
      undefinedShuffles: 4,
    });
  });

  it('gives the same numbers for the same rng, 500 of them, and leaves the activity alone', () => {
    const score = ({ values }: NdArray) => values[0]!;
    const first = shuffleTest(ramp, score, rng.child('a'), shift(1));
    expect(first.shuffled).toHaveLength(500);
    expect(shuffleTest(ramp, score, rng.child('a'), shift(1))).toEqual(first);
    expect(shuffleTest(ramp, score, rng.child('b'), shift(1)).shuffled).not.toEqual(first.shuffled);
    expect(first.threshold).toBe(9);
    expect([...ramp.values]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('finds a place cell, and rarely one where activity has its own rhythm', () => {
    const positions = ndArray(
      Float64Array.from({ length: 4000 }, (_, at) => {
        const t = Math.floor(at / 2);
        return at % 2 === 0 ? 0.5 + 0.5 * Math.sin(t / 9) : 0.5 + 0.5 * Math.sin(t / 13.7);
      }),
      [2000, 2],
    );
    const edges = { x: binEdges(0, 1, 8), y: binEdges(0, 1, 8) };
    const path = pathMaps(positions, edges);
    const score = (activity: NdArray) => spatialInformation(path.map(activity), path.occupancy);
    const place = vector(
      ...Array.from({ length: 2000 }, (_, t) =>
        Number(positions.values[2 * t]! > 0.8 && positions.values[2 * t + 1]! > 0.6),
      ),
    );
    const options = shift(100, { shuffles: 200 });
    expect(shuffleTest(place, score, rng.child('place'), options)).toMatchObject({
      below: 1,
      pValue: 1 / 201,
      significant: true,
    });
    const significant = Array.from({ length: 40 }, (_, cell) => {
      const noise = vector(
        ...rng
          .child('noise')
          .child(cell)
          .uniform(2000)
          .map((u) => Number(u < 0.05)),
      );
      return shuffleTest(noise, score, rng.child(cell), shift(100, { shuffles: 100, percentile: 95 }))
        .significant;
    }).filter(Boolean).length;
    expect(significant).toBeLessThanOrEqual(7); // 5 % of 40 are expected; 8 or more have probability 0.001
  });

  it('says what it needs', () => {
    const test = (options: ShuffleTestOptions) => () => shuffleTest(ramp, () => 1, rng, options);
    expect(test(shift(6))).toThrow(/minimumOffset must be at most half of the 10 samples, got 6/);
    expect(test(shift(-1))).toThrow(/shuffle.minimumOffset must be an integer of at least 0/);
    expect(test(shift(0, { shuffles: 0 }))).toThrow(/shuffles must be an integer of at least 1/);
    expect(test(shift(0, { percentile: 101 }))).toThrow(/percentile must be in 0 .. 100, got 101/);
    expect(test(shift(0, { percentile: -1 }))).toThrow(ConfigError);
    expect(test({ shuffle: { kind: 'flip' } as unknown as ShuffleTestOptions['shuffle'] })).toThrow(
      /shift or permutation, got flip/,
    );
    expect(() => shuffleTest(vector(NaN), () => 1, rng, shift(0))).toThrow(DataError);
  });
});

describe('pooledThreshold', () => {
  it('is the percentile of all shuffled scores together, those undefined left out', () => {
    const test = (...shuffled: number[]) => ({
      ...shuffleTest(ramp, () => 0, rng, shift(0)),
      shuffled: Float64Array.from(shuffled),
    });
    expect(pooledThreshold([test(1, 2, NaN), test(3, 4)], 50)).toBe(2.5);
    expect(pooledThreshold([test(0, 100)])).toBe(99);
    expect(pooledThreshold([test(NaN)])).toBeNaN();
    expect(pooledThreshold([])).toBeNaN();
  });
});

describe('pathMaps', () => {
  const positions = ndArray(
    parkMiller(3, [50, 2]).values.map((u) => 1.2 * u - 0.1),
    [50, 2],
  );
  const edges = { x: binEdges(0, 1, 3), y: binEdges(0, 1, 4) };

  it('gives the map that rateMap gives, and writes it where it is told to', () => {
    const path = pathMaps(positions, edges);
    const into = ndArray(new Float64Array(12).fill(5), [4, 3]);
    for (const seed of [1, 2]) {
      const activity = parkMiller(seed, [50]);
      const { map, occupancy, dropped } = rateMap(positions, activity, edges);
      expect(path.map(activity)).toEqual(map);
      expect(path.map(activity, into)).toBe(into);
      expect(into).toEqual(map);
      expect(path.occupancy).toEqual(occupancy);
      expect(path.dropped).toBe(dropped);
    }
    expect(path.dropped).toBeGreaterThan(0);
  });

  it('says what it needs', () => {
    const path = pathMaps(positions, edges);
    expect(() => pathMaps(parkMiller(1, [4]), edges)).toThrow(/positions must be \[samples, 2\], got \[4\]/);
    expect(() => pathMaps(parkMiller(1, [4, 3]), edges)).toThrow(/got \[4,3\]/);
    expect(() => pathMaps(ndArray(Float64Array.of(NaN, 1), [1, 2]), edges)).toThrow(DataError);
    expect(() => pathMaps(positions, { ...edges, y: Float64Array.of(1) })).toThrow(
      /pathMaps: edges.y must be two or more/,
    );
    expect(() => path.map(vector(1))).toThrow(/activity must be \[50\] like the path, got \[1\]/);
    expect(() => path.map(parkMiller(1, [50]), ndArray(new Float64Array(12), [3, 4]))).toThrow(
      /into must be \[4, 3\]/,
    );
    const inside = [...positions.values.keys()].find(
      (t) =>
        positions.values[2 * t]! > 0 &&
        positions.values[2 * t]! < 1 &&
        positions.values[2 * t + 1]! > 0 &&
        positions.values[2 * t + 1]! < 1,
    )!;
    for (const wrong of [NaN, Infinity]) {
      const activity = parkMiller(1, [50]);
      activity.values[inside] = wrong;
      expect(() => path.map(activity)).toThrow(/activity must be finite/);
    }
  });
});
