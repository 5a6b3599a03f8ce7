import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { BundleEntry, Extent } from './_bundleEntry';
import { joinSlices } from './_joinSlices';
import { sliceKey } from './_sliceKey';
import type { StoredArray } from './StoredArray';

const entry = (shape: readonly number[], slices: Extent[][] = []): BundleEntry => ({
  ...{ dtype: 4, shape, shard: 0, offset: 0, crc: 0, slices },
  size: shape.reduce((size, axis) => size * axis, 1),
});

/** Joins parts of [start, length] an axis; each is filled with its number. */
const join = (shape: readonly number[], parts: readonly (readonly (readonly [number, number])[])[]) => {
  const placed = parts.map((part) => ({
    extents: part.map(([start, length]) => ({ start, length })),
    entry: entry(part.map(([, length]) => length)),
  }));
  return joinSlices(entry(shape), placed, {
    who: 'x',
    element: 'u1',
    read: async (slice): Promise<StoredArray> => {
      const number = placed.findIndex((each) => each.entry === slice) + 1;
      return { values: new Uint8Array(slice.size).fill(number), shape: slice.shape, dtype: 'U8' };
    },
  });
};

describe('joinSlices', () => {
  it('puts each slice in its place', async () => {
    const { values, shape } = await join(
      [2, 3],
      [
        [
          [0, 2],
          [0, 1],
        ],
        [
          [0, 1],
          [1, 2],
        ],
        [
          [1, 1],
          [1, 2],
        ],
      ],
    );
    expect(shape).toEqual([2, 3]);
    expect([...values]).toEqual([1, 2, 2, 1, 3, 3]);
  });

  it('refuses what overlaps, is too little, leaves the tensor or is absent', async () => {
    await expect(join([4], [[[0, 2]], [[1, 2]]])).rejects.toThrow(
      'x must be filled by its slices, got a gap at element 3',
    );
    await expect(join([4], [[[0, 2]]])).rejects.toThrow('x must have slices of 4 elements together, got 2');
    await expect(join([4], [[[3, 2]]])).rejects.toThrow(
      'x must have its slices within [4], got [2] from [3]',
    );
    await expect(
      join(
        [4],
        [
          [
            [0, 4],
            [0, 1],
          ],
        ],
      ),
    ).rejects.toThrow('x must have slices of 1 axes, got 2');
    const absent = [{ extents: [{ start: 0, length: 4 }], entry: undefined }];
    const options = {
      who: 'x',
      element: 'u1' as const,
      read: () => Promise.reject(new Error('unreachable')),
    };
    await expect(joinSlices(entry([4]), absent, options)).rejects.toThrow(
      'x must have its slice 0 in the index, got none',
    );
  });
});

describe('sliceKey', () => {
  it('is as by hand', () => {
    // 0 | a 00 01 | 1 axis | start 5, all of it (-1)
    expect(sliceKey('a', [{ start: 5, length: undefined }])).toBe('\0a\0\x01\x01\x01\x85\x7f');
    expect(sliceKey('', [{ start: 64, length: 8192 }])).toBe('\0\0\x01\x01\x01\xc0\x40\xe0\x20\x00');
    expect(sliceKey('\xff\0', [])).toBe('\0\xff\0\0\xff\0\x01\0');
  });

  it('sorts as starts do', () => {
    const start = fc.nat(Number.MAX_SAFE_INTEGER);
    const key = (value: number) => sliceKey('w', [{ start: value, length: 1 }]);
    fc.assert(fc.property(start, start, (a, b) => void expect(key(a) < key(b)).toBe(a < b)));
  });
});
