import { DataError } from '@goal-driven/core/arrays';

/** Moves through bytes whose place in the file is known, for errors. */
export type ByteReader = ReturnType<typeof byteReader>;

/**
 * @param who what errors call the bytes
 * @param origin the byte of the file that is the first of these
 */
export function byteReader(bytes: Uint8Array, who: string, origin: number) {
  let position = 0;
  const fail = (must: string, got: unknown): never => {
    throw new DataError(`${who} must ${must}, got ${String(got)} at byte ${origin + position}`);
  };
  const take = (length: number): Uint8Array => {
    if (!(length >= 0 && length <= bytes.length - position))
      fail(`hold ${length} more bytes`, `${bytes.length - position}`);
    position += length;
    return bytes.subarray(position - length, position);
  };
  /** Base 128, least significant first; a high bit says that more follow. At most 64 bits. */
  const varint64 = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = take(1)[0]!;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 128) return value < 2n ** 64n ? value : fail('have integers of 64 bits', value);
    }
    return fail('have integers of 64 bits', 'a longer one');
  };
  return {
    take,
    fail,
    varint64,
    /** A length, a place or a size: what a number can hold exactly. */
    varint(): number {
      const value = varint64();
      return value <= Number.MAX_SAFE_INTEGER ? Number(value) : fail('have possible sizes', value);
    },
    uint32(): number {
      const raw = take(4);
      return new DataView(raw.buffer, raw.byteOffset, 4).getUint32(0, true);
    },
    left: () => bytes.length - position,
  };
}
