import { Gunzip } from 'fflate';
import { DataError } from '@goal-driven/core/arrays';
import { snappyUncompress, type DecodedArray } from 'hyparquet';
import { decompressLz4, decompressLz4Raw, decompressZstd } from 'hyparquet-compressors';
import type { convert } from 'hyparquet/src/convert.js';
import { deltaBinaryUnpack, deltaLengthByteArray } from 'hyparquet/src/delta.js';
import { byteStreamSplit } from 'hyparquet/src/encoding.js';
import { readPlain } from 'hyparquet/src/plain.js';
import { parquetRuns, type Cursor } from './_parquetRuns';

/** What hyparquet must know of a column. */
export type ColumnDecoder = Parameters<typeof convert>[1];

/** Packed pages may be a thousand times as long, as far as deflate goes, and a megabyte. */
export const mostBytes = (packed: number): number => 2 ** 20 + 1100 * packed;

/**
 * Unpacks a page to the size that its header tells.
 *
 * @throws DataError for a codec that is not read, and for another size
 */
export function unpacked(packed: Uint8Array, size: number, codec: string, who: string): Uint8Array {
  if (!Number.isSafeInteger(size) || size < 0 || size > mostBytes(packed.length))
    throw new DataError(
      `${who}: a page of ${packed.length} bytes must unpack to a possible size, got ${size}`,
    );
  if (codec === 'UNCOMPRESSED') return packed;
  const decompress = DECOMPRESSORS[codec];
  if (decompress === undefined)
    throw new DataError(
      `${who}: the codec must be among ${Object.keys(DECOMPRESSORS).join(', ')}, got ${codec}`,
    );
  const bytes = decompress(packed, size);
  if (bytes.length !== size)
    throw new DataError(`${who}: a page must unpack to ${size} bytes, got ${bytes.length}`);
  return bytes;
}

const DECOMPRESSORS: { readonly [codec: string]: (packed: Uint8Array, size: number) => Uint8Array } = {
  SNAPPY: (packed, size) => {
    const bytes = new Uint8Array(size);
    snappyUncompress(packed, bytes);
    return bytes;
  },
  GZIP: gunzipTo,
  ZSTD: (packed, size) => decompressZstd(packed, new Uint8Array(size)),
  LZ4: decompressLz4,
  LZ4_RAW: decompressLz4Raw,
};

const PIECE = 16_384;

function gunzipTo(packed: Uint8Array, size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let filled = 0;
  const stream = new Gunzip((piece) => {
    if (filled + piece.length > size) throw new RangeError(`a page of more than its ${size} bytes`); // the caller says where
    bytes.set(piece, filled);
    filled += piece.length;
  });
  for (let start = 0; start < packed.length; start += PIECE)
    stream.push(packed.subarray(start, start + PIECE), start + PIECE >= packed.length);
  return bytes.subarray(0, filled);
}

/**
 * Which rows of a page have a value, by its definition levels.
 *
 * @param most the level of a value that is there; 0 for columns without gaps
 * @throws DataError as `parquetRuns`
 */
export function presence(
  cursor: Cursor,
  { rows, most, end }: { readonly rows: number; readonly most: number; readonly end: number },
  who: string,
): Uint8Array | undefined {
  const width = 32 - Math.clz32(most);
  const levels = parquetRuns(cursor, { width, count: rows, end }, who);
  return levels.every((level) => level === most)
    ? undefined
    : Uint8Array.from(levels, (level) => (level === most ? 1 : 0));
}

/** Values of a block and parts of it, of delta encoding: what hyparquet allocates by. */
const MAX_BLOCK = 2 ** 16;

/**
 * The values of a page after its levels.
 *
 * @param count of values that are there
 * @throws DataError for an encoding that is not read, and where values end too early
 */
export function pageValues(
  cursor: Cursor,
  count: number,
  { encoding, decoder }: { readonly encoding: string; readonly decoder: ColumnDecoder },
  who: string,
): { readonly values: DecodedArray; readonly inDictionary: boolean } {
  const { bytes, offset } = cursor;
  const rest = bytes.subarray(offset);
  const reader = { view: new DataView(rest.buffer, rest.byteOffset, rest.byteLength), offset: 0 };
  const { type, element } = decoder;
  const plain = (values: DecodedArray) => ({ values, inDictionary: false });
  switch (encoding) {
    case 'PLAIN':
      return plain(readPlain(reader, type, count, element.type_length));
    case 'PLAIN_DICTIONARY':
    case 'RLE_DICTIONARY': {
      if (rest.length === 0 && count > 0) throw new DataError(`${who}: a page must have values, got none`);
      const runs = { bytes: rest, offset: 1 };
      const width = rest[0] ?? 0;
      return { values: parquetRuns(runs, { width, count, end: rest.length }, who), inDictionary: true };
    }
    case 'RLE': {
      const runs = { bytes: rest, offset: 4 };
      return plain(Array.from(parquetRuns(runs, { width: 1, count, end: rest.length }, who), Boolean));
    }
    case 'BYTE_STREAM_SPLIT':
      return plain(byteStreamSplit(reader, count, type, element.type_length));
    case 'DELTA_BINARY_PACKED': {
      checkBlocks(rest, who);
      const values = type === 'INT32' ? new Int32Array(count) : new BigInt64Array(count);
      if (count > 0) deltaBinaryUnpack(reader, count, values);
      return plain(values);
    }
    case 'DELTA_LENGTH_BYTE_ARRAY': {
      checkBlocks(rest, who);
      const values = new Array<Uint8Array>(count);
      if (count > 0) deltaLengthByteArray(reader, count, values);
      return plain(values);
    }
    default:
      throw new DataError(`${who}: the encoding of a page must be one that is read, got ${encoding}`);
  }
}

/** The two sizes that delta encoding begins with. */
function checkBlocks(bytes: Uint8Array, who: string): void {
  let at = 0;
  for (const what of ['values', 'parts']) {
    let value = 0;
    for (let shift = 0, byte = 128; byte >= 128 && shift < 35; shift += 7) {
      byte = bytes[at++] ?? 0;
      value += (byte & 127) * 2 ** shift;
    }
    if (value === 0 || value > MAX_BLOCK)
      throw new DataError(
        `${who}: a block must have 1 to ${MAX_BLOCK} ${what}, got ${value} at byte ${at} of the page`,
      );
  }
}
