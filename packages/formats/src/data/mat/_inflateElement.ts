import { Unzlib } from 'fflate';
import { DataError } from '@goal-driven/core/arrays';
import { fail, type MatElement, type MatSource } from './_MatSource';

/** Deflate makes at most 1032 bytes of one. */
const MAX_RATIO = 1032;
const PIECE = 16_384;

/** Thrown to leave fflate's stream when enough has come. */
const enough = new Error('enough');

/**
 * What a compressed data element holds, as a source of its own. Memory grows with what has inflated, never with
 * what a tag claims, and never past that claim.
 *
 * @param limit stop when this many bytes are there, unverified; without it the whole, its checksum verified
 * @throws DataError for a stream that is damaged, longer or shorter than its tag says
 */
export function inflateElement(source: MatSource, element: MatElement, limit = Infinity): MatSource {
  const packed = source.bytes.subarray(element.start, element.end);
  const path = 'compressed element';
  let bytes = new Uint8Array(Math.min(PIECE, packed.length * MAX_RATIO));
  let filled = 0;
  let size = Infinity;
  const stream = new Unzlib((piece) => {
    if (filled + piece.length > bytes.length) bytes = grown(bytes, filled, filled + piece.length);
    bytes.set(piece, filled);
    filled += piece.length;
    if (size === Infinity && filled >= 8) {
      size = 8 + new DataView(bytes.buffer).getUint32(4, source.littleEndian);
      if (size > packed.length * MAX_RATIO + 8) {
        fail(
          source,
          path,
          `${packed.length} bytes must inflate to a possible size, got ${size}`,
          element.start,
        );
      }
      if (limit === Infinity) source.budget.take(size, path);
    }
    if (filled > size)
      fail(source, path, `the stream must inflate to ${size} bytes, got more`, element.start);
    if (filled >= limit) throw enough;
  });
  try {
    for (let start = 0; start === 0 || start < packed.length; start += PIECE) {
      stream.push(packed.subarray(start, start + PIECE), start + PIECE >= packed.length);
    }
  } catch (error) {
    if (error instanceof DataError) throw error;
    if (error !== enough) {
      fail(
        source,
        path,
        `a zlib stream must be whole, got one that fails (${(error as Error).message})`,
        element.start,
      );
    }
  }
  if (filled < Math.min(size, limit)) {
    fail(source, path, `the stream must inflate to ${size} bytes, got ${filled}`, element.start);
  }
  bytes = bytes.subarray(0, filled);
  if (limit === Infinity) verifyChecksum(source, element, bytes);
  return {
    ...source,
    bytes,
    view: new DataView(bytes.buffer, 0, filled),
    place: (offset) => `byte ${offset} of what inflates from ${source.place(element.start)}`,
  };
}

function grown(bytes: Uint8Array, filled: number, needed: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(Math.max(needed, bytes.length * 2));
  larger.set(bytes.subarray(0, filled));
  return larger;
}

/** fflate skips the checksum at a zlib stream's end. */
function verifyChecksum(source: MatSource, { end, start }: MatElement, bytes: Uint8Array): void {
  const stored = end - start < 6 ? NaN : source.view.getUint32(end - 4, false);
  const got = adler32(bytes);
  if (stored !== got)
    fail(source, 'compressed element', `the checksum must be ${got}, got ${stored}`, end - 4);
}

function adler32(bytes: Uint8Array): number {
  let [low, high] = [1, 0];
  for (let start = 0; start < bytes.length; start += 3800) {
    const end = Math.min(bytes.length, start + 3800); // the sums stay below 2^32 so long
    for (let index = start; index < end; index++) {
      low += bytes[index]!;
      high += low;
    }
    low %= 65_521;
    high %= 65_521;
  }
  return high * 65_536 + low;
}
