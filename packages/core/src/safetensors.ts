import { elementNameOf, elementTypes, littleEndianBytes, type ElementName } from './_elementTypes';
import { halfBits } from './halfBits';
import { ConfigError, DataError } from './errors';
import { ndArray, sizeOf, type NdArray, type TypedArray } from './NdArray';

/** The format's names of element types, and ours. */
const DTYPES = {
  F64: 'f8',
  F32: 'f4',
  F16: 'f2',
  BF16: 'bf2',
  I64: 'i8',
  I32: 'i4',
  I16: 'i2',
  I8: 'i1',
  U64: 'u8',
  U32: 'u4',
  U16: 'u2',
  U8: 'u1',
  BOOL: 'b1',
} as const satisfies Record<string, ElementName>;

type Dtype = keyof typeof DTYPES;

export type Safetensors = {
  /** By name, in the order of their data. */
  readonly arrays: { readonly [name: string]: NdArray<TypedArray> };
  /** How each array is stored: F16 and BF16 are read as Float32Array, BOOL as Uint8Array of 0 and 1. */
  readonly dtypes: { readonly [name: string]: string };
  /** What the file says of itself. */
  readonly metadata: { readonly [key: string]: string };
};

/** The bound of the format's own reader. */
const MAX_HEADER = 100_000_000;
const METADATA = '__metadata__';

/**
 * Reads arrays in the safetensors format. They own their memory; nothing is allocated before offsets
 * and shapes were found to fill the file exactly, without overlap or gap.
 *
 * @param name what errors call the file
 * @throws DataError for anything else, with the name of the array
 * @source huggingface/safetensors, format description in its README
 */
export function readSafetensors(bytes: Uint8Array, name = 'safetensors'): Safetensors {
  const { header, dataStart } = headerOf(bytes, name);
  const { [METADATA]: rawMetadata = {}, ...rest } = header;
  const metadata = metadataOf(rawMetadata, name);
  const entries = Object.entries(rest).map(([key, value]) => entryOf(key, value, name));
  entries.sort((a, b) => a.start - b.start || a.end - b.end);
  const dataBytes = bytes.length - dataStart;
  const end = entries.reduce((previous, { key, start, end }) => {
    if (start !== previous)
      throw new DataError(`${name}: array ${JSON.stringify(key)} must begin at ${previous}, got ${start}`);
    return end;
  }, 0);
  if (end !== dataBytes)
    throw new DataError(`${name}: arrays must fill the file's ${dataBytes} bytes of data, got ${end}`);
  const arrays = entries.map(({ key, dtype, shape, start, end }) => {
    const data = new Uint8Array(bytes.subarray(dataStart + start, dataStart + end));
    return [key, ndArray(elementTypes[DTYPES[dtype]].read(data, true, `${name}: ${key}`), shape)] as const;
  });
  return {
    arrays: Object.fromEntries(arrays),
    dtypes: Object.fromEntries(entries.map(({ key, dtype }) => [key, dtype])),
    metadata,
  };
}

/**
 * Writes arrays and text metadata as safetensors. The same contents give the same bytes, whatever the order of keys:
 * widest elements first, then by name, so that every array is aligned; the data begin at a multiple of 8. Any shape will
 * do.
 *
 * @param options.half names of arrays of single precision to be rounded to half precision, F16
 * @throws ConfigError for an array named `__metadata__`, and for a name in `half` of no array of single precision
 * @throws DataError for a finite number that half precision has none near
 */
export function writeSafetensors(
  arrays: { readonly [name: string]: NdArray<TypedArray> },
  metadata: { readonly [key: string]: string } = {},
  { half = [] }: { readonly half?: readonly string[] } = {},
): Uint8Array<ArrayBuffer> {
  if (Object.hasOwn(arrays, METADATA))
    throw new ConfigError(`writeSafetensors: no array may be named ${METADATA}, got one`);
  const header = new Map<string, unknown>();
  if (Object.keys(metadata).length > 0)
    header.set(METADATA, Object.fromEntries(Object.entries(metadata).sort(byKey)));
  const stored = { ...arrays, ...Object.fromEntries(half.map((name) => [name, halved(arrays, name)])) };
  const entries = Object.entries(stored).sort(
    (a, b) => b[1].values.BYTES_PER_ELEMENT - a[1].values.BYTES_PER_ELEMENT || byKey(a, b),
  );
  let offset = 0;
  for (const [name, array] of entries) {
    const { values, shape } = ndArray(array.values, array.shape);
    const element = half.includes(name) ? 'f2' : elementNameOf(values);
    const dtype = (Object.keys(DTYPES) as Dtype[]).find((key) => DTYPES[key] === element);
    header.set(name, { dtype, shape, data_offsets: [offset, (offset += values.byteLength)] });
  }
  const encoded = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)));
  const headerBytes = Math.ceil(encoded.length / 8) * 8;
  const bytes = new Uint8Array(8 + headerBytes + offset);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerBytes), true);
  bytes.fill(0x20, 8, 8 + headerBytes).set(encoded, 8);
  let position = 8 + headerBytes;
  for (const [, { values }] of entries) {
    bytes.set(littleEndianBytes(values), position);
    position += values.byteLength;
  }
  return bytes;
}

