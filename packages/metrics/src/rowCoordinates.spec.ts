import { createRng, DataError, ndArray } from '@goal-driven/core/arrays';
import { describe, expect, it } from 'vitest';
import { takeRows } from './_matrix';
import { pls } from './pls';
import { ridge } from './ridge';
import { rowCoordinates } from './rowCoordinates';

const rng = createRng(2);
const table = (name: string, rows: number, columns: number) =>
  ndArray(rng.child(name).normal(rows * columns), [rows, columns]);
const source = table('source', 20, 300);
const target = table('target', 12, 3);
const rows = Int32Array.from({ length: 12 }, (_, row) => row);

const product = (a: ReturnType<typeof table>, i: number, j: number) => {
  const width = a.shape[1]!;
  let sum = 0;
  for (let c = 0; c < width; c++) sum += a.values[i * width + c]! * a.values[j * width + c]!;
  return sum;
};

describe('rowCoordinates', () => {
  it('are a length and an angle for two rows', () => {
    const { values, shape } = rowCoordinates(ndArray(Float64Array.from([0, 3, 4, 5, 3, 4]), [2, 3]));
    expect(shape).toEqual([2, 2]);
    [5, 0, 5, 5].forEach((value, at) => expect(values[at]).toBeCloseTo(value, 12));
  });

  it('keep all products of rows', () => {
    const turned = rowCoordinates(source);
    expect(turned.shape).toEqual([20, 20]);
    for (let i = 0; i < 20; i++)
      for (let j = 0; j <= i; j++) expect(product(turned, i, j)).toBeCloseTo(product(source, i, j), 9);
  });

  it.each([
    ['pls', (x: typeof source) => pls(takeRows(x, rows), target, { components: 5 })],
    ['ridge', (x: typeof source) => ridge(takeRows(x, rows), target, { alpha: 1 })],
  ])('predict the same by %s, of samples that were not fitted to too', (_, fit) => {
    const turned = rowCoordinates(source);
    const [own, other] = [fit(source).predict(source), fit(turned).predict(turned)];
    own.values.forEach((value, at) => expect(other.values[at]).toBeCloseTo(value, 9));
  });

  it('have zeros beyond the rank, and leave few features and their input alone', () => {
    const twice = ndArray(Float64Array.from([1, 2, 3, 2, 4, 6]), [2, 3]);
    const before = twice.values.slice();
    const { values } = rowCoordinates(twice);
    expect([values[1], values[3]]).toEqual([0, 0]);
    expect(values[2]! / values[0]!).toBeCloseTo(2, 12);
    expect(twice.values).toEqual(before);
    const few = table('few', 5, 4);
    expect(rowCoordinates(few)).toBe(few);
    expect(() => rowCoordinates(ndArray(Float64Array.from([1, NaN]), [1, 2]))).toThrow(DataError);
  });
});
