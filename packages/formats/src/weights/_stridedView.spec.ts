import { describe, expect, it } from 'vitest';
import { stridedView, type StridedView } from './_stridedView';

const values = Float32Array.from({ length: 12 }, (_, index) => index);
const view = (at: StridedView, left = 1000) =>
  stridedView(values, at, { who: 'x', budget: { left, all: left } });

describe('stridedView', () => {
  it('is a part of the values themselves where they lie in order', () => {
    const row = view({ offset: 4, shape: [2, 1, 3], strides: [3, 99, 1] }); // an axis of 1 takes no step
    expect([...row]).toEqual([4, 5, 6, 7, 8, 9]);
    expect(row.buffer).toBe(values.buffer);
    expect([...view({ offset: 11, shape: [], strides: [] })]).toEqual([11]);
    expect(view({ offset: 12, shape: [3, 0], strides: [1, 1] })).toHaveLength(0);
  });

  it('gathers others', () => {
    expect([...view({ offset: 0, shape: [3, 2], strides: [1, 3] })]).toEqual([0, 3, 1, 4, 2, 5]);
    expect([...view({ offset: 5, shape: [2, 2], strides: [0, 6] })]).toEqual([5, 11, 5, 11]);
  });

  it('never leaves its values', () => {
    expect(() => view({ offset: 6, shape: [2, 3], strides: [4, 1] })).toThrow(
      'x: a tensor of shape [2,3], strides [4,1] and offset 6 must lie within its storage of 12 elements, got a last one at 12',
    );
    expect(() => view({ offset: 13, shape: [0], strides: [1] })).toThrow('must lie within');
    expect(() => view({ offset: -1, shape: [1], strides: [1] })).toThrow('must be whole numbers, got -1');
    expect(() => view({ offset: 0, shape: [2], strides: [-1] })).toThrow('must be whole numbers');
    expect(() => view({ offset: 0, shape: [2.5], strides: [1] })).toThrow('must be whole numbers');
    expect(() => view({ offset: 0, shape: [2], strides: [] })).toThrow('as many strides as axes');
    expect(() => view({ offset: 0, shape: [2 ** 40, 2 ** 40, 2 ** 40], strides: [2 ** 50, 1, 1] })).toThrow(
      'must lie within',
    );
  });

  it('copies no more than the budget has', () => {
    expect(view({ offset: 0, shape: [5, 5], strides: [0, 1] }, 100)).toHaveLength(25);
    expect(() => view({ offset: 0, shape: [26], strides: [0] }, 100)).toThrow(
      'x: tensors that are copied out of their storages must take at most 100 bytes in all',
    );
    expect(() => view({ offset: 0, shape: [2 ** 50, 2 ** 50], strides: [0, 0] }, 100)).toThrow(
      'at most 100 bytes',
    );
  });
});
