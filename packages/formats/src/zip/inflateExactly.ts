import { Inflate } from 'fflate';
import { DataError } from '@goal-driven/core/arrays';
import { nativeInflate } from './_nativeInflate';

/** Packed bytes handed over at once: they inflate to a thousand times as many before the bound is looked at. */
const PIECE = 4096;

/**
 * Inflates a raw deflate stream to exactly `size` bytes, piece by piece, so that one that is longer than it says stops
 * after one piece too many.
 *
 * @param who what errors call the stream
 * @throws DataError when it is no whole stream of that size
 */
export function inflateExactly(packed: Uint8Array, size: number, who: string): Uint8Array<ArrayBuffer> {
  const native = nativeInflate(packed, size, 'raw');
  if (native) return native;
  const bytes = new Uint8Array(size);
  let filled = 0;
  const stream = new Inflate((piece) => {
    if (filled + piece.length > size) throw new DataError(`${who} must inflate to ${size} bytes, got more`);
    bytes.set(piece, filled);
    filled += piece.length;
  });
  try {
    for (let start = 0; start === 0 || start < packed.length; start += PIECE)
      stream.push(packed.subarray(start, start + PIECE), start + PIECE >= packed.length);
  } catch (error) {
    if (error instanceof DataError) throw error;
    throw new DataError(
      `${who} must be a whole deflate stream, got one that fails: ${(error as Error).message}`,
    );
  }
  if (filled !== size) throw new DataError(`${who} must inflate to ${size} bytes, got ${filled}`);
  return bytes;
}
