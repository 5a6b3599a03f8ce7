import { DataError, elementTypes, maskedCrc32c, sizeOf, type ElementName } from '@goal-driven/core/arrays';
import { byteSource, readRange, type ByteSource } from '../ByteSource';
import { bundleEntry, bundleHeader, type BundleEntry } from './_bundleEntry';
import { bundleTexts } from './_bundleTexts';
import { joinSlices } from './_joinSlices';
import { sliceKey } from './_sliceKey';
import { sortedTable, type TableEntry } from './_sortedTable';
import { DTYPES, type StoredArray } from './StoredArray';

export type TensorBundle = {
  /** Tensors of numbers and booleans by name, any shape. */
  readonly arrays: { readonly [name: string]: StoredArray };
  /** Tensors of strings, which are bytes, such as the graph of objects that Keras saves; row-major. */
  readonly strings: {
    readonly [name: string]: { readonly values: readonly Uint8Array[]; readonly shape: readonly number[] };
  };
};

export type TensorBundleFiles = {
  /** `PREFIX.index`. */
  readonly index: Uint8Array | ByteSource;
  /** `PREFIX.data-0000i-of-0000N`: shard i of N. */
  readonly shard: (
    index: number,
    count: number,
  ) => Promise<Uint8Array | ByteSource> | Uint8Array | ByteSource;
};

/** TensorFlow's numbers of element types. */
const ELEMENTS: { readonly [dtype: number]: ElementName } = {
  ...{ 1: 'f4', 2: 'f8', 3: 'i4', 4: 'u1', 5: 'i2', 6: 'i1', 9: 'i8', 10: 'b1' },
  ...{ 14: 'bf2', 17: 'u2', 19: 'f2', 22: 'u4', 23: 'u8' },
};
const STRING = 7;
const MAX_INDEX = 2 ** 28;

/**
 * Reads a checkpoint of TensorFlow, versions 1 and 2, and the variables of a SavedModel: an index and its shards, with
 * tensors in slices joined, and every checksum verified.
 *
 * @param options.name what errors call the checkpoint
 * @throws DataError with the byte, or the name of the tensor: for files that are cut off, changed or no checkpoint, tensors
 *   that do not lie within their shards or take more bytes than these have, slices that do not make up their tensor, and
 *   element types that arrays cannot have (complex, quantized, variants)
 * @source TensorFlow, core/util/tensor_bundle/tensor_bundle.h and core/protobuf/tensor_bundle.proto
 * @differs big-endian checkpoints are refused
 */
export async function readTensorBundle(
  { index, shard }: TensorBundleFiles,
  { name = 'checkpoint' }: { readonly name?: string } = {},
): Promise<TensorBundle> {
  const { shards, tensors, entries } = await indexOf(byteSource(index), name);
  const needed = new Map<number, number>();
  for (const { shard: own, size } of entries.values()) needed.set(own, (needed.get(own) ?? 0) + size);
  const sources = new Map<number, ByteSource>();
  for (const [each, bytes] of needed) {
    if (each >= shards)
      throw new DataError(`${name}: shards must be below ${shards}, got one that is number ${each}`);
    const source = byteSource(await shard(each, shards));
    if (bytes > source.size)
      throw new DataError(
        `${name}: the tensors of shard ${each} must take at most its ${source.size} bytes, got ${bytes}`,
      );
    sources.set(each, source);
  }
  checkTexts(entries.values(), sources, name);
  const read = async ({ shard: own, offset, size }: BundleEntry, who: string) =>
    readRange(sources.get(own)!, offset, size, `${who} in shard ${own}`);
  const arrays = new Map<string, StoredArray>();
  const strings = new Map<string, TensorBundle['strings'][string]>();
  for (const [key, entry] of tensors) {
    const who = `${name}: ${JSON.stringify(key)}`;
    if (entry.dtype === STRING && entry.slices.length === 0)
      strings.set(key, bundleTexts(await read(entry, who), entry, who));
    else if (entry.slices.length === 0) arrays.set(key, elementsOf(await read(entry, who), entry, who));
    else {
      const parts = entry.slices.map((extents) => ({
        extents,
        entry: entries.get(sliceKey(byName(key), extents)),
      }));
      arrays.set(
        key,
        await joinSlices(entry, parts, {
          who,
          element: elementOf(entry, who),
          read: async (slice) => elementsOf(await read(slice, who), slice, who),
        }),
      );
    }
  }
  return { arrays: Object.fromEntries(arrays), strings: Object.fromEntries(strings) };
}

