import { DataError, sizeOf } from '@goal-driven/core/arrays';
import { ELEMENT_BYTES } from './_zarrCodecs';

/** A node's file, as far as it must be known before zarrita may read it. */
export type ZarrNode = {
  readonly version: 2 | 3;
  readonly kind: 'group' | 'array';
  readonly shape: readonly number[];
  /** Axes of what is stored as one file. */
  readonly chunks: readonly number[];
  readonly type: string;
  readonly attributes: { readonly [name: string]: unknown };
};

const MAX_METADATA = 2 ** 24;
const MAX_AXES = 32;
const CODECS = new Set([
  ...['blosc', 'lz4', 'zstd', 'gzip', 'zlib', 'shuffle'].flatMap((name) => [name, `numcodecs.${name}`]),
  ...['bytes', 'transpose', 'crc32c', 'sharding_indexed'],
]);
/** NumPy's names of the types in version 2. */
const NUMPY: { readonly [descr: string]: string } = {
  ...{ b1: 'bool', i1: 'int8', u1: 'uint8', i2: 'int16', u2: 'uint16', i4: 'int32', u4: 'uint32' },
  ...{ i8: 'int64', u8: 'uint64', f4: 'float32', f8: 'float64' },
};

type Json = { readonly [key: string]: unknown };
type Fail = (must: string, got: unknown) => never;

/**
 * Reads a zarr.json, a .zarray or a .zgroup.
 *
 * @param who what errors call the file: store and key
 * @throws DataError for one that is damaged, or of a type or with codecs that are not read
 */
export function zarrNode(bytes: Uint8Array, key: string, who: string): ZarrNode {
  const fail: Fail = (must, got) => {
    throw new DataError(`${who}: ${must}, got ${String(JSON.stringify(got)).slice(0, 100)}`);
  };
  if (bytes.length > MAX_METADATA) fail(`must have at most ${MAX_METADATA} bytes`, bytes.length);
  const json = parsed(bytes, fail);
  const group = { kind: 'group', shape: [], chunks: [], type: '', attributes: {} } as const;
  if (key.endsWith('.zgroup')) {
    if (json['zarr_format'] !== 2) fail('zarr_format must be 2', json['zarr_format']);
    return { ...group, version: 2 };
  }
  if (key.endsWith('.zarray')) return arrayOfVersion2(json, fail);
  if (json['zarr_format'] !== 3) fail('zarr_format must be 3', json['zarr_format']);
  const attributes = record(json['attributes'] ?? {}, 'attributes', fail);
  if (json['node_type'] === 'group') return { ...group, version: 3, attributes };
  if (json['node_type'] !== 'array') fail('node_type must be group or array', json['node_type']);
  return { ...arrayOfVersion3(json, fail), attributes };
}

/**
 * The attributes of a group or an array of version 2, which lie in a file of their own.
 *
 * @throws DataError where it is no JSON object
 */
export function zarrAttributes(bytes: Uint8Array, who: string): Json {
  return parsed(bytes, (must, got) => {
    throw new DataError(`${who}: ${must}, got ${String(JSON.stringify(got)).slice(0, 100)}`);
  });
}

function parsed(bytes: Uint8Array, fail: Fail): Json {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    fail('must be JSON', (error as Error).message);
  }
  return record(json, 'it', fail);
}

function record(value: unknown, what: string, fail: Fail): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return fail(`${what} must be an object`, value);
  return value as Json;
}

function arrayOfVersion2(json: Json, fail: Fail): ZarrNode {
  if (json['zarr_format'] !== 2) fail('zarr_format must be 2', json['zarr_format']);
  const descr = typeof json['dtype'] === 'string' ? json['dtype'] : fail('dtype must be text', json['dtype']);
  const type = /^[<|>]/.test(descr) ? NUMPY[descr.slice(1)] : undefined;
  if (type === undefined) fail('dtype must be of numbers or truth values, half precision not', descr);
  separator(json['dimension_separator'] ?? '.', fail);
  if (json['order'] !== 'C' && json['order'] !== 'F') fail('order must be C or F', json['order']);
  for (const each of [json['compressor'], ...((json['filters'] as unknown[] | null) ?? [])])
    if (each !== null) codec(record(each, 'a codec', fail)['id'], fail);
  fillValue(json['fill_value'], fail);
  return {
    version: 2,
    kind: 'array',
    type: type!,
    attributes: {},
    ...grid(json['shape'], json['chunks'], type!, fail),
  };
}

