import { Unzlib } from 'fflate';
import { DataError } from '@goal-driven/core/arrays';
import { nativeInflate } from '../../zip/_nativeInflate';
import { fail, type MatElement, type MatSource } from './_MatSource';

/** Deflate makes at most 1032 bytes of one. */
const MAX_RATIO = 1032;
/** Packed bytes handed over at once: they inflate to a thousand times as many before the bound is looked at. */
const PIECE = 4096;
/** A data element's type and size. */
const TAG = 8;
const PATH = 'compressed element';

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
  const bytes = limit === Infinity ? whole(source, element) : inPieces(source, element, limit);
  return {
    ...source,
    bytes,
    view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length),
    place: (offset) => `byte ${offset} of what inflates from ${source.place(element.start)}`,
  };
}

function whole(source: MatSource, element: MatElement): Uint8Array<ArrayBuffer> {
  const tag = inPieces(source, element, TAG);
  const size = TAG + new DataView(tag.buffer).getUint32(4, source.littleEndian);
  source.budget.take(size, PATH);
  const native = nativeInflate(source.bytes.subarray(element.start, element.end), size, 'zlib');
  if (native) return native;
  const bytes = inPieces(source, element, Infinity);
  verifyChecksum(source, element, bytes);
  return bytes;
}

function inPieces(source: MatSource, element: MatElement, limit: number): Uint8Array<ArrayBuffer> {
  const packed = source.bytes.subarray(element.start, element.end);
  let bytes = new Uint8Array(Math.min(PIECE, packed.length * MAX_RATIO));
  let filled = 0;
  let size = Infinity;
  const stream = new Unzlib((piece) => {
    if (filled + piece.length > bytes.length) bytes = grown(bytes, filled, filled + piece.length);
    bytes.set(piece, filled);
    filled += piece.length;
    if (size === Infinity && filled >= TAG) {
      size = TAG + new DataView(bytes.buffer).getUint32(4, source.littleEndian);
      if (size > packed.length * MAX_RATIO + TAG) {
        fail(
          source,
          PATH,
          `${packed.length} bytes must inflate to a possible size, got ${size}`,
          element.start,
        );
      }
    }
    if (filled > size)
      fail(source, PATH, `the stream must inflate to ${size} bytes, got more`, element.start);
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
        PATH,
        `a zlib stream must be whole, got one that fails (${(error as Error).message})`,
        element.start,
      );
    }
  }
  if (filled < Math.min(size, limit)) {
    fail(source, PATH, `the stream must inflate to ${size} bytes, got ${filled}`, element.start);
  }
  return bytes.subarray(0, filled);
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
