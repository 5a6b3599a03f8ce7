import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataError, EnvironmentError } from '@goal-driven/core/arrays';
import { encode } from 'jpeg-js';
import { PNG } from 'pngjs';
import { afterAll, describe, expect, it } from 'vitest';
import { imageAt } from './imageAt';
import { ImageFolder } from './imageFolder';
import { openImageData } from './openImageData';

const folder = mkdtempSync(join(tmpdir(), 'image-folder-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A picture of one colour. */
function plain(width: number, height: number, colour: readonly number[]): Buffer {
  const png = new PNG({ width, height });
  for (let at = 0; at < png.data.length; at++) png.data[at] = [...colour, 255][at % 4]!;
  return PNG.sync.write(png);
}
for (const name of ['set/n02', 'set/n01', 'set/.cache', 'none', 'hollow/empty'])
  mkdirSync(join(folder, name), { recursive: true });
writeFileSync(join(folder, 'set/n02/b.png'), plain(3, 2, [1, 2, 3]));
writeFileSync(
  join(folder, 'set/n02/a.JPEG'),
  encode({ width: 8, height: 8, data: Buffer.alloc(256, 128) }, 100).data,
);
writeFileSync(join(folder, 'set/n02/notes.txt'), 'not a picture');
writeFileSync(join(folder, 'set/n01/c.png'), plain(1, 1, [7, 8, 9]));
writeFileSync(join(folder, 'set/list.txt'), 'not a class');

const open = (name: string, more: object = {}) =>
  openImageData(ImageFolder.parse({ kind: 'imageFolder', folder: join(folder, name), ...more }));

describe('imageFolder', () => {
  it('has a class for each folder and its images, in the order of names', () => {
    const source = open('set');
    expect(source.classes).toEqual(['n01', 'n02']);
    expect([...source.labels]).toEqual([0, 1, 1]);
    expect([...imageAt(source.pixels, 0).values]).toEqual([7, 8, 9]);
    expect(imageAt(source.pixels, 1).shape).toEqual([8, 8, 3]); // a.JPEG before b.png
    expect(imageAt(source.pixels, 2).shape).toEqual([2, 3, 3]);
    expect([...open('set', { limit: 1 }).labels]).toEqual([0, 1]);
  });

  it('reads nothing before it is asked for', () => {
    const file = join(folder, 'set/n01/d.png');
    writeFileSync(file, 'no picture');
    const source = open('set');
    expect(source.labels).toHaveLength(4);
    expect(() => imageAt(source.pixels, 1)).toThrow(
      `${file}: it must be a JPEG or PNG file, got one that starts with [6e 6f 20 70]`,
    );
    rmSync(file);
    expect(() => imageAt(source.pixels, 1)).toThrow(EnvironmentError);
  });

  it('bounds each file', () => {
    expect(() => imageAt(open('set', { maxBytes: 10 }).pixels, 0)).toThrow(/at most 10 bytes/);
    expect(() => imageAt(open('set', { maxPixels: 5 }).pixels, 2)).toThrow(/2 x 3 pixels, of at most 5/);
  });

  it('refuses a folder without classes, a class without images, and no folder', () => {
    expect(() => open('none')).toThrow(DataError);
    expect(() => open('hollow')).toThrow(/empty must hold JPEG or PNG files, got none/);
    expect(() => open('absent')).toThrow(EnvironmentError);
  });
});
