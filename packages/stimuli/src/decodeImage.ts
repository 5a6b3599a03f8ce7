import { inflateSync } from 'node:zlib';
import { DataError, ndArray } from '@goal-driven/core/arrays';
import { decode as decodeJpeg } from 'jpeg-js';
import { PNG } from 'pngjs';
import type { ByteImage } from './Image';

/** What the decoder of JPEG may allocate at most, and of a small file for each pixel that it can hold. */
const [JPEG_MEMORY, JPEG_SMALL, JPEG_PIXEL] = [2 ** 30, 2 ** 24, 32];
/** A block of 64 pixels takes a bit at least, and deflate makes no more of a byte than this. */
const [JPEG_RATIO, DEFLATE_RATIO] = [512, 1032];

/**
 * A JPEG (baseline or progressive) or PNG file as red, green, blue; transparency is dropped, gray tripled, and
 * nothing is turned by a camera's notes. Which of the two it is its first bytes say, not its name.
 *
 * @param maxPixels bound on height times width, checked before anything is decoded
 * @throws DataError for any other file, a damaged one, one beyond the bounds, or one whose bytes cannot be so many pixels
 * @differs libjpeg smooths subsampled colour when it enlarges it; this decoder repeats it, so bytes differ slightly
 */
export function decodeImage(
  file: Uint8Array,
  { maxPixels, name = 'decodeImage' }: { readonly maxPixels: number; readonly name?: string },
): ByteImage {
  if (file[0] === 0xff && file[1] === 0xd8) return withName(name, () => jpeg(file, maxPixels));
  if (SIGNATURE.every((byte, index) => file[index] === byte))
    return withName(name, () => png(file, maxPixels));
  const start = [...file.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
  throw new DataError(`${name}: it must be a JPEG or PNG file, got one that starts with [${start}]`);
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

function withName(name: string, decode: () => ByteImage): ByteImage {
  try {
    return decode();
  } catch (error) {
    throw new DataError(
      `${name}: it must be an undamaged image within bounds, got: ${String((error as Error)?.message ?? error)}`,
    );
  }
}

function jpeg(file: Uint8Array, maxPixels: number): ByteImage {
  const possible = Math.min(maxPixels, JPEG_RATIO * file.length);
  const memory = Math.min(JPEG_MEMORY, JPEG_SMALL + 2 * file.length + JPEG_PIXEL * possible);
  const { width, height, data } = decodeJpeg(file, {
    useTArray: true,
    formatAsRGBA: false,
    tolerantDecoding: false,
    maxResolutionInMP: maxPixels / 1e6,
    maxMemoryUsageInMB: memory / 2 ** 20,
  });
  return ndArray(data, [height, width, 3]);
}

function png(file: Uint8Array, maxPixels: number): ByteImage {
  const header = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.byteLength < 29) throw new Error('a file without a header');
  const [width, height] = [header.getUint32(16), header.getUint32(20)];
  if (width * height > maxPixels || width * height === 0)
    throw new Error(`${height} x ${width} pixels, of at most ${maxPixels}`);
  if ((width * height * Math.max(1, header.getUint8(24))) / 8 > DEFLATE_RATIO * file.length)
    throw new Error(`${height} x ${width} pixels in ${file.length} bytes`);
  // The decoder bounds what it inflates, but not for interlaced files: they are tried here first.
  if (header.getUint8(28) !== 0) boundInflated(file, 10 * width * height + 1e6);
  const { data } = PNG.sync.read(Buffer.from(file.buffer, file.byteOffset, file.byteLength), {
    checkCRC: true,
  });
  const values = new Uint8Array(3 * width * height);
  for (let pixel = 0; pixel < width * height; pixel++)
    values.set(data.subarray(4 * pixel, 4 * pixel + 3), 3 * pixel);
  return ndArray(values, [height, width, 3]);
}

function boundInflated(file: Uint8Array, maxOutputLength: number): void {
  const header = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const parts: Uint8Array[] = [];
  for (let at = SIGNATURE.length; at + 12 <= file.byteLength;) {
    const length = header.getUint32(at);
    if (header.getUint32(at + 4) === 0x49444154) parts.push(file.subarray(at + 8, at + 8 + length)); // IDAT
    at += 12 + length;
  }
  inflateSync(Buffer.concat(parts), { maxOutputLength });
}
