import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ndArray, type NdArray } from '@goal-driven/core/arrays';
import { firstColumns, parkMiller, table } from './_fixtures';
import { cca } from './cca';
import { procrustes } from './procrustes';
import { shapeDistance } from './shapeDistance';

const X = firstColumns(parkMiller(81, [15, 4]), 3);
const Y = (() => {
  const [a, b] = [parkMiller(82, [15]).values, parkMiller(83, [15]).values];
  const x = (row: number, c: number) => X.values[row * 3 + c]!;
  return table(
    Array.from({ length: 15 }, (_, row) => [x(row, 0) + x(row, 1), x(row, 2) + 0.3 * a[row]!, b[row]!]),
  );
})();
const rows = ({ values }: NdArray, from: number, to: number) =>
  ndArray(values.slice(3 * from, 3 * to), [to - from, 3]);

describe('shapeDistance', () => {
  it('gives the printed values of netrep, on the same rows and on others', () => {
    const printed: [alpha: number, same: number, others: number, euclidean: number][] = [
      [1, 0.629921732565, 0.473983459858, 1.33395842929],
      [0.5, 0.684124260196, 0.338977738389, 1.42085314379],
      [0, 0.762369260233, 0.362274992307, 1.54700414823],
    ];
    for (const [alpha, same, others, euclidean] of printed) {
      const whole = shapeDistance(X, Y, { alpha });
      expect(whole.angular).toBeCloseTo(same, 10);
      expect(whole.euclidean).toBeCloseTo(euclidean, 10);
      const test = { x: rows(X, 10, 15), y: rows(Y, 10, 15) };
      expect(shapeDistance(rows(X, 0, 10), rows(Y, 0, 10), { alpha, test }).angular).toBeCloseTo(others, 10);
    }
  });

  it('is Procrustes at alpha 1, and the mean canonical correlation at alpha 0', () => {
    expect(shapeDistance(X, Y).angular).toBeCloseTo(procrustes(X, Y).angular, 10);
    expect(Math.cos(shapeDistance(X, Y, { alpha: 0 }).angular)).toBeCloseTo(cca(X, Y).mean, 10);
  });

  it('is a metric on the rows it is aligned on', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.constantFrom(0, 0.3, 1), (seed, alpha) => {
        const [x, y, z] = [
          parkMiller(seed, [9, 3]),
          parkMiller(seed + 1, [9, 2]),
          parkMiller(seed + 2, [9, 3]),
        ];
        const d = (a: NdArray, b: NdArray) => shapeDistance(a, b, { alpha }).angular;
        expect(d(x, x)).toBeLessThan(1e-6);
        expect(d(x, y)).toBeCloseTo(d(y, x), 8);
        expect(d(x, z)).toBeLessThanOrEqual(d(x, y) + d(y, z) + 1e-8);
      }),
      { numRuns: 30, seed: 1 },
    );
  });

  it('says what must fit', () => {
    expect(() => shapeDistance(X, Y, { alpha: 2 })).toThrow('shapeDistance: alpha must be in 0 .. 1, got 2');
    const test = { x: parkMiller(1, [4, 2]), y: parkMiller(1, [4, 3]) };
    expect(() => shapeDistance(X, Y, { test })).toThrow(
      'test must have the 3 and 3 units of x and y, got 2 and 3',
    );
    const constant = ndArray(new Float64Array(45).fill(0.7), [15, 3]);
    for (const alpha of [0, 0.5, 1]) expect(shapeDistance(X, constant, { alpha }).angular).toBeNaN();
    expect(
      shapeDistance(
        table([
          [1, 1],
          [1, 1],
          [1, 1],
        ]),
        table([[1], [2], [4]]),
      ).angular,
    ).toBeNaN();
  });
});
