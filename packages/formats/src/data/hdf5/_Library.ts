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
    /** An error that a call of the system gives to the library. */
    readonly ErrnoError: new (number: number) => Error;
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
