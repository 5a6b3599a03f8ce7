import { DataError } from '@goal-driven/core/arrays';

/** Bytes that are read in parts: a file, a blob, a range of a server. */
export type ByteSource = {
  /** Length, bytes. */
  readonly size: number;
  /** `length` bytes from byte `offset`; what comes back is the caller's own. */
  read(offset: number, length: number): Promise<Uint8Array>;
  /** CRC-32, where the platform has a faster one than ours. */
  readonly crc32?: (bytes: Uint8Array) => number;
};

/** The source of bytes at hand, of which every read is a copy; a source is itself. */
export function byteSource(from: Uint8Array | ByteSource): ByteSource {
  if (!(from instanceof Uint8Array)) return from;
  return {
    size: from.length,
    read: async (offset, length) => new Uint8Array(from.subarray(offset, offset + length)),
  };
}

/**
 * Reads a range that must lie within the source.
 *
 * @param what the range's name, for errors: `data.pkl`
 * @returns bytes that fill a buffer of their own
 * @throws DataError where the range does not lie within the source, or fewer bytes come
 */
export async function readRange(
  source: ByteSource,
  offset: number,
  length: number,
  what: string,
): Promise<Uint8Array<ArrayBuffer>> {
  if (!Number.isSafeInteger(offset) || !Number.isSafeInteger(length) || offset < 0 || length < 0)
    throw new DataError(`${what}: a range must be of whole numbers, got ${length} bytes from byte ${offset}`);
  if (offset + length > source.size)
    throw new DataError(
      `${what}: must lie within the ${source.size} bytes of the file, got ${length} bytes from byte ${offset}`,
    );
  const bytes = await source.read(offset, length);
  if (bytes.length !== length)
    throw new DataError(`${what}: must be ${length} bytes from byte ${offset}, got ${bytes.length}`);
  const whole = bytes.byteOffset === 0 && bytes.buffer.byteLength === length;
  return whole && bytes.buffer instanceof ArrayBuffer
    ? (bytes as Uint8Array<ArrayBuffer>)
    : new Uint8Array(bytes);
}
