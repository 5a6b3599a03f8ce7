import { DataError, GoalDrivenError, type TypedArray } from '@goal-driven/core/arrays';
import { parquetMetadata, parquetSchema, type FileMetaData, type SchemaTree } from 'hyparquet';
import { DEFAULT_PARSERS } from 'hyparquet/src/convert.js';
import { byteSource, readRange, type ByteSource } from '../../ByteSource';
import { checkThrift } from './_checkThrift';
import { columnKind, readColumnChunk, type ColumnKind, type ColumnSink } from './_parquetColumn';

/** A column of as many values as there are rows. `present` is 0 where a row has none, and absent where all have one. */
export type ParquetColumn = { readonly present?: Uint8Array } & (
  | {
      readonly kind: 'number';
      /** Of the width of the type (decimals are doubles); 0 where there is none, NaN among floats. */
      readonly values: TypedArray;
      /** Of dates and times, since 1970 (INT96 too). */
      readonly unit?: 'day' | 'ms' | 'us' | 'ns';
    }
  /** 0 and 1. */
  | { readonly kind: 'boolean'; readonly values: Uint8Array }
  /** '' where there is none. */
  | { readonly kind: 'text'; readonly values: readonly string[] }
  | { readonly kind: 'bytes'; readonly values: readonly Uint8Array[] }
);

/** What was read of a file; every column has `rows` values. */
export type ParquetTable = {
  readonly rows: number;
  readonly columns: { readonly [path: string]: ParquetColumn };
};

/** A column before it is read; `kind` is null for one that is not (lists, maps, some rare types). */
export type ParquetField = {
  /** Fields of structs have dotted paths. */
  readonly path: string;
  readonly kind: ParquetColumn['kind'] | null;
  /** As the file calls it: `DOUBLE`, `INT64`. */
  readonly type: string;
};

export type ParquetOptions = {
  /** What errors call the file. */
  readonly name?: string;
  /** Columns that are read, all unless told. */
  readonly columns?: readonly string[];
  /** Bound on the bytes of all that is read, and of any page, unpacked; 2^30 (1 GiB) unless told. */
  readonly maxBytes?: number;
};

const MAX_METADATA = 2 ** 26;

/**
 * Reads columns of a Parquet file, found by hyparquet: pages of both versions, in the encodings that writers use by default
 * (plain, dictionary, delta of numbers, split bytes), compressed by Snappy, gzip, zstd or LZ4. No memory is asked for by
 * a number in the file before it is found possible. Each column has `[rows]` values.
 *
 * @param from the file, or a source of which only the pages of these columns are read
 * @throws DataError with the column or the byte, for a damaged or encrypted file, a column that is not there or of a kind
 *   that is not read (when it was asked for, or when none was), more than `maxBytes`
 * @source Apache Parquet format 2.11
 * @differs from others, columns in lists and maps are not read, nor brotli, LZO and the delta encoding of prefixes
 */
export async function readParquet(
  from: Uint8Array | ByteSource,
  { name = 'parquet', columns: wanted, maxBytes = 2 ** 30 }: ParquetOptions = {},
): Promise<ParquetTable> {
  const source = byteSource(from);
  const { metadata, rows, leaves } = await layoutOf(source, name);
  const chosen = (wanted ?? leaves.map(({ path }) => path)).map((path) => {
    const leaf = leaves.find((each) => each.path === path);
    const kind = leaf && kindOf(leaf);
    if (leaf === undefined || kind === undefined)
      throw new DataError(
        `${name}: column ${JSON.stringify(path)} must be one that is read, got ${leaf ? describe(leaf) : 'none of that name'}`,
      );
    return { ...leaf, kind };
  });
  const bytes = chosen.reduce((sum, { kind }) => sum + rows * (kind.bytes + 1), 0);
  if (bytes > maxBytes)
    throw new DataError(
      `${name}: "*": a read must be at most maxBytes = ${maxBytes}, got ${bytes}; read fewer columns`,
    );
  const columns: [string, ParquetColumn][] = [];
  for (const leaf of chosen) {
    const { column, sink } = builder(leaf.kind, rows);
    const who = `${name}: column ${JSON.stringify(leaf.path)}`;
    try {
      await readLeaf(source, { metadata, leaf, sink, maxBytes }, who);
    } catch (error) {
      if (error instanceof GoalDrivenError) throw error;
      throw new DataError(`${who}: its pages must be readable, got ${(error as Error).message}`);
    }
    columns.push([leaf.path, column()]);
  }
  return { rows, columns: Object.fromEntries(columns) };
}

