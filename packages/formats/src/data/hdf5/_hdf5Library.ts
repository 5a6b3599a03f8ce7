import { DataError, EnvironmentError } from '@goal-driven/core/arrays';

/** A type as h5wasm describes it. */
export type LibraryType = {
  readonly type: number;
  readonly size: number;
  readonly signed: boolean;
  readonly littleEndian: boolean;
  readonly vlen: boolean;
  readonly cset?: number;
  readonly strpad?: number;
  readonly ref_type?: 'object' | 'region';
  readonly shape?: readonly number[] | null;
  readonly total_size?: number;
  readonly array_type?: LibraryType;
  readonly vlen_type?: LibraryType;
  readonly enum_type?: { readonly type: number; readonly members: { readonly [name: string]: number } };
  readonly compound_type?: {
    readonly members: readonly (LibraryType & { readonly name: string; readonly offset: number })[];
  };
};

/** A dataset or an attribute as h5wasm describes it. */
export type LibraryMetadata = LibraryType & {
  readonly shape: readonly number[] | null;
  readonly maxshape: readonly number[] | null;
  readonly chunks: readonly number[] | null;
  readonly total_size: number;
  readonly virtual_sources?: readonly { readonly file_name: string }[];
};

/** What a dataset or an attribute is made of; the filter with number 1 is gzip. */
export type WriteMetadata = {
  readonly type: number;
  readonly size: number;
  readonly signed: boolean;
  readonly littleEndian: true;
  readonly vlen: boolean;
  readonly cset?: number;
  readonly shape: readonly bigint[];
  readonly maxshape: readonly bigint[];
  readonly chunks: readonly bigint[] | null;
  readonly compression: 0 | 1;
  readonly compression_opts: readonly number[];
  readonly track_order: false;
};

type Stream = { stream_ops: { [operation: string]: unknown } };
type FileNode = Stream & { usedBytes: number };

/** The part of h5wasm's module that is used. */
export type Library = {
  readonly HEAPU8: Uint8Array;
  readonly FS: {
    readonly streams: Stream[];
    createFile(
      parent: string,
      name: string,
      properties: object,
      canRead: boolean,
      canWrite: boolean,
    ): FileNode;
    unlink(path: string): void;
    readFile(path: string): Uint8Array;
  };
  _malloc(bytes: number): number;
  _free(pointer: number): void;
  open(path: string, flags: number, trackOrder: boolean, low: number, high: number): bigint;
  readonly H5F_LIBVER_EARLIEST: number;
  readonly H5F_LIBVER_LATEST: number;
  readonly H5F_ACC_TRUNC: number;
  create_group(file: bigint, path: string, trackOrder: boolean): number;
  create_dataset(file: bigint, path: string, pointer: bigint, metadata: WriteMetadata): number;
  create_vlen_str_dataset(
    file: bigint,
    path: string,
    texts: readonly string[],
    metadata: WriteMetadata,
  ): number;
  create_attribute(
    file: bigint,
    path: string,
    name: string,
    pointer: bigint,
    metadata: WriteMetadata,
  ): number;
  create_vlen_str_attribute(
    file: bigint,
    path: string,
    name: string,
    texts: readonly string[],
    metadata: WriteMetadata,
  ): number;
  close_file(file: bigint): number;
  get_names(file: bigint, path: string, recursive: boolean): string[];
  get_type(file: bigint, path: string): number;
  get_symbolic_link(file: bigint, path: string): string | null;
  get_external_link(file: bigint, path: string): { readonly filename?: string; readonly obj_path?: string };
  get_attribute_names(file: bigint, path: string): string[];
  get_attribute_metadata(file: bigint, path: string, name: string): LibraryMetadata;
  get_attribute_data(file: bigint, path: string, name: string, pointer: bigint): number;
  get_dataset_metadata(file: bigint, path: string): LibraryMetadata;
  get_dataset_filters(file: bigint, path: string): { readonly id: number; readonly name: string }[];
  get_dataset_data(
    file: bigint,
    path: string,
    count: bigint[] | null,
    offset: bigint[] | null,
    strides: bigint[] | null,
    pointer: bigint,
  ): number;
  reclaim_vlen_memory(file: bigint, path: string, attribute: string, pointer: bigint): number;
  reclaim_vlen_memory_count(
    file: bigint,
    path: string,
    attribute: string,
    pointer: bigint,
    count: bigint[],
  ): number;
  create_object_reference(file: bigint, path: string): ArrayLike<number>;
  get_referenced_name(file: bigint, address: Uint8Array, isObject: boolean): string | null;
};

