import { describe, expect, it } from 'vitest';
import { DataError, ndArray, ShapeError } from '@goal-driven/core/arrays';
import { requireMap } from './_requireMap';

const of = (shape: readonly number[], ...values: number[]) =>
  requireMap('score', { values: Float64Array.from(values), shape });

describe('requireMap', () => {
  it('allows a map of one bin, and bins that were not visited', () => {
    expect(() => of([1, 1], 2)).not.toThrow();
    expect(() => of([2, 2], NaN, 0, -1, NaN)).not.toThrow();
    expect(() => requireMap('score', ndArray(new Float64Array(6), [2, 3]))).not.toThrow();
  });

  it.each([
    [[4], [1, 2, 3, 4]],
    [
      [1, 2, 2],
      [1, 2, 3, 4],
    ],
    [[], [1]],
    [[0, 2], []],
    [[2, 0], []],
  ])('refuses axes %j', (shape, values) => {
    expect(() => of(shape, ...values)).toThrow(ShapeError);
    expect(() => of(shape, ...values)).toThrow(`score: rateMap must be [y, x] with bins, got [${shape}]`);
  });

  it.each([
    [Infinity, 0],
    [-Infinity, 0],
    [Infinity, 1],
    [-Infinity, 3],
  ])('names an infinite rate, %d in bin %d', (rate, bin) => {
    const values = [0, NaN, 2, 3];
    values[bin] = rate;
    expect(() => of([2, 2], ...values)).toThrow(DataError);
    expect(() => of([2, 2], ...values)).toThrow(
      `score: rateMap must be finite or NaN, got ${rate} in bin ${bin}`,
    );
  });
});
