import {
  ConfigError,
  DataError,
  GoalDrivenError,
  sizeOf,
  type NdArray,
  type TypedArray,
} from '@goal-driven/core/arrays';
import {
  get,
  open,
  root,
  slice as zarrSlice,
  type Array as ZarritaArray,
  type DataType,
  type Readable,
} from 'zarrita';
import { boundZarrCodecs, ELEMENT_BYTES } from './_zarrCodecs';
import { zarrAttributes, zarrNode, type ZarrNode } from './_zarrMetadata';
import type { ZarrStore } from './ZarrStore';

export type ZarrOptions = {
  /** What errors call the hierarchy. */
  readonly name?: string;
  /** Bound on the bytes of one read; 2^30 (1 GiB) unless told. */
  readonly maxBytes?: number;
};

/** A group or an array; paths begin with `/`. */
export type ZarrEntry = { readonly path: string } & (
  | { readonly kind: 'group' }
  | {
      readonly kind: 'array';
      readonly shape: readonly number[];
      /** As version 3 calls it: `float32`, `bool`. */
      readonly type: string;
      readonly chunks: readonly number[];
    }
);

export type ZarrFile = {
  /** Every group and array, sorted by path. */
  list(): Promise<readonly ZarrEntry[]>;
  attributes(path: string): Promise<{ readonly [name: string]: unknown }>;
  /** An array, row-major; of a range of each axis `[start, end]`, from which on axes that are left out are whole. */
  read(
    path: string,
    slice?: readonly (readonly [start: number, end: number])[],
  ): Promise<NdArray<TypedArray>>;
};

/** Chunks of one read. */
const MAX_CHUNKS = 1_000_000;
const FILES = ['zarr.json', '.zarray', '.zgroup'] as const;

/**
 * Opens a hierarchy of Zarr, version 2 or 3, through zarrita: chunks compressed by blosc, lz4, zstd, gzip or zlib, in
 * shards, with checksums, in either order. A chunk that has no file is its fill value. Arrays of numbers and truth values
 * (0 and 1), any shape.
 *
 * @param store such as `zarrFolder` of `@goal-driven/formats/files`
 * @throws DataError from its functions, with the path within the hierarchy: for files that are damaged, types (text, half
 *   precision, complex) and codecs that are not read, chunks that unpack to more than they are, more than `maxBytes`
 * @throws ConfigError for a slice that does not lie in the array
 * @source Zarr specifications, versions 2 and 3.0
 */
export function openZarr(
  store: ZarrStore,
  { name = 'zarr', maxBytes = 2 ** 30 }: ZarrOptions = {},
): ZarrFile {
  boundZarrCodecs();
  const nodeAt = async (path: string): Promise<ZarrNode> => {
    for (const file of FILES) {
      const key = `${keyOf(path, name)}${file}`;
      const bytes = await store.get(key);
      if (bytes) return zarrNode(bytes, key, `${name}: /${key}`);
    }
    throw new DataError(`${name}: ${path}: must be a group or an array, got nothing there`);
  };
  return {
    async list() {
      const paths = new Set((await store.nodes()).map((key) => `/${key.slice(0, key.lastIndexOf('/') + 1)}`));
      const entries: ZarrEntry[] = [];
      for (const folder of [...paths].sort()) {
        const path = folder === '/' ? folder : folder.slice(0, -1);
        const { kind, shape, type, chunks } = await nodeAt(path);
        entries.push(kind === 'group' ? { path, kind } : { path, kind, shape, type, chunks });
      }
      return entries;
    },
    async attributes(path) {
      const node = await nodeAt(path);
      if (node.version === 3) return node.attributes;
      const key = `${keyOf(path, name)}.zattrs`;
      const bytes = await store.get(key);
      return bytes ? zarrAttributes(bytes, `${name}: /${key}`) : {};
    },
    async read(path, slice = []) {
      const node = await nodeAt(path);
      if (node.kind !== 'array') throw new DataError(`${name}: ${path}: must be an array, got a group`);
      const ranges = rangesOf(node, slice, `${name}: ${path}`);
      const shape = ranges.map(([start, end]) => end - start);
      const bytes = sizeOf(shape) * ELEMENT_BYTES[node.type as keyof typeof ELEMENT_BYTES];
      const chunks = ranges.reduce(
        (count, [start, end], axis) =>
          count * Math.max(0, Math.ceil(end / node.chunks[axis]!) - Math.floor(start / node.chunks[axis]!)),
        1,
      );
      const most = Math.max(
        bytes,
        sizeOf(node.chunks) * ELEMENT_BYTES[node.type as keyof typeof ELEMENT_BYTES],
      );
      if (!(most <= maxBytes) || !(chunks <= MAX_CHUNKS))
        throw new DataError(
          `${name}: ${path}: a read must be at most maxBytes = ${maxBytes} and ${MAX_CHUNKS} chunks, got ${most} bytes in ${chunks} chunks; read slices`,
        );
      if (sizeOf(shape) === 0) return { values: emptyOf(node.type), shape };
      try {
        const location = root(readable(store)).resolve(path);
        const array = await (node.version === 2
          ? open.v2(location, { kind: 'array' })
          : open.v3(location, { kind: 'array' }));
        return await rowMajor(array, ranges, shape);
      } catch (error) {
        throw explained(error, `${name}: ${path}`);
      }
    },
  };
}