/** An array of single precision as the bits of half precision. */
function halved(
  arrays: { readonly [name: string]: NdArray<TypedArray> },
  name: string,
): NdArray<Uint16Array> {
  const values = Object.hasOwn(arrays, name) ? arrays[name]!.values : undefined;
  if (!(values instanceof Float32Array)) {
    throw new ConfigError(
      `writeSafetensors: half must name arrays of single precision, got ${JSON.stringify(name)}, ${
        values === undefined ? 'which is none' : `a ${values.constructor.name}`
      }`,
    );
  }
  const bits = halfBits(values, `writeSafetensors: array ${JSON.stringify(name)}`);
  return { values: bits, shape: arrays[name]!.shape };
}

type Entry = { key: string; dtype: Dtype; shape: readonly number[]; start: number; end: number };

function headerOf(
  bytes: Uint8Array,
  name: string,
): { header: { [key: string]: unknown }; dataStart: number } {
  if (bytes.length < 8)
    throw new DataError(`${name}: a safetensors file must have 8 bytes or more, got ${bytes.length}`);
  const length = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true);
  const limit = Math.min(MAX_HEADER, bytes.length - 8);
  if (length > BigInt(limit)) {
    throw new DataError(
      `${name}: a safetensors header must be at most ${limit} bytes here, got ${length}; the file is truncated or no safetensors`,
    );
  }
  const dataStart = 8 + Number(length);
  let header: unknown;
  try {
    header = JSON.parse(
      new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(8, dataStart)),
    );
  } catch (error) {
    throw new DataError(
      `${name}: a safetensors header must be JSON, got an error: ${(error as Error).message}`,
    );
  }
  if (!isRecord(header))
    throw new DataError(`${name}: a safetensors header must be an object, got ${typeof header}`);
  return { header, dataStart };
}

function metadataOf(value: unknown, name: string): { [key: string]: string } {
  if (!isRecord(value) || !Object.values(value).every((text) => typeof text === 'string')) {
    throw new DataError(`${name}: ${METADATA} must be an object of texts, got ${shown(value)}`);
  }
  return value as { [key: string]: string };
}

function entryOf(key: string, value: unknown, name: string): Entry {
  const fail = (what: string, got: unknown): never => {
    throw new DataError(`${name}: array ${JSON.stringify(key)} must have ${what}, got ${shown(got)}`);
  };
  if (!isRecord(value)) return fail('an object in the header', value);
  const { dtype, shape, data_offsets: offsets, ...others } = value;
  if (Object.keys(others).length > 0) fail('dtype, shape and data_offsets only', Object.keys(others));
  if (typeof dtype !== 'string' || !Object.hasOwn(DTYPES, dtype))
    return fail(`a dtype of ${Object.keys(DTYPES).join(', ')}`, dtype);
  if (!areSizes(shape)) return fail('a shape of non-negative integers', shape);
  if (!areSizes(offsets) || offsets.length !== 2 || offsets[0]! > offsets[1]!)
    return fail('two ascending data_offsets', offsets);
  const [start, end] = offsets as [number, number];
  const size = sizeOf(shape) * elementTypes[DTYPES[dtype as Dtype]].bytes;
  if (size !== end - start) fail(`${size} bytes for its shape [${shape}] of ${dtype}`, end - start);
  return { key, dtype: dtype as Dtype, shape, start, end };
}

const isRecord = (value: unknown): value is { [key: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function shown(value: unknown): string {
  try {
    return String(JSON.stringify(value)).slice(0, 80);
  } catch {
    return 'something nested too deeply'; // more than the stack that stringify has
  }
}

const areSizes = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);

const byKey = (a: readonly [string, unknown], b: readonly [string, unknown]): number =>
  a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0;
