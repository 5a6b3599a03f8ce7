import { describe, expect, it } from 'vitest';
import { ndArray } from '@goal-driven/core/arrays';
import { parkMiller, table } from './_fixtures';
import { percentile } from './percentile';
import { oneToOne, percentileMap } from './percentileMap';

/** Source column 2 is dead; targets follow source 1, minus source 0, and nothing. */
function example() {
  const raw = parkMiller(41, [8, 4]);
  const source = ndArray(
    raw.values.map((value, at) => (at % 4 === 2 ? 0.7 : value)),
    [8, 4],
  );
  const [first, second] = [parkMiller(42, [8]).values, parkMiller(43, [8]).values];
  const rows = Array.from({ length: 8 }, (_, r) => [
    source.values[r * 4 + 1]! + 0.1 * first[r]!,
    -source.values[r * 4]! + 0.05 * second[r]!,
    0,
  ]);
  return { source, target: table(rows) };
}

describe('oneToOne', () => {
  it('takes the largest signed correlation, never a dead unit, and the last unit for a dead target', () => {
    const { source, target } = example();
    expect([...oneToOne(source, target).units]).toEqual([1, 3, 3]);
  });

  it('predicts with the activity of that unit', () => {
    const { source, target } = example();
    const prediction = oneToOne(source, target).predict(source);
    expect(prediction.values[0]).toBe(source.values[1]);
  });
});

describe('percentileMap', () => {
  it('with all units is ridge from the units that are alive', () => {
    const { source, target } = example();
    const alive = table(Array.from({ length: 8 }, (_, r) => [0, 1, 3].map((c) => source.values[r * 4 + c]!)));
    const one = (m: typeof target) => table(Array.from({ length: 8 }, (_, r) => [m.values[r * 3]!]));
    const all = percentileMap(source, one(target), { percentile: 0 }).predict(source);
    const few = percentileMap(alive, one(target), { percentile: 0 }).predict(alive);
    all.values.forEach((value, index) => expect(value).toBeCloseTo(few.values[index]!, 12));
  });

  it('refuses a percentile outside 0 .. 100', () => {
    const { source, target } = example();
    expect(() => percentileMap(source, target, { percentile: 101 })).toThrow(/got 101/);
  });
});

describe('percentile', () => {
  it('is linear between order statistics, as NumPy has it', () => {
    const shares = [0, 25, 33, 50, 97.5, 100].map((share) => percentile([4, 1, 3, 2], share));
    [1, 1.75, 1.99, 2.5, 3.925, 4].forEach((value, index) => expect(shares[index]).toBeCloseTo(value, 12));
  });
});
