import { ndArray } from '@goal-driven/core/arrays';
import { borderScore, rectangleGridScore } from '@goal-driven/metrics';
import { describe, expect, it } from 'vitest';
import { isFlat, mapClasses } from './mapClasses';

const bins = 20;
const map = (f: (x: number, y: number) => number, rows = bins) =>
  Array.from({ length: rows * bins }, (_, bin) => f(bin % bins, Math.floor(bin / bins)));
const k = (4 * Math.PI) / (Math.sqrt(3) * 8);
const grid = (x: number, y: number) =>
  [0, 1, 2].reduce((sum, axis) => {
    const angle = Math.PI / 6 + (axis * Math.PI) / 3;
    return sum + Math.cos(k * (x * Math.cos(angle) + y * Math.sin(angle)));
  }, 1.5);
const wall = (x: number) => Number(x < 2);
const blob = (x: number, y: number) => Math.exp(-((x - 12) ** 2 + (y - 9) ** 2) / 8);

describe('mapClasses', () => {
  it('tells grid, border and heterogeneous maps apart, each in its place', () => {
    const all = [map(() => 3), map(grid), map(wall), map(blob)].flat();
    const { labels, heterogeneous, gridScores, borderScores, n } = mapClasses(
      ndArray(Float64Array.from(all), [4, bins, bins]),
    );
    expect(labels.map((own) => [...own])).toEqual([[], ['grid'], ['border'], []]);
    expect([n, heterogeneous.count]).toEqual([4, 2]);
    expect([gridScores[0], borderScores[0]]).toEqual([NaN, NaN]);
    expect(gridScores[1]).toBeGreaterThan(1);
    expect(borderScores[2]).toBe(borderScore(ndArray(Float64Array.from(map(wall)), [bins, bins])));
  });

  it('scores maps of any rectangle, and knows no classes on a track', () => {
    const long = mapClasses(ndArray(Float64Array.from([map(wall, 10), map(grid, 10)].flat()), [2, 10, bins]));
    expect(long.borderScores[0]).toBeGreaterThan(0.5);
    const own = ndArray(Float64Array.from(map(grid, 10)), [10, bins]);
    expect(long.gridScores[1]).toBe(rectangleGridScore(own));
    const { gridScores, borderScores, heterogeneous } = mapClasses(
      ndArray(Float64Array.from(map(wall, 1)), [1, 1, bins]),
    );
    expect([gridScores[0], borderScores[0], heterogeneous.count]).toEqual([NaN, NaN, 1]);
  });
});

describe('isFlat', () => {
  it('passes over bins without a value', () => {
    expect(
      [Float64Array.of(NaN, 2, 2), Float64Array.of(NaN, 2, 3), Float64Array.of(NaN)].map(isFlat),
    ).toEqual([true, false, true]);
  });
});