/** What a string costs beside its letters, bytes, roughly. */
const TEXT_BYTES = 128;

/** Refuses strings, which take a byte in the file if they are empty, that take more than four times the file and 32 MiB. */
function checkTexts(
  entries: Iterable<BundleEntry>,
  sources: ReadonlyMap<number, ByteSource>,
  name: string,
): void {
  const bytes = [...sources.values()].reduce((sum, { size }) => sum + size, 0);
  const most = Math.floor((4 * bytes + 2 ** 25) / TEXT_BYTES);
  let count = 0;
  for (const { dtype, shape } of entries) if (dtype === STRING) count += sizeOf(shape);
  if (!(count <= most))
    throw new DataError(`${name}: shards of ${bytes} bytes must have at most ${most} strings, got ${count}`);
}

type Index = {
  readonly shards: number;
  readonly tensors: readonly (readonly [name: string, entry: BundleEntry])[];
  /** Tensors that are not in slices, and slices, by key. */
  readonly entries: ReadonlyMap<string, BundleEntry>;
};

async function indexOf(source: ByteSource, name: string): Promise<Index> {
  if (source.size > MAX_INDEX)
    throw new DataError(`${name}: the index must have at most ${MAX_INDEX} bytes, got ${source.size}`);
  const [first, ...rest] = sortedTable(
    await readRange(source, 0, source.size, `${name}: the index`),
    `${name}: the index`,
  );
  if (first?.key !== '')
    throw new DataError(
      `${name}: the index must begin with a header, got ${first ? 'a tensor' : 'nothing'} at byte 0`,
    );
  const { shards, littleEndian } = bundleHeader(first.value, {
    who: `${name}: the header of the index`,
    origin: first.block,
  });
  if (!littleEndian)
    throw new DataError(
      `${name}: a checkpoint must be little-endian, got a big-endian one at byte ${first.block}`,
    );
  const read = rest.map((each) => [each.key, entryOf(each, name)] as const);
  const tensors = read
    .filter(([key]) => !key.startsWith('\0'))
    .map(([key, entry]) => [fromBytes(key, name), entry] as const);
  return { shards, tensors, entries: new Map(read.filter(([, { slices }]) => slices.length === 0)) };
}

const entryOf = ({ key, value, block }: TableEntry, name: string): BundleEntry =>
  bundleEntry(value, { who: `${name}: the entry of ${JSON.stringify(key.slice(0, 200))}`, origin: block });

function elementOf({ dtype }: BundleEntry, who: string): ElementName {
  return (
    ELEMENTS[dtype] ??
    fail(`${who} must be of numbers or booleans as arrays have them, got TensorFlow's type number ${dtype}`)
  );
}

function elementsOf(bytes: Uint8Array<ArrayBuffer>, entry: BundleEntry, who: string): StoredArray {
  const { shape, crc, offset, size } = entry;
  const element = elementOf(entry, who);
  const expected = sizeOf(shape) * elementTypes[element].bytes;
  if (size !== expected) fail(`${who} must be ${expected} bytes for its shape [${shape}], got ${size}`);
  const got = maskedCrc32c(bytes);
  if (got !== crc)
    fail(
      `${who} must have checksum ${crc.toString(16)}, got ${got.toString(16)}, ${size} bytes from byte ${offset}`,
    );
  return { values: elementTypes[element].read(bytes, true, who), shape, dtype: DTYPES[element] };
}

function fail(message: string): never {
  throw new DataError(message);
}

/** A key's characters are bytes; a name is their UTF-8. */
function fromBytes(key: string, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      Uint8Array.from(key, (byte) => byte.charCodeAt(0)),
    );
  } catch {
    return fail(`${name}: names of tensors must be UTF-8, got ${JSON.stringify(key.slice(0, 100))}`);
  }
}

const byName = (name: string): string =>
  Array.from(new TextEncoder().encode(name), (byte) => String.fromCharCode(byte)).join('');