/** Zarrita asks for absolute keys. */
const readable = (store: ZarrStore) => ({
  get: (key: string) => store.get(key.slice(1)),
  getRange: (key: string, range: { offset: number; length: number } | { suffixLength: number }) =>
    store.get(key.slice(1), range),
});

function keyOf(path: string, name: string): string {
  const parts = path.split('/').filter((part) => part !== '');
  if (!path.startsWith('/') || parts.some((part) => part === '.' || part === '..' || /[\\\0?#%]/.test(part)))
    throw new ConfigError(`${name}: a path must be /names/with/slashes, got ${JSON.stringify(path)}`);
  return parts.map((part) => `${part}/`).join('');
}

function rangesOf(
  { shape }: ZarrNode,
  slice: readonly (readonly [number, number])[],
  where: string,
): (readonly [number, number])[] {
  const ranges = shape.map((axis, index): readonly [number, number] => slice[index] ?? [0, axis]);
  const fits = ranges.every(
    ([start, end], axis) =>
      Number.isSafeInteger(start) &&
      Number.isSafeInteger(end) &&
      0 <= start &&
      start <= end &&
      end <= shape[axis]!,
  );
  if (slice.length > shape.length || !fits)
    throw new ConfigError(
      `${where}: a slice must lie in [${shape}], got [${slice.map((range) => range.join(' to ')).join(', ')}]`,
    );
  return ranges;
}

async function rowMajor(
  array: ZarritaArray<DataType, Readable>,
  ranges: readonly (readonly [number, number])[],
  shape: readonly number[],
): Promise<NdArray<TypedArray>> {
  if (shape.length === 0) {
    const { data } = await array.getChunk([]);
    return { values: typed(data).slice(0, 1), shape: [] };
  }
  const got = await get(
    array,
    ranges.map(([start, end]) => zarrSlice(start, end)),
  );
  const values = typed(got.data);
  const steps = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  if (steps.every((step, axis) => step === got.stride[axis])) return { values, shape: [...shape] };
  const result = values.slice();
  for (let index = 0; index < values.length; index++) {
    const from = steps.reduce(
      (sum, step, axis) => sum + (Math.floor(index / step) % shape[axis]!) * got.stride[axis]!,
      0,
    );
    result[index] = values[from]!;
  }
  return { values: result, shape: [...shape] };
}

/** Truth values, which zarrita wraps, as bytes; all else is a typed array. */
function typed(data: unknown): TypedArray {
  if (ArrayBuffer.isView(data)) return data as TypedArray;
  const { buffer, byteOffset, byteLength } = data as {
    buffer: ArrayBuffer;
    byteOffset: number;
    byteLength: number;
  };
  return new Uint8Array(buffer, byteOffset, byteLength);
}

const emptyOf = (type: string): TypedArray =>
  ({
    ...{
      int8: new Int8Array(),
      int16: new Int16Array(),
      int32: new Int32Array(),
      int64: new BigInt64Array(),
    },
    ...{ uint16: new Uint16Array(), uint32: new Uint32Array(), uint64: new BigUint64Array() },
    ...{ float32: new Float32Array(), float64: new Float64Array() },
  })[type] ?? new Uint8Array();

function explained(error: unknown, where: string): GoalDrivenError {
  const { message, cause } = error as Error;
  const reason = cause instanceof Error ? cause : undefined;
  if (error instanceof GoalDrivenError && !(error instanceof DataError)) return error;
  return new DataError(
    `${where}: its chunks must be readable, got ${reason ? `${message}: ${reason.message}` : message}`,
  );
}
