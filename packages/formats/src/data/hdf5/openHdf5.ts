import { ConfigError, DataError, sizeOf } from '@goal-driven/core/arrays';
import { bytesOf, CLASSES, decodeHdf5 } from './_decodeHdf5';
import { called, checkWhole, failed, hdf5Library, openInLibrary, isLost, readPast } from './_hdf5Library';
import type { LibraryMetadata } from './_Library';
import type { SyncSource } from '../../SyncSource';
import { listHdf5, type Hdf5Entry } from './_listHdf5';
import {
  attributeNames,
  described,
  keysOf,
  kindOf,
  metadataOf,
  type Hdf5Dataset,
  type Opened,
} from './_openedHdf5';
import { checkedSlice, type Hdf5Slice } from './Hdf5Slice';
import type { Hdf5Reference, Hdf5Value } from './Hdf5Value';

/** Bytes that HDF5 needs for itself. */
const BASE_MEMORY = 2 ** 26;

export type Hdf5Options = {
  /** What errors call the file. */
  readonly name?: string;
  /** Bound on the bytes of one read; 2^30 (1 GiB) unless told. */
  readonly maxBytes?: number;
  /** Seconds, in Node, after which HDF5 is taken to go round in circles: for each read; 60 unless told. */
  readonly maxSeconds?: number;
};

/** An open HDF5 file; paths begin with `/`. Close it when all was read. */
export type Hdf5File = {
  readonly name: string;
  /** Every object, each once, groups before what they hold. */
  list(): Hdf5Entry[];
  has(path: string): boolean;
  kind(path: string): 'group' | 'dataset' | 'type' | 'link' | 'nothing';
  /** Names in a group. */
  keys(path: string): string[];
  dataset(path: string): Hdf5Dataset;
  /** A dataset, or the slice of it, of which no more than the chunks it touches is read. */
  read(path: string, slice?: Hdf5Slice): Hdf5Value;
  attributes(path: string): { readonly [name: string]: Hdf5Value };
  attribute(path: string, name: string): Hdf5Value | undefined;
  /** The path of what a reference points at; `holder`, for errors, is that of what it stands in. */
  pathOf(reference: Hdf5Reference, holder?: string): string;
  close(): void;
};

/**
 * Opens an HDF5 file: also NetCDF-4, NWB, MAT of version 7.3, Keras weights. The HDF5 library (h5wasm, 4 MB) is loaded at
 * the first call; it sees this file and no other, so that external links, external storage and virtual datasets of
 * other files are errors. Its memory grows to 64 MiB, four
 * times the file and twice `maxBytes`, and to 2 GiB at most. Any shape will do.
 *
 * @param from the bytes, or a source that is read in parts; `syncFile` of `@goal-driven/formats/files` is one of a path
 * @throws DataError when it is no HDF5 file; from the file's functions, with the path within the file, when something
 *   is not there, is damaged, of a type that is not read, or larger than `maxBytes`; ConfigError for a slice that does
 *   not lie in the dataset; EnvironmentError when h5wasm does not load or has crashed
 * @source HDF5 file format, version 3.0
 */
export async function openHdf5(from: Uint8Array | SyncSource, options: Hdf5Options = {}): Promise<Hdf5File> {
  const { name = 'hdf5', maxBytes = 2 ** 30, maxSeconds = 60 } = options;
  const library = await hdf5Library();
  const source = from instanceof Uint8Array ? bytesSource(from) : from;
  const limits = { maxSeconds, maxMemory: BASE_MEMORY + 4 * source.size + 2 * maxBytes };
  const id = openInLibrary(library, source, name, limits);
  let open = true;
  const where = (path: string) => {
    if (!open) throw new ConfigError(`${name}: ${path}: the file must be open, got a closed one`);
    checkWhole(library, `${name}: ${path}`);
    return `${name}: ${path}`;
  };
  const opened: Opened = {
    library,
    id,
    maxBytes,
    where,
    call: (path, must, call, how) => called(library, where(path), must, call, { ...limits, ...how }),
  };
  return {
    name,
    list: () => listHdf5(opened),
    has: (path) => kindOf(opened, path) !== 'nothing',
    kind: (path) => kindOf(opened, path),
    keys: (path) => keysOf(opened, path),
    dataset: (path) => described(opened, path),
    read: (path, slice) => readDataset(opened, path, slice),
    attributes: (path) =>
      Object.fromEntries(
        attributeNames(opened, path).map((each) => [each, readAttribute(opened, path, each)]),
      ),
    attribute: (path, each) =>
      attributeNames(opened, path).includes(each) ? readAttribute(opened, path, each) : undefined,
    pathOf: (reference, holder) => pathOf(opened, reference, holder),
    close: () => {
      if (open && !isLost(library))
        called(library, name, 'the file must close', () => library.close_file(id));
      open = false;
    },
  };
}

const bytesSource = (bytes: Uint8Array): SyncSource => ({
  size: bytes.length,
  readSync: (offset, target) => {
    target.set(bytes.subarray(offset, offset + target.length));
    return target.length;
  },
});

