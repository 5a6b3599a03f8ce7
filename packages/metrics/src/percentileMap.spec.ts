import { describe, expect, it } from 'vitest';
import { ndArray, type NdArray } from '@goal-driven/core/arrays';
import { parkMiller, table } from './_fixtures';
import { percentile } from './percentile';
import { oneToOne, percentileMap } from './percentileMap';
import { ridge } from './ridge';

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
    expect(prediction.shape).toEqual([8, 3]);
  });

  it('takes the first of units that correlate alike', () => {
    const twice = table([
      [5, 1, 1],
      [4, 2, 2],
      [6, 4, 4],
    ]);
    expect([...oneToOne(twice, table([[1], [2], [3]])).units]).toEqual([1]);
  });

  it('chooses by sign, and follows its sources through any order of them', () => {
    const { source, target } = example();
    const backwards = table(
      Array.from({ length: 8 }, (_, r) => [3, 2, 1, 0].map((c) => source.values[r * 4 + c]!)),
    );
    const units = oneToOne(backwards, target).units;
    expect([...units].slice(0, 2)).toEqual([2, 0]);
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

  it('chooses by percentile as NumPy ranks, dead units left out', () => {
    const { source, target } = example();
    const chosen = (share: number) =>
      percentileMap(source, target, { percentile: share }).units.map((units) => [...units]);
    expect(chosen(100)).toEqual([[1], [3], [3]]);
    expect(chosen(75)).toEqual([[1], [3], [3]]);
    expect(chosen(50)).toEqual([
      [0, 1],
      [1, 3],
      [2, 3],
    ]);
    expect(chosen(0)).toEqual([
      [0, 1, 3],
      [0, 1, 3],
      [0, 1, 2, 3],
    ]);
  });

  it('predicts each target by ridge from its own units, alpha 1 unless told', () => {
    const { source, target } = example();
    const map = percentileMap(source, target, { percentile: 50 });
    const strict = percentileMap(source, target, { percentile: 50, alpha: 5 });
    const pick = (m: NdArray, columns: number[]) =>
      table(Array.from({ length: 8 }, (_, r) => columns.map((c) => m.values[r * m.shape[1]! + c]!)));
    map.units.forEach((units, q) => {
      for (const [fitted, alpha] of [
        [map, 1],
        [strict, 5],
      ] as const) {
        const from = pick(source, [...units]);
        const expected = ridge(from, pick(target, [q]), { alpha }).predict(from).values;
        expect(pick(fitted.predict(source), [q]).values).toEqual(expected);
      }
    });
  });

  it('names what does not fit', () => {
    const { source, target } = example();
    expect(() => percentileMap(source, table([[1]]), { percentile: 50 })).toThrow(
      /percentileMap: target must have the 8 rows of source, got 1/,
    );
    expect(() => oneToOne(table([[NaN]]), table([[1]]))).toThrow(/oneToOne: source must be finite, got NaN/);
    expect(() => oneToOne(table([[1]]), table([[NaN]]))).toThrow(/oneToOne: target must be finite, got NaN/);
    expect(() => percentileMap(source, target, { percentile: -1 })).toThrow(/must be in 0 \.\. 100, got -1/);
  });
});

describe('percentile', () => {
  it('is linear between order statistics, as NumPy has it', () => {
    const shares = [0, 25, 33, 50, 97.5, 100].map((share) => percentile([4, 1, 3, 2], share));
    [1, 1.75, 1.99, 2.5, 3.925, 4].forEach((value, index) => expect(shares[index]).toBeCloseTo(value, 12));
  });
});
