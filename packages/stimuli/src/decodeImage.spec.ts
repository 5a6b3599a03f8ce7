import { readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import { DataError } from '@goal-driven/core/arrays';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeImage } from './decodeImage';

// Remade by: /usr/bin/python3 packages/stimuli/goldens/decodeImage.py
type Case = { name: string; file: string; shape: number[]; values: number[] };
const golden = JSON.parse(readFileSync(new URL('../goldens/decodeImage.json', import.meta.url), 'utf8')) as {
  exact: Case[];
  close: Case[];
  subsampled: Case[];
};

const fileOf = ({ file }: Case) => new Uint8Array(Buffer.from(file, 'base64'));
const maxPixels = 1e6;

function difference(each: Case) {
  const { values, shape } = decodeImage(fileOf(each), { maxPixels });
  expect(shape).toEqual(each.shape);
  const errors = each.values.map((value, at) => Math.abs(value - values[at]!));
  return { most: Math.max(...errors), mean: errors.reduce((sum, error) => sum + error, 0) / errors.length };
}

describe('against Pillow', () => {
  it.each(golden.exact.map((each) => [each.name, each] as const))('%s: every byte', (_name, each) => {
    expect(difference(each).most).toBe(0);
  });

  // The inverse cosine transform may round either way: up to 2 of 255, colour from it up to 4.
  it.each(golden.close.map((each) => [each.name, each] as const))('%s: up to rounding', (_name, each) => {
    expect(difference(each).most).toBeLessThanOrEqual(4);
    expect(difference(each).mean).toBeLessThan(1);
  });

  it('subsampled colour differs by its interpolation alone', () => {
    expect(difference(golden.subsampled[0]!).mean).toBeLessThan(3);
  });
});

/** A chunk of a PNG file; the checksum is the table-free CRC-32. */
function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  let crc = -1;
  for (const byte of body) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE((crc ^ -1) >>> 0);
  return Buffer.concat([length, body, sum]);
}

/** A PNG file in 8-bit colour with these scan lines. */
function png(width: number, height: number, lines: Uint8Array, interlace = 0): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, interlace], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const data = chunk('IDAT', deflateSync(lines));
  return new Uint8Array(
    Buffer.concat([signature, chunk('IHDR', header), data, chunk('IEND', Buffer.alloc(0))]),
  );
}

describe('a file from outside', () => {
  it('is read where it is whole, interlaced or not', () => {
    const lines = Uint8Array.of(0, 1, 2, 3, 4, 5, 6);
    expect([...decodeImage(png(2, 1, lines), { maxPixels }).values]).toEqual([1, 2, 3, 4, 5, 6]);
    // Adam7: pixel 0 in the first pass, pixel 1 in the sixth.
    const passes = Uint8Array.of(0, 1, 2, 3, 0, 4, 5, 6);
    expect([...decodeImage(png(2, 1, passes, 1), { maxPixels }).values]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('must be one of the two formats', () => {
    expect(() => decodeImage(Uint8Array.of(0x47, 0x49, 0x46, 0x38), { maxPixels, name: 'a.jpg' })).toThrow(
      new DataError('a.jpg: it must be a JPEG or PNG file, got one that starts with [47 49 46 38]'),
    );
  });

  it('must not be larger than allowed, and is not decoded to find out', () => {
    for (const each of [golden.exact[0]!, golden.close[0]!])
      expect(() => decodeImage(fileOf(each), { maxPixels: 700 })).toThrow(DataError); // 21 x 34 is 714
    expect(() => decodeImage(png(100000, 100000, new Uint8Array(1)), { maxPixels })).toThrow(
      /100000 x 100000 pixels/,
    );
  });

  it('must not unpack to more than its picture', () => {
    const bomb = new Uint8Array(50_000_000);
    expect(() => decodeImage(png(8, 8, bomb, 1), { maxPixels })).toThrow(DataError);
  });

  it('fuzz: that is damaged is refused or read, never anything else', () => {
    const files = [...golden.exact, ...golden.close].map(fileOf);
    fc.assert(
      fc.property(
        fc.constantFrom(...files),
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 5 }),
        fc.nat(),
        (file, changes, cut) => {
          const damaged = file.slice(0, cut % 3 === 0 ? cut % file.length : file.length);
          for (const [at, byte] of changes) if (damaged.length > 0) damaged[at % damaged.length] = byte;
          try {
            const { values, shape } = decodeImage(damaged, { maxPixels });
            expect(values).toHaveLength(shape[0]! * shape[1]! * 3);
          } catch (error) {
            expect(error).toBeInstanceOf(DataError);
          }
        },
      ),
      { numRuns: Number(process.env['GOAL_DRIVEN_FUZZ'] ?? 500) },
    );
  }, 600_000);
});
