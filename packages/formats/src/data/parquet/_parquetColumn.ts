import { DataError, type TypedArray } from '@goal-driven/core/arrays';
import type { ColumnMetaData, DecodedArray, SchemaElement } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { convert } from 'hyparquet/src/convert.js';
import { readPlain } from 'hyparquet/src/plain.js';
import { checkThrift } from './_checkThrift';
import { mostBytes, pageValues, presence, unpacked, type ColumnDecoder } from './_parquetPage';

/** What is put into a column: values where `present` says so, from a row on. */
export type ColumnSink = {
  add(row: number, rows: number, present: Uint8Array | undefined, values: DecodedArray): void;
};

export type ColumnChunk = {
  readonly bytes: Uint8Array;
  readonly metadata: ColumnMetaData;
  readonly decoder: ColumnDecoder;
  /** The level of a value that is there. */
  readonly most: number;
  /** Rows of the group, and its first in the column. */
  readonly rows: number;
  readonly firstRow: number;
  /** Bound on what a page is, unpacked. */
  readonly maxBytes: number;
};

/** What a value costs while a page is read, bytes: an object for each that is bytes. */
const valueBytes = (type: string) => (type.endsWith('BYTE_ARRAY') ? 128 : 16);

/**
 * Reads the pages of a column chunk whose values are one for each row.
 *
 * @throws DataError for pages of other sizes than they say, and as `pageValues`; what hyparquet throws
 */
export function readColumnChunk(chunk: ColumnChunk, sink: ColumnSink, who: string): void {
  const { bytes, rows, firstRow, decoder, metadata, most, maxBytes } = chunk;
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
  let dictionary: DecodedArray | undefined;
  let row = 0;
  const sized = (value: unknown, limit: number, what: string): number => {
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= limit)
      return value;
    throw new DataError(
      `${who}: ${what} must be at most ${limit}, got ${String(value)} before byte ${reader.offset}`,
    );
  };
  while (row < rows) {
    if (reader.offset >= bytes.length)
      throw new DataError(`${who}: pages must hold ${rows} rows, got ${row}`);
    checkThrift(bytes, reader.offset);
    const header = parquetHeader(reader);
    const size = sized(header.compressed_page_size, bytes.length - reader.offset, 'a page');
    const packed = bytes.subarray(reader.offset, reader.offset + size);
    reader.offset += size;
    const total = sized(
      header.uncompressed_page_size,
      Math.min(maxBytes, mostBytes(size)),
      'an unpacked page',
    );
    if (header.type === 'DICTIONARY_PAGE') {
      const page = unpacked(packed, total, metadata.codec, who);
      const most = Math.min(8 * page.length, Math.floor(maxBytes / valueBytes(decoder.type)));
      const count = sized(header.dictionary_page_header?.num_values, most, 'a dictionary');
      const view = new DataView(page.buffer, page.byteOffset, page.byteLength);
      dictionary = convert(
        readPlain({ view, offset: 0 }, decoder.type, count, decoder.element.type_length),
        decoder,
      );
      continue;
    }
    const page = header.data_page_header ?? header.data_page_header_v2;
    if (page === undefined || (header.type !== 'DATA_PAGE' && header.type !== 'DATA_PAGE_V2'))
      throw new DataError(`${who}: a page must be of data or a dictionary, got ${header.type}`);
    const count = sized(page.num_values, rows - row, 'values of a page');
    const { data, levelsEnd, present } =
      header.type === 'DATA_PAGE'
        ? levelsOfVersion1(unpacked(packed, total, metadata.codec, who), { count, most }, who)
        : levelsOfVersion2(
            packed,
            { count, most, total, codec: metadata.codec },
            header.data_page_header_v2!,
            who,
          );
    const there = present ? present.reduce((sum, each) => sum + each, 0) : count;
    const read = pageValues(
      { bytes: data, offset: levelsEnd },
      there,
      { encoding: page.encoding, decoder },
      who,
    );
    sink.add(firstRow + row, count, present, inTheOpen(read, dictionary, decoder, who));
    row += count;
  }
}

type Levels = {
  readonly data: Uint8Array;
  readonly levelsEnd: number;
  readonly present: Uint8Array | undefined;
};
type Wanted = { readonly count: number; readonly most: number };

function levelsOfVersion1(data: Uint8Array, { count, most }: Wanted, who: string): Levels {
  if (most === 0) return { data, levelsEnd: 0, present: undefined };
  const length = data.length < 4 ? -1 : new DataView(data.buffer, data.byteOffset).getUint32(0, true);
  if (length < 0 || length > data.length - 4)
    throw new DataError(`${who}: levels must lie in their page of ${data.length} bytes, got ${length}`);
  const end = 4 + length;
  const present = presence({ bytes: data, offset: 4 }, { rows: count, most, end }, who);
  return { data, levelsEnd: end, present };
}

