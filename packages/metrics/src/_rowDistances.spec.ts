import { describe, expect, it } from 'vitest';
import { DataError } from '@goal-driven/core/arrays';
import { parkMiller, table } from './_fixtures';
import { correlation } from './pearson';
import { asPoints, distanceOf, squaredDistance, type SampleDistance } from './_rowDistances';

const rows = table([
  [3, 4, 0],
  [1, 2, 3],
  [0, -2, 0],
]);
const between = (distance: SampleDistance, samples = rows, [a, b] = [0, 1], most = Infinity) => {
  const { values, shape } = asPoints('score', 'train', samples, distance);
  const width = shape[1]!;
  const [first, second] = [a!, b!].map((row) => ({ values, start: row * width }));
  return distanceOf(squaredDistance(first!, second!, { width, most }), distance);
};

describe('distances of samples', () => {
  it('are the length of the difference, one minus the cosine, one minus the correlation', () => {
    expect(between('euclidean')).toBeCloseTo(Math.sqrt(4 + 4 + 9), 15);
    expect(between('cosine')).toBeCloseTo(1 - 11 / (5 * Math.sqrt(14)), 15);
    // (3, 4, 0) and (1, 2, 3) from their means: (2, 5, -7) / 3 and (-1, 0, 1).
    expect(between('correlation')).toBeCloseTo(1 + 9 / Math.sqrt(78 * 2), 14);
    expect(between('cosine', rows, [0, 2])).toBeCloseTo(1.8, 15);
    expect([between('cosine', rows, [2, 2]), between('euclidean', rows, [1, 1])]).toEqual([0, 0]);
  });

  it('are those of wide samples too', () => {
    const wide = parkMiller(3, [2, 37]);
    const [a, b] = [wide.values.slice(0, 37), wide.values.slice(37)];
    const squared = a.reduce((sum, value, at) => sum + (value - b[at]!) ** 2, 0);
    expect(between('euclidean', wide)).toBeCloseTo(Math.sqrt(squared), 13);
    expect(between('correlation', wide)).toBeCloseTo(1 - correlation(a, b), 13);
  });

  it('stop once they are above the most that is asked for, and not before', () => {
    const wide = table([Array<number>(48).fill(1), Array<number>(48).fill(0)]);
    const of = (most: number) => {
      const point = (row: number) => ({ values: wide.values, start: row * 48 });
      return squaredDistance(point(0), point(1), { width: 48, most });
    };
    expect([of(10), of(15.5), of(16), of(31), of(32), of(100)]).toEqual([16, 16, 32, 32, 48, 48]);
  });

  it('leave the samples as they were', () => {
    const before = rows.values.slice();
    expect(asPoints('score', 'train', rows, 'euclidean')).toBe(rows);
    const { values, shape } = asPoints('score', 'train', rows, 'correlation');
    expect(shape).toEqual([3, 3]);
    expect(values[0]! ** 2 + values[1]! ** 2 + values[2]! ** 2).toBeCloseTo(1, 15);
    expect(rows.values).toEqual(before);
  });

  it('are not of a sample without direction', () => {
    const [zero, flat] = [
      table([
        [1, 2],
        [0, 0],
      ]),
      table([
        [1, 2],
        [2, 3],
        [0.7, 0.7],
      ]),
    ];
    expect(() => asPoints('score', 'train', zero, 'cosine')).toThrow(DataError);
    expect(() => asPoints('score', 'train', zero, 'cosine')).toThrow(
      'score: each row of train must differ from 0 for the cosine distance, got row 1',
    );
    expect(() => asPoints('score', 'test', flat, 'correlation')).toThrow(
      'score: each row of test must vary for the correlation distance, got row 2',
    );
    const seven = table([[0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7]]);
    expect(() => asPoints('score', 'test', seven, 'correlation')).toThrow(/must vary/);
    expect(() => asPoints('score', 'test', flat, 'cosine')).not.toThrow();
  });
});