function arrayOfVersion3(json: Json, fail: Fail): ZarrNode {
  const type = json['data_type'];
  if (typeof type !== 'string' || !Object.hasOwn(ELEMENT_BYTES, type))
    return fail(`data_type must be one of ${Object.keys(ELEMENT_BYTES).join(', ')}`, type);
  const encoding = record(json['chunk_key_encoding'], 'chunk_key_encoding', fail);
  separator(record(encoding['configuration'] ?? {}, 'its configuration', fail)['separator'] ?? '/', fail);
  const chunkGrid = record(json['chunk_grid'], 'chunk_grid', fail);
  if (chunkGrid['name'] !== 'regular') fail('chunk_grid must be regular', chunkGrid['name']);
  const chunks = record(chunkGrid['configuration'], 'its configuration', fail)['chunk_shape'];
  const shapes = grid(json['shape'], chunks, type, fail);
  codecs(json['codecs'], { type, outer: shapes.chunks, depth: 0 }, fail);
  fillValue(json['fill_value'], fail);
  return { version: 3, kind: 'array', type, attributes: {}, ...shapes };
}

type Nesting = { readonly type: string; readonly outer: readonly number[]; readonly depth: number };

function codecs(value: unknown, { type, outer, depth }: Nesting, fail: Fail): void {
  if (!Array.isArray(value)) return fail('codecs must be a list', value);
  for (const each of value) {
    const { name, configuration } = record(each, 'a codec', fail);
    codec(name, fail);
    if (name !== 'sharding_indexed') continue;
    if (depth > 0) fail('shards must not lie within shards', value);
    const inner = record(configuration, 'its configuration', fail);
    const { chunks } = grid(outer, inner['chunk_shape'], type, fail);
    if (outer.some((axis, index) => axis % chunks[index]! !== 0))
      fail('a shard must hold whole chunks', [outer, chunks]);
    codecs(inner['codecs'], { type, outer: chunks, depth: 1 }, fail);
    codecs(inner['index_codecs'], { type: 'uint64', outer: [], depth: 1 }, fail);
  }
}

function codec(name: unknown, fail: Fail): void {
  if (typeof name !== 'string' || !CODECS.has(name))
    fail(`codecs must be among ${[...CODECS].filter((each) => !each.includes('.')).join(', ')}`, name);
}

/** Chunks' files are named by numbers with this between them. */
function separator(value: unknown, fail: Fail): void {
  if (value !== '.' && value !== '/') fail('the separator must be . or /', value);
}

function fillValue(value: unknown, fail: Fail): void {
  const simple = value === null || ['number', 'boolean', 'string'].includes(typeof value);
  if (!simple) fail('fill_value must be a number, a truth value or null', value);
}

function grid(shape: unknown, chunks: unknown, type: string, fail: Fail): Pick<ZarrNode, 'shape' | 'chunks'> {
  const areSizes = (value: unknown, least: number): value is number[] =>
    Array.isArray(value) &&
    value.length <= MAX_AXES &&
    value.every((size) => Number.isSafeInteger(size) && size >= least);
  if (!areSizes(shape, 0)) return fail(`shape must be at most ${MAX_AXES} non-negative integers`, shape);
  if (!areSizes(chunks, 1) || chunks.length !== shape.length)
    return fail(`chunks must be ${shape.length} positive integers`, chunks);
  const bytes = sizeOf(chunks) * ELEMENT_BYTES[type as keyof typeof ELEMENT_BYTES];
  if (!(bytes <= 2 ** 31)) fail('a chunk must have at most 2 GiB', bytes);
  return { shape, chunks };
}