/**
 * The columns of a Parquet file, of which only the end is read.
 *
 * @throws DataError for one that is damaged or encrypted
 */
export async function listParquet(
  from: Uint8Array | ByteSource,
  { name = 'parquet' }: Pick<ParquetOptions, 'name'> = {},
): Promise<{ readonly rows: number; readonly fields: readonly ParquetField[] }> {
  const { rows, leaves } = await layoutOf(byteSource(from), name);
  const fields = leaves.map((leaf) => ({
    path: leaf.path,
    kind: kindOf(leaf)?.kind ?? null,
    type: describe(leaf),
  }));
  return { rows, fields };
}

/** A column of the file; `most` is the level of a value that is there. */
type Leaf = {
  readonly path: string;
  readonly node: SchemaTree;
  readonly most: number;
  readonly repeated: boolean;
};

const kindOf = ({ node, repeated }: Leaf): ColumnKind | undefined =>
  repeated ? undefined : columnKind(node.element);
const describe = ({ node, repeated }: Leaf): string => `${repeated ? 'list of ' : ''}${node.element.type}`;

async function layoutOf(source: ByteSource, name: string) {
  let metadata: FileMetaData;
  try {
    const tail = await readRange(source, Math.max(0, source.size - 8), Math.min(8, source.size), name);
    const length = tail.length < 8 ? Infinity : new DataView(tail.buffer).getUint32(0, true);
    if (length > Math.min(MAX_METADATA, source.size - 8))
      throw new Error('a length of its metadata that is not possible');
    const bytes = await readRange(source, source.size - 8 - length, length + 8, name);
    checkThrift(bytes.subarray(0, length), 0);
    metadata = parquetMetadata(bytes, { geoparquet: false });
  } catch (error) {
    if (error instanceof DataError) throw error;
    throw new DataError(`${name}: the file must be Parquet, got ${(error as Error).message}`);
  }
  const groups = metadata.row_groups.map((group) => Number(group.num_rows));
  const rows = groups.reduce((sum, each) => sum + each, 0);
  if (!groups.every((each) => Number.isSafeInteger(each) && each >= 0) || rows !== Number(metadata.num_rows))
    throw new DataError(
      `${name}: the file must have the rows of its groups, got ${Number(metadata.num_rows)} and ${rows}`,
    );
  const leaves: Leaf[] = [];
  const visit = (node: SchemaTree, most: number, repeated: boolean): void => {
    const { repetition_type: repetition } = node.element;
    const inner = most + (repetition === 'OPTIONAL' || repetition === 'REPEATED' ? 1 : 0);
    const isRepeated = repeated || repetition === 'REPEATED';
    if (node.children.length === 0)
      leaves.push({ path: node.path.join('.'), node, most: inner, repeated: isRepeated });
    for (const child of node.children) visit(child, inner, isRepeated);
  };
  try {
    for (const child of parquetSchema(metadata).children) visit(child, 0, false);
  } catch (error) {
    throw new DataError(`${name}: the file must have a tree of columns, got ${(error as Error).message}`);
  }
  const paths = leaves.map(({ path }) => path);
  const twice = paths.find((path, index) => paths.indexOf(path) !== index);
  if (twice !== undefined)
    throw new DataError(`${name}: columns must differ, got ${JSON.stringify(twice)} twice`);
  return { metadata, rows, leaves };
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Dates, times and JSON as they are stored. */
const RAW = {
  ...DEFAULT_PARSERS,
  timestampFromMilliseconds: (value: bigint) => value,
  timestampFromMicroseconds: (value: bigint) => value,
  timestampFromNanoseconds: (value: bigint) => value,
  dateFromDays: (value: number) => value,
  stringFromBytes: (bytes: Uint8Array) => UTF8.decode(bytes),
  jsonFromBytes: (bytes: Uint8Array) => UTF8.decode(bytes),
};

type Leading = {
  readonly metadata: FileMetaData;
  readonly leaf: Leaf;
  readonly sink: ColumnSink;
  readonly maxBytes: number;
};

async function readLeaf(source: ByteSource, { metadata, leaf, sink, maxBytes }: Leading, who: string) {
  let firstRow = 0;
  for (const group of metadata.row_groups) {
    const rows = Number(group.num_rows);
    const column = group.columns.find(({ meta_data: each }) => each?.path_in_schema.join('.') === leaf.path);
    const chunk = column?.meta_data;
    if (chunk === undefined || column?.file_path)
      throw new DataError(
        `${who}: must have a chunk in each group of this file, got none from row ${firstRow} on`,
      );
    const starts = [chunk.dictionary_page_offset, chunk.data_page_offset].filter((each) => each).map(Number);
    const size = Number(chunk.total_compressed_size);
    if (size > maxBytes)
      throw new DataError(`${who}: a chunk must have at most maxBytes = ${maxBytes} bytes, got ${size}`);
    const bytes = await readRange(source, Math.min(...starts), size, who);
    const { element } = leaf.node;
    const decoder = {
      pathInSchema: chunk.path_in_schema,
      type: chunk.type,
      element,
      schemaPath: [],
      codec: chunk.codec,
      parsers: RAW,
      utf8: false,
    };
    if (chunk.type !== element.type)
      throw new DataError(`${who}: a chunk must be of the column's type ${element.type}, got ${chunk.type}`);
    readColumnChunk(
      { bytes, metadata: chunk, decoder, most: leaf.most, rows, firstRow, maxBytes },
      sink,
      who,
    );
    firstRow += rows;
  }
}

function builder(kind: ColumnKind, rows: number): { sink: ColumnSink; column: () => ParquetColumn } {
  let present: Uint8Array | undefined;
  const numbers = kind.make?.(rows);
  const isFloat = numbers instanceof Float32Array || numbers instanceof Float64Array;
  const nothing: unknown =
    numbers === undefined ? (kind.kind === 'text' ? '' : new Uint8Array(0)) : undefined;
  const objects: unknown[] = numbers === undefined ? Array<unknown>(rows).fill(nothing) : [];
  const target = (numbers ?? objects) as unknown[]; // either is written by its index
  return {
    sink: {
      add: (row, count, there, values) => {
        if (there !== undefined) present ??= new Uint8Array(rows).fill(1);
        if (there === undefined && numbers && values.constructor === numbers.constructor) {
          numbers.set(values as never, row); // of one type, as the line above says
          return;
        }
        let next = 0;
        for (let index = 0; index < count; index++) {
          if (there?.[index] === 0) {
            present![row + index] = 0;
            if (isFloat) target[row + index] = NaN;
          } else target[row + index] = values[next++];
        }
      },
    },
    column: () => {
      const gaps = present ? { present } : {};
      if (kind.kind === 'number') {
        return { kind: 'number', values: numbers!, ...gaps, ...(kind.unit && { unit: kind.unit }) };
      }
      if (kind.kind === 'boolean') return { kind: 'boolean', values: numbers as Uint8Array, ...gaps };
      if (kind.kind === 'text') return { kind: 'text', values: objects as string[], ...gaps };
      return { kind: 'bytes', values: objects as Uint8Array[], ...gaps };
    },
  };
}