/** A file that is read in parts, at once: what HDF5 asks for cannot wait. */
export type SyncSource = {
  readonly size: number;
  /** Fills the target with the bytes from `offset` on; says how many there were. */
  readSync(offset: number, target: Uint8Array): number;
};

let loading: Promise<Library> | undefined;
let complaints = '';
let broken = '';
let count = 0;

/**
 * The HDF5 library, loaded once. It is h5wasm's build for browsers, also in Node: that one sees no disk, so that a
 * file cannot name another to read.
 *
 * @throws EnvironmentError when it cannot be loaded
 */
export async function hdf5Library(): Promise<Library> {
  loading ??= import('h5wasm').then(
    async ({ ready }) => {
      const library = (await ready) as unknown as Library;
      // HDF5 prints what went wrong; its last lines become our errors' reasons.
      library.FS.streams[2]!.stream_ops = {
        write: (_: unknown, buffer: Int8Array, offset: number, length: number) => {
          const text = new TextDecoder().decode(Uint8Array.from(buffer.subarray(offset, offset + length)));
          complaints = (complaints + text).slice(-8192);
          return length;
        },
      };
      return library;
    },
    (error: unknown) => {
      throw new EnvironmentError(`hdf5: h5wasm must load, got ${(error as Error).message}`);
    },
  );
  return loading;
}

/**
 * Calls the library, whose failures become ours.
 *
 * @param where file and path within it
 * @throws DataError with HDF5's reason; EnvironmentError after the library itself has crashed
 */
export function called<T>(where: string, must: string, call: () => T): T {
  if (broken !== '') {
    throw new EnvironmentError(
      `${where}: the HDF5 library must be whole, got a crash before (${broken}); start anew`,
    );
  }
  complaints = '';
  try {
    return call();
  } catch (error) {
    if (error instanceof DataError) throw error;
    const { name, message } = error as Error;
    if (name === 'RuntimeError') broken = `${where}: ${message}`; // WebAssembly's: memory may be in disorder
    throw failed(where, must, message);
  }
}

/** Calls the library where it tells of a failure by what it prints alone, as when it writes. */
export function calledWithoutComplaint<T>(where: string, must: string, call: () => T): T {
  const result = called(where, must, call);
  if (complaints !== '') throw failed(where, must);
  return result;
}

/** A name for a file of the library's memory that no other has. */
export const freshName = (): string => `${count++}.h5`;

/** The error for a call that failed, with what HDF5 printed last. */
export function failed(where: string, must: string, reason = 'a failure'): DataError {
  const lines = [...complaints.matchAll(/#\d+: \S+ line \d+ in (\w+)\(\): (.*)/g)];
  const deepest = lines.at(-1);
  return new DataError(`${where}: ${must}, got ${deepest ? `${deepest[2]} (${deepest[1]})` : reason}`);
}

/**
 * Opens a file in the library, and hides it from all others.
 *
 * @returns the library's number of the file
 * @throws DataError when it is no HDF5 file
 */
export function openInLibrary(library: Library, source: SyncSource, where: string): bigint {
  const name = freshName();
  const node = library.FS.createFile('/', name, {}, true, false);
  node.usedBytes = source.size;
  node.stream_ops = {
    ...node.stream_ops,
    read: (_: unknown, buffer: Int8Array, offset: number, length: number, position: number) => {
      const bytes = Math.max(0, Math.min(length, source.size - position));
      return source.readSync(position, new Uint8Array(buffer.buffer, buffer.byteOffset + offset, bytes));
    },
    write: () => 0,
  };
  try {
    const file = called(where, 'the file must be HDF5', () =>
      library.open(`/${name}`, 0, false, library.H5F_LIBVER_EARLIEST, library.H5F_LIBVER_LATEST),
    );
    if (file < 0n) throw failed(where, 'the file must be HDF5');
    return file;
  } finally {
    library.FS.unlink(`/${name}`);
  }
}
