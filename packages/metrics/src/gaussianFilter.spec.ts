import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { ConfigError, DataError, ndArray, ShapeError, type NdArray } from '@goal-driven/core/arrays';
import golden from '../goldens/gaussianFilter.json';
import { largestDifference, parkMiller, vector } from './_fixtures';
import { gaussianFilter, gaussianTaps, type Border } from './gaussianFilter';

const filled = (value: number, shape: number[]): NdArray =>
  ndArray(new Float64Array(shape.reduce((a, b) => a * b, 1)).fill(value), shape);

describe('gaussianFilter', () => {
  it('gives the printed taps, impulse response and all-ones table', () => {
    expect(
      largestDifference(
        gaussianTaps(1),
        [0.398943469356, 0.241971445657, 0.0539911274207, 0.00443186162003, 0.000133830624615],
      ),
    ).toBeLessThan(1e-12);
    const impulse = filled(0, [7, 7]);
    impulse.values[24] = 1;
    const { values } = gaussianFilter(impulse, { sd: 1, border: 'zero' });
    const rows = [
      [1.964139742e-5, 0.0002392812054, 0.001072383963, 0.00176806225],
      [0.0002392812054, 0.00291504184, 0.01306431115, 0.02153940769],
      [0.001072383963, 0.01306431115, 0.05855018051, 0.09653292802],
      [0.00176806225, 0.02153940769, 0.09653292802, 0.1591558917],
    ];
    rows.forEach((row, at) =>
      expect(largestDifference(values.subarray(7 * at, 7 * at + 4), row)).toBeLessThan(1e-10),
    );
    const ones = gaussianFilter(filled(1, [5, 5]), { sd: 1, border: 'zero' }).values;
    expect(largestDifference(ones.subarray(0, 3), [0.4892607076, 0.6584192837, 0.6930845893])).toBeLessThan(
      1e-10,
    );
    expect(Math.abs(ones[12]! - 0.9818206132)).toBeLessThan(1e-10);
  });

  it('agrees to 1e-12 with SciPy for every border (goldens/gaussianFilter.py)', () => {
    expect(golden.cases).toHaveLength(20);
    for (const { seed, shape, sd, truncate, border, smoothed } of golden.cases) {
      const array = parkMiller(seed, shape);
      const before = array.values.slice();
      const result = gaussianFilter(array, { sd, truncate, border: border as Border });
      expect(result.shape).toEqual(shape);
      expect(largestDifference(result.values, smoothed), `${border} ${shape}`).toBeLessThan(1e-12);
      expect(array.values).toEqual(before);
    }
  });

  it('reflects and cuts at four deviations unless told otherwise', () => {
    const line = parkMiller(4, [12]);
    expect(gaussianFilter(line, { sd: 1.3 })).toEqual(
      gaussianFilter(line, { sd: [1.3], border: 'reflect', truncate: 4 }),
    );
  });

  it('keeps a constant but for zeros beyond the border, keeps the mean on a circle, and is linear', () => {
    const borders: Border[] = ['reflect', 'mirror', 'nearest', 'wrap'];
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.double({ min: 0.2, max: 4, noNaN: true }),
        (seed, sd) => {
          const line = parkMiller(seed, [1 + (seed % 9)]);
          for (const border of borders) {
            const constant = gaussianFilter(filled(3, line.shape as number[]), { sd, border }).values;
            constant.forEach((value) => expect(Math.abs(value - 3)).toBeLessThan(1e-12));
          }
          const sum = (values: Float64Array) => values.reduce((a, b) => a + b, 0);
          const wrapped = gaussianFilter(line, { sd, border: 'wrap' });
          expect(Math.abs(sum(wrapped.values) - sum(line.values))).toBeLessThan(1e-11);
          const doubled = gaussianFilter(
            ndArray(
              line.values.map((v) => 2 * v),
              line.shape,
            ),
            { sd },
          ).values;
          gaussianFilter(line, { sd }).values.forEach((v, i) =>
            expect(Math.abs(2 * v - doubled[i]!)).toBeLessThan(1e-12),
          );
        },
      ),
      { numRuns: 30 },
    );
  });

  it('leaves axes with a deviation of 0 alone', () => {
    const stack = parkMiller(5, [2, 4, 3]);
    const both = gaussianFilter(stack, { sd: [0, 1, 0.5] });
    const second = gaussianFilter(ndArray(stack.values.slice(12), [4, 3]), { sd: [1, 0.5] });
    expect(both.values.slice(12)).toEqual(second.values);
    expect(gaussianFilter(stack, { sd: 0 }).values).toEqual(stack.values);
  });

  it('says what it needs', () => {
    const line = vector(1, 2, 3);
    expect(() => gaussianFilter(line, { sd: -1 })).toThrow(
      'gaussianFilter: sd must be finite and not negative, got [-1]',
    );
    expect(() => gaussianFilter(line, { sd: NaN })).toThrow(ConfigError);
    expect(() => gaussianFilter(line, { sd: Infinity })).toThrow(/sd must be finite/);
    expect(() => gaussianFilter(line, { sd: [1, 1] })).toThrow(ShapeError);
    expect(() => gaussianFilter(line, { sd: [1, 1] })).toThrow(/one per axis of \[3\], got \[1,1\]/);
    expect(() => gaussianFilter(line, { sd: 1, truncate: 0 })).toThrow(
      /truncate must be finite and positive, got 0/,
    );
    expect(() => gaussianFilter(line, { sd: 1, truncate: Infinity })).toThrow(/truncate must be finite/);
    expect(() => gaussianFilter(line, { sd: 1, border: 'constant' as Border })).toThrow(
      /border must be among .*zero/,
    );
    expect(() => gaussianFilter(vector(1, NaN), { sd: 1 })).toThrow(DataError);
  });
});
