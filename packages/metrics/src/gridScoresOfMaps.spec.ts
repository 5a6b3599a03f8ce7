import { afterEach, describe, expect, it, vi } from 'vitest';
import { ndArray, type NdArray } from '@goal-driven/core/arrays';
import { largestDifference, parkMiller } from './_fixtures';
import { gridScores, gridScoresOfMaps } from './gridScore';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
});

/** 70 maps of 21 x 21: more than are scored together, and an odd side. */
const maps = parkMiller(5, [70, 21, 21]);
const single = (map: number) => ndArray(maps.values.slice(map * 441, (map + 1) * 441), [21, 21]);

describe('gridScoresOfMaps', () => {
  it('has the bits of each map alone, and tells how far it is', () => {
    const told: [number, number][] = [];
    const scores = gridScoresOfMaps(maps, { onProgress: (done, total) => told.push([done, total]) });
    expect(scores).toHaveLength(70);
    for (const map of [0, 31, 32, 69]) expect(scores[map]).toEqual(gridScores(single(map)));
    expect(told).toEqual([
      [32, 70],
      [64, 70],
      [70, 70],
    ]);
  });

  it('passes the form on', () => {
    const scores = gridScoresOfMaps(maps, { form: 'minMax' });
    expect(scores[3]!.score60).toBe(gridScores(single(3), { form: 'minMax' }).score60);
    expect(scores[3]!.score60).not.toBe(gridScores(single(3)).score60);
  });

  it('is the same on one thread and on three, and in plain loops to rounding', async () => {
    const outcome = async (environment: Record<string, string>) => {
      vi.resetModules();
      vi.unstubAllEnvs();
      for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
      const scores = (await import('./gridScore')).gridScoresOfMaps(maps);
      return scores.flatMap(({ rings }) => rings.map(({ score60 }) => score60));
    };
    const one = await outcome({ GOAL_DRIVEN_THREADS: '1' });
    expect(await outcome({ GOAL_DRIVEN_THREADS: '3' })).toEqual(one);
    const loops = await outcome({ GOAL_DRIVEN_COMPILED: '0' });
    expect(largestDifference(loops, one)).toBeLessThan(1e-10);
    expect(loops).not.toEqual(one); // else one of the two ways was not taken
  });

  it('has the same bits for maps too large to be held together: 30 of 200 x 200, of which the last varies', () => {
    const many = ndArray(new Float64Array(30 * 40_000), [30, 200, 200]);
    many.values.set(parkMiller(3, [40_000]).values, 29 * 40_000);
    const scores = gridScoresOfMaps(many);
    expect(scores[0]!.score60).toBeNaN();
    const alone = ndArray(many.values.slice(29 * 40_000), [200, 200]);
    expect(scores[29]).toEqual(gridScores(alone));
    expect(scores[29]!.score60).not.toBeNaN();
  });

  it('agrees with plain loops where patches are constant, lie high or were never visited, on any rectangle', async () => {
    const correlograms = async (stack: NdArray, compiled: string) => {
      vi.resetModules();
      vi.stubEnv('GOAL_DRIVEN_COMPILED', compiled);
      return (await import('./spatialAutocorrelogram')).autocorrelograms(stack).values;
    };
    for (const [rows, columns] of [
      [15, 14],
      [20, 11],
      [9, 40],
    ] as const) {
      const stack = parkMiller(rows, [4, rows, columns]);
      const size = rows * columns;
      stack.values.forEach((value, at) => {
        const [map, bin] = [Math.floor(at / size), at % size];
        const inField = bin % columns < 4 && bin < 5 * columns;
        if (map === 0 && !inField) stack.values[at] = 0;
        if (map === 1) stack.values[at] = 1e4 + value;
        if (map === 2) stack.values[at] = 3;
        if (map === 3 && bin % 7 === 0) stack.values[at] = NaN;
      });
      const [own, loops] = [await correlograms(stack, '1'), await correlograms(stack, '0')];
      expect(largestDifference(own, [...loops])).toBeLessThan(1e-11);
      expect(own).not.toEqual(loops);
      const area = (2 * rows - 1) * (2 * columns - 1);
      const centres = [0, 1, 2, 3].map((map) => own[map * area + (area - 1) / 2]!);
      expect(centres[2]).toBe(0);
      centres[2] = 1;
      expect(largestDifference(centres, [1, 1, 1, 1])).toBeLessThan(1e-15);
    }
  });

  it('names what does not fit', () => {
    expect(() => gridScoresOfMaps(parkMiller(1, [2, 4, 5]))).toThrow(
      /rateMaps must be square \[units, y, x\].* got \[2,4,5\]/,
    );
    expect(() => gridScoresOfMaps(parkMiller(1, [4, 4]))).toThrow(/got \[4,4\]/);
    expect(() => gridScoresOfMaps(parkMiller(1, [4, 2, 2]))).toThrow(/got \[4,2,2\]/);
    const infinite = parkMiller(1, [2, 4, 4]);
    infinite.values[18] = Infinity;
    expect(() => gridScoresOfMaps(infinite)).toThrow(/must be finite or NaN, got Infinity at bin 2/);
  });
});