function levelsOfVersion2(
  packed: Uint8Array,
  { count, most, total, codec }: Wanted & { readonly total: number; readonly codec: string },
  header: {
    readonly definition_levels_byte_length: number;
    readonly repetition_levels_byte_length: number;
    readonly is_compressed?: boolean;
  },
  who: string,
): Levels {
  const [repetition, definition] = [
    header.repetition_levels_byte_length,
    header.definition_levels_byte_length,
  ];
  const start = repetition + definition;
  const whole = [repetition, definition].every((each) => Number.isSafeInteger(each) && each >= 0);
  if (!whole || start > packed.length || start > total)
    throw new DataError(`${who}: levels must lie in their page of ${packed.length} bytes, got ${start}`);
  const at = { bytes: packed, offset: repetition };
  const present = most === 0 ? undefined : presence(at, { rows: count, most, end: start }, who);
  const rest = packed.subarray(start);
  const data = header.is_compressed === false ? rest : unpacked(rest, total - start, codec, who);
  return { data, levelsEnd: 0, present };
}

/** Values themselves, where a page holds places in a dictionary. */
function inTheOpen(
  { values, inDictionary }: ReturnType<typeof pageValues>,
  dictionary: DecodedArray | undefined,
  decoder: ColumnDecoder,
  who: string,
): DecodedArray {
  if (!inDictionary) return convert(values, decoder);
  const entries = dictionary ?? [];
  const found = new Array<unknown>(values.length);
  for (let index = 0; index < found.length; index++) {
    const place = Number(values[index]);
    if (place >= entries.length)
      throw new DataError(
        `${who}: a value must be one of the dictionary's ${entries.length}, got "${place}"`,
      );
    found[index] = entries[place];
  }
  return found;
}

/** The kinds of columns that a file's types become. */
export type ColumnKind = {
  readonly kind: 'number' | 'boolean' | 'text' | 'bytes';
  readonly make?: (rows: number) => TypedArray;
  readonly bytes: number;
  readonly unit?: 'day' | 'ms' | 'us' | 'ns';
};

const UNITS = { MILLIS: 'ms', MICROS: 'us', NANOS: 'ns' } as const;

/** What a text or a piece of bytes costs beside its letters, roughly. */
const TEXT_BYTES = 32;

/** The kind of a column; undefined for a type that is not read. */
export function columnKind({
  type,
  converted_type: converted,
  logical_type: logical,
}: SchemaElement): ColumnKind | undefined {
  const number = (
    make: (rows: number) => TypedArray,
    bytes: number,
    unit?: ColumnKind['unit'],
  ): ColumnKind => ({
    kind: 'number',
    make,
    bytes,
    ...(unit && { unit }),
  });
  const doubles = number((rows) => new Float64Array(rows), 8);
  const longs = (unit?: ColumnKind['unit']) => number((rows) => new BigInt64Array(rows), 8, unit);
  if (converted === 'DECIMAL') return doubles;
  if (['BSON', 'INTERVAL'].includes(converted ?? '')) return undefined;
  if (['GEOMETRY', 'GEOGRAPHY', 'VARIANT'].includes(logical?.type ?? '')) return undefined;
  switch (type) {
    case 'BOOLEAN':
      return { kind: 'boolean', make: (rows) => new Uint8Array(rows), bytes: 1 };
    case 'FLOAT':
      return number((rows) => new Float32Array(rows), 4);
    case 'DOUBLE':
      return doubles;
    case 'INT32':
      if (converted === 'UINT_32') return number((rows) => new Uint32Array(rows), 4);
      return number((rows) => new Int32Array(rows), 4, converted === 'DATE' ? 'day' : undefined);
    case 'INT64':
      if (converted === 'UINT_64') return number((rows) => new BigUint64Array(rows), 8);
      if (logical?.type === 'TIMESTAMP') return longs(UNITS[logical.unit]);
      return longs(
        converted === 'TIMESTAMP_MILLIS' ? 'ms' : converted === 'TIMESTAMP_MICROS' ? 'us' : undefined,
      );
    case 'INT96':
      return longs('ns');
    case 'BYTE_ARRAY':
      return { kind: isText(converted, logical?.type) ? 'text' : 'bytes', bytes: TEXT_BYTES };
    case 'FIXED_LEN_BYTE_ARRAY':
      if (logical?.type === 'FLOAT16') return number((rows) => new Float32Array(rows), 4);
      return { kind: logical?.type === 'UUID' ? 'text' : 'bytes', bytes: TEXT_BYTES };
    default:
      return undefined;
  }
}

const isText = (converted: string | undefined, logical: string | undefined): boolean =>
  ['UTF8', 'JSON'].includes(converted ?? '') || logical === 'STRING';