function readDataset(opened: Opened, path: string, slice?: Hdf5Slice): Hdf5Value {
  const { library, id, where } = opened;
  const metadata = metadataOf(opened, path);
  if (metadata.shape === null) return { kind: 'empty' };
  const ranges = slice && checkedSlice(metadata.shape, slice, where(path));
  const shape = ranges?.map(([start, end]) => end - start) ?? metadata.shape;
  const count = ranges ? shape.map(BigInt) : null;
  const read = (pointer: bigint) =>
    library.get_dataset_data(
      id,
      path,
      count,
      ranges ? ranges.map(([start]) => BigInt(start)) : null,
      ranges ? ranges.map(() => 1n) : null,
      pointer,
    );
  const reclaim = (pointer: bigint) =>
    count
      ? library.reclaim_vlen_memory_count(id, path, '', pointer, count)
      : library.reclaim_vlen_memory(id, path, '', pointer);
  const { type, littleEndian, chunks } = metadata;
  const direct = chunks === null && littleEndian && (type === CLASSES.integer || type === CLASSES.float);
  return throughMemory(opened, path, { metadata, shape, read, reclaim, direct });
}

function readAttribute(opened: Opened, path: string, name: string): Hdf5Value {
  const { library, id, call } = opened;
  const at = `${path}@${name}`;
  const metadata = call(at, 'the attribute must be readable', () =>
    library.get_attribute_metadata(id, path, name),
  );
  if (metadata.shape === null) return { kind: 'empty' };
  const read = (pointer: bigint) => library.get_attribute_data(id, path, name, pointer);
  const reclaim = (pointer: bigint) => library.reclaim_vlen_memory(id, path, name, pointer);
  return throughMemory(opened, at, { metadata, shape: metadata.shape, read, reclaim });
}

type Reading = {
  readonly metadata: LibraryMetadata;
  readonly shape: readonly number[];
  read(pointer: bigint): number;
  reclaim(pointer: bigint): number;
  /** The file may hold the values as they are read. */
  readonly direct?: boolean;
};

/** Bytes from which on a shortcut is tried: smaller reads pass through HDF5's own buffer. */
const DIRECT = 2 ** 20;

/** Lets the library write to its memory, and takes a copy from there. */
function throughMemory(
  { library, maxBytes, where, call }: Opened,
  path: string,
  { metadata, shape, read, reclaim, direct = false }: Reading,
): Hdf5Value {
  const bytes = bytesOf(metadata, shape);
  if (!(bytes <= maxBytes))
    throw new DataError(
      `${where(path)}: a read must be at most maxBytes = ${maxBytes}, got ${bytes} for [${shape}]; read slices`,
    );
  if (sizeOf(shape) === 0) return decodeHdf5(library, new Uint8Array(0), metadata, shape, where(path));
  const pointer = call(path, 'memory must suffice', () => library._malloc(bytes));
  if (pointer === 0)
    throw new DataError(`${where(path)}: memory must suffice for ${bytes} bytes, got none; read slices`);
  try {
    if (direct && bytes >= DIRECT) {
      const own = new Uint8Array(bytes);
      const all = call(path, 'the data must be readable', () =>
        readPast(pointer, own, () => read(BigInt(pointer))),
      );
      if (all) return decodeHdf5(library, own, metadata, shape, where(path));
    }
    library.HEAPU8.fill(0, pointer, pointer + bytes);
    const status = call(path, 'the data must be readable', () => read(BigInt(pointer)));
    if (status < 0) throw failed(where(path), 'the data must be readable');
    const value = decodeHdf5(
      library,
      library.HEAPU8.slice(pointer, pointer + bytes),
      metadata,
      shape,
      where(path),
    );
    if (hasLists(metadata)) call(path, 'memory must be given back', () => reclaim(BigInt(pointer)));
    return value;
  } finally {
    if (!isLost(library)) library._free(pointer);
  }
}

const hasLists = (type: LibraryMetadata | NonNullable<LibraryMetadata['array_type']>): boolean =>
  type.vlen ||
  type.vlen_type !== undefined ||
  [type.array_type, ...(type.compound_type?.members ?? [])].some(
    (each) => each !== undefined && hasLists(each),
  );

function pathOf({ library, id, where, call }: Opened, { address }: Hdf5Reference, holder?: string): string {
  const target =
    address.length === 8
      ? `to byte ${new DataView(address.slice().buffer).getBigUint64(0, true)}`
      : `of ${address.length} bytes`; // to a region of a dataset, or of no kind that there is
  const reference = `${holder === undefined ? '' : `${holder}: `}reference ${target}`;
  const who = where(reference);
  if (address.length !== 8 || address.every((byte) => byte === 0)) {
    throw new DataError(`${who}: a reference must point at an object, got [${[...address]}]`);
  }
  const path = call(reference, 'a reference must point at an object', () =>
    library.get_referenced_name(id, address, true),
  );
  if (!path) throw failed(who, 'a reference must point at an object', 'one without a path');
  return path;
}
