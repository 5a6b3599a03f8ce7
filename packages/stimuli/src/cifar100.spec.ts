import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataError, EnvironmentError } from '@goal-driven/core/arrays';
import { afterAll, describe, expect, it } from 'vitest';
import { Cifar100, cifar100Classes, readCifar100 } from './cifar100';
import { imageAt } from './imageAt';
import { openImageData } from './openImageData';

const folder = mkdtempSync(join(tmpdir(), 'cifar100-'));
afterAll(() => rmSync(folder, { recursive: true }));

const RECORD = 3074;
/** Records with these labels, coarse and fine; red is the record's number, green 100 and blue its row. */
function written(
  name: string,
  labels: readonly (readonly [coarse: number, fine: number])[],
  cut = 0,
): string {
  const file = new Uint8Array(labels.length * RECORD);
  labels.forEach((pair, record) => {
    const at = record * RECORD;
    file.set(pair, at);
    file.fill(record, at + 2, at + 1026).fill(100, at + 1026, at + 2050);
    for (let pixel = 0; pixel < 1024; pixel++) file[at + 2050 + pixel] = Math.floor(pixel / 32);
  });
  writeFileSync(join(folder, name), file.subarray(0, file.length - cut));
  return join(folder, name);
}
const read = (path: string, more: object = {}) =>
  readCifar100(Cifar100.parse({ kind: 'cifar100', folder: path, ...more }));

written('train.bin', [
  [4, 0],
  [14, 99],
  [1, 32],
]);

describe('readCifar100', () => {
  it('reads fine or coarse labels, planes made pixels', () => {
    const fine = read(folder);
    expect([...fine.labels]).toEqual([0, 99, 32]);
    expect([...fine.labels].map((label) => fine.classes[label])).toEqual(['apple', 'worm', 'flatfish']);
    expect([...imageAt(fine.pixels, 2).values.subarray(3 * 33, 3 * 34)]).toEqual([2, 100, 1]);
    const coarse = read(folder, { labels: 'coarse', limit: 2 });
    expect([...coarse.labels]).toEqual([4, 14]);
    expect(coarse.classes[4]).toBe('fruit_and_vegetables');
  });

  it('has as many classes as the original, each once', () => {
    expect(new Set(cifar100Classes.fine).size).toBe(100);
    expect(new Set(cifar100Classes.coarse).size).toBe(20);
  });

  it('is what a config can name', () => {
    const config = { ...Cifar100.parse({ kind: 'cifar100', folder }), split: 'train' as const };
    expect([...openImageData(config).labels]).toEqual([0, 99, 32]);
  });

  it('refuses other files', () => {
    expect(() => read(written('cut.bin', [[0, 0]], 1))).toThrow(
      'must hold records of 3074 bytes, got 3073 bytes',
    );
    expect(() => read(written('label.bin', [[0, 100]]))).toThrow('must be in 0 .. 99, got 100 at record 0');
    expect(() => read(written('coarse.bin', [[20, 0]]), { labels: 'coarse' })).toThrow(DataError);
    expect(() => read(folder, { split: 'test' })).toThrow(EnvironmentError);
  });
});
