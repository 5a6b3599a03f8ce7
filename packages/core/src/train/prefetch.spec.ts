import { describe, expect, it } from 'vitest';
import type { DataStream } from '../DataStream';
import { DataError } from '../errors';
import { ndArray } from '../NdArray';
import { prefetch } from './prefetch';
import { uploadBatch } from './uploadBatch';

const counting = (
  started: number[],
  bad = Infinity,
): DataStream<{ n: ReturnType<typeof scalar> }, number> => ({
  name: 'counting',
  start: 0,
  read: async (cursor) => {
    started.push(cursor);
    await Promise.resolve();
    if (cursor === bad) throw new DataError(`counting: must be less than ${bad}, got ${cursor}`);
    return { batch: { n: scalar(cursor) }, next: cursor + 1 };
  },
});
const scalar = (value: number) => ndArray(new Float64Array([value]), []);
const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('prefetch', () => {
  it('reads ahead by depth, in order, and never past count', async () => {
    const started: number[] = [];
    const reader = prefetch(counting(started), 3, { depth: 2, count: 4 });
    expect(await reader.next()).toMatchObject({
      cursor: 3,
      next: 4,
      batch: { n: { values: new Float64Array([3]) } },
    });
    await settle();
    expect(started).toEqual([3, 4, 5]);
    for (const cursor of [4, 5, 6]) expect(await reader.next()).toMatchObject({ cursor });
    await settle();
    expect(started).toEqual([3, 4, 5, 6]);
    await expect(reader.next()).rejects.toThrow('at most 4 batches');
  });

  it('tells a failed read to the one who asks for that batch', async () => {
    const reader = prefetch(counting([], 1), 0, { depth: 3, count: 9 });
    expect(await reader.next()).toMatchObject({ cursor: 0 });
    await settle();
    await expect(reader.next()).rejects.toThrow('counting: must be less than 1, got 1');
  });
});

describe('uploadBatch', () => {
  it('makes float32 of floating-point arrays and int32 of whole numbers', () => {
    const { x, index, image } = uploadBatch({
      x: ndArray(new Float64Array([0.5, 1]), [1, 2]),
      index: ndArray(new BigInt64Array([7n]), [1]),
      image: ndArray(new Uint8Array([255]), []),
    });
    expect([x!.dtype, index!.dtype, image!.dtype]).toEqual(['float32', 'int32', 'int32']);
    expect([x!.shape, [...x!.dataSync()], index!.dataSync()[0], image!.dataSync()[0]]).toEqual([
      [1, 2],
      [0.5, 1],
      7,
      255,
    ]);
  });

  it('names an array whose numbers do not fit', () => {
    const labels = ndArray(new Uint32Array([2 ** 31]), [1]);
    expect(() => uploadBatch({ labels })).toThrow(
      'uploadBatch: labels must hold int32 values, got 2147483648',
    );
  });
});
