import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataError, EnvironmentError } from '@goal-driven/core/arrays';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { cifarColours } from './augmentation/Augmentation';
import { Cifar10, cifar10Classes, readCifar10 } from './cifar10';
import { imageAt } from './imageAt';

const folder = mkdtempSync(join(tmpdir(), 'cifar10-'));
afterAll(() => rmSync(folder, { recursive: true }));

const RECORD = 3073;
/** Records whose label is given, red is its number, green 100 and blue its row. */
function records(labels: readonly number[]): Uint8Array {
  const file = new Uint8Array(labels.length * RECORD);
  labels.forEach((label, record) => {
    const at = record * RECORD;
    file[at] = label;
    file.fill(record, at + 1, at + 1025).fill(100, at + 1025, at + 2049);
    for (let pixel = 0; pixel < 1024; pixel++) file[at + 2049 + pixel] = Math.floor(pixel / 32);
  });
  return file;
}
const written = (name: string, file: Uint8Array): string => {
  writeFileSync(join(folder, name), file);
  return join(folder, name);
};
const read = (path: string, more: object = {}) =>
  readCifar10(Cifar10.parse({ kind: 'cifar10', folder: path, ...more }));

written('data_batch_1.bin', records([3, 0, 9]));
written('data_batch_3.bin', records([5, 3]));
written('test_batch.bin', records([1]));

describe('readCifar10', () => {
  it('joins the training files that are there, planes made pixels', () => {
    const source = read(folder);
    expect(source.classes).toEqual(cifar10Classes);
    expect([...source.labels]).toEqual([3, 0, 9, 5, 3]);
    const { values, shape } = imageAt(source.pixels, 1);
    expect(shape).toEqual([32, 32, 3]);
    expect([...values.subarray(0, 3)]).toEqual([1, 100, 0]);
    expect([...values.subarray(3 * (32 * 31 + 4), 3 * (32 * 31 + 5))]).toEqual([1, 100, 31]);
    expect(imageAt(source.pixels, 4).values[0]).toBe(1);
  });

  it('reads the test file, or the one that is named', () => {
    expect([...read(folder, { split: 'test' }).labels]).toEqual([1]);
    expect([...read(join(folder, 'data_batch_3.bin')).labels]).toEqual([5, 3]);
  });

  it('keeps some classes under new labels, and the first images of them', () => {
    const some = read(folder, { classes: ['truck', 'cat'] });
    expect(some.classes).toEqual(['truck', 'cat']);
    expect([...some.labels]).toEqual([1, 0, 1]);
    expect([0, 1, 2].map((index) => imageAt(some.pixels, index).values[0])).toEqual([0, 2, 1]);
    expect([...read(folder, { classes: ['truck', 'cat'], limit: 2 }).labels]).toEqual([1, 0]);
  });

  it('refuses what is not of the format, and says where', () => {
    const cut = written('cut.bin', records([1, 2]).slice(0, -1));
    expect(() => read(cut)).toThrow(
      new DataError(`readCifar10: ${cut} must hold records of 3073 bytes, got 6145 bytes`),
    );
    const wrong = written('wrong.bin', records([1, 10]));
    expect(() => read(wrong)).toThrow(
      new DataError(`readCifar10: labels of ${wrong} must be in 0 .. 9, got 10 at record 1`),
    );
    expect(() => read(written('empty.bin', new Uint8Array(0)))).toThrow(DataError);
    expect(() => read(folder, { classes: ['ship'] })).toThrow(/must hold images of ship, got none/);
    expect(() => read(join(folder, 'absent'))).toThrow(EnvironmentError);
    expect(() => Cifar10.parse({ kind: 'cifar10', folder, classes: ['cow'] })).toThrow(/airplane/);
  });

  it('fuzz: meets damaged files with images or an error that says where', () => {
    const file = records([3, 0, 9]);
    const change = fc.tuple(fc.constantFrom(0, 1, RECORD, 2 * RECORD, 5000), fc.nat(255));
    const length = fc.oneof(fc.constantFrom(RECORD, 2 * RECORD, 3 * RECORD), fc.nat(3 * RECORD));
    fc.assert(
      fc.property(fc.array(change, { maxLength: 3 }), length, (changes, cut) => {
        const damaged = file.slice(0, cut);
        for (const [at, byte] of changes) if (at < cut) damaged[at] = byte;
        const path = written('damaged.bin', damaged);
        const labels = Array.from({ length: Math.floor(cut / RECORD) }, (_, record) => record).map(
          (record) => damaged[record * RECORD]!,
        );
        if (cut > 0 && cut % RECORD === 0 && labels.every((label) => label < 10))
          expect([...read(path).labels]).toEqual(labels);
        else expect(() => read(path)).toThrow(new RegExp(`${path} must .* got `));
      }),
      { numRuns: Number(process.env['GOAL_DRIVEN_FUZZ'] ?? 500) },
    );
  }, 600_000);

  it('finds no image beyond the last', () => {
    expect(() => imageAt(read(folder).pixels, 5)).toThrow('imageAt: index must be in 0 .. 4, got 5');
  });
});

// The published files or a part of them, in a folder beside the repository.
const shared = join(process.env['GOAL_DRIVEN_SHARED'] ?? '', 'data/cifar10');
describe.skipIf(!existsSync(shared))('the real images', () => {
  it.each(['train', 'test'] as const)('%s: as many of each class', (split) => {
    const { labels } = read(shared, { split });
    const counts = cifar10Classes.map((_, label) => labels.filter((each) => each === label).length);
    expect(new Set(counts)).toEqual(new Set([labels.length / 10]));
  });

  it('have the colours that they are normalised by', () => {
    const { pixels } = read(shared);
    if (pixels.kind !== 'array') throw new Error(pixels.kind);
    const { values } = pixels;
    [0, 1, 2].forEach((channel) => {
      let [sum, squares] = [0, 0];
      for (let at = channel; at < values.length; at += 3) {
        sum += values[at]! / 255;
        squares += (values[at]! / 255) ** 2;
      }
      const mean = sum / (values.length / 3);
      // One fifth of the training images may be all there is: their mean is within 0.005.
      expect(Math.abs(mean - cifarColours.mean[channel]!)).toBeLessThan(0.005);
      expect(
        Math.abs(Math.sqrt(squares / (values.length / 3) - mean ** 2) - cifarColours.sd[channel]!),
      ).toBeLessThan(0.005);
    });
  });
});
