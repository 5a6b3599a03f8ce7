import { crc32, DataError } from '@goal-driven/core/arrays';

/** Bytes that are read in parts: a file, a blob, a range of a server. */
export type ByteSource = {
  /** Length, bytes. */
  readonly size: number;
  /** `length` bytes from byte `offset`; what comes back is the caller's own. */
  read(offset: number, length: number): Promise<Uint8Array>;
  /** As `read`, with their CRC-32, where the platform has a faster one than ours. */
  readonly readWithCrc32?: (offset: number, length: number) => Promise<Summed<Uint8Array>>;
};

/** Bytes and their CRC-32. */
export type Summed<B extends Uint8Array> = { readonly bytes: B; readonly sum: number };

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
  checkRange(source, offset, length, what);
  return whole(await source.read(offset, length), offset, length, what);
}

/**
 * Reads a range as `readRange` does, with its CRC-32.
 *
 * @throws DataError as `readRange`
 */
export async function readSummedRange(
  source: ByteSource,
  offset: number,
  length: number,
  what: string,
): Promise<Summed<Uint8Array<ArrayBuffer>>> {
  if (source.readWithCrc32 === undefined) {
    const bytes = await readRange(source, offset, length, what);
    return { bytes, sum: crc32(bytes) };
  }
  checkRange(source, offset, length, what);
  const { bytes, sum } = await source.readWithCrc32(offset, length);
  return { bytes: whole(bytes, offset, length, what), sum };
}

function checkRange({ size }: ByteSource, offset: number, length: number, what: string): void {
  if (!Number.isSafeInteger(offset) || !Number.isSafeInteger(length) || offset < 0 || length < 0)
    throw new DataError(`${what}: a range must be of whole numbers, got ${length} bytes from byte ${offset}`);
  if (offset + length > size)
    throw new DataError(
      `${what}: must lie within the ${size} bytes of the file, got ${length} bytes from byte ${offset}`,
    );
}

function whole(bytes: Uint8Array, offset: number, length: number, what: string): Uint8Array<ArrayBuffer> {
  if (bytes.length !== length)
    throw new DataError(`${what}: must be ${length} bytes from byte ${offset}, got ${bytes.length}`);
  const fills = bytes.byteOffset === 0 && bytes.buffer.byteLength === length;
  return fills && bytes.buffer instanceof ArrayBuffer
    ? (bytes as Uint8Array<ArrayBuffer>)
    : new Uint8Array(bytes);
}
