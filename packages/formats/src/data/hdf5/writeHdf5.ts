import { ConfigError, ndArray, sizeOf, type NdArray, type TypedArray } from '@goal-driven/core/arrays';
import { CLASSES } from './_decodeHdf5';
import { called, freshName, hdf5Library, isLost } from './_hdf5Library';
import type { Library, WriteMetadata } from './_Library';

/** Numbers of any type and shape, or a list of texts. */
export type Hdf5Data = NdArray<TypedArray> | readonly string[];

export type Hdf5Content = {
  /** By path, `layer/conv1`; groups are made as they are needed. */
  readonly datasets: { readonly [path: string]: Hdf5Data };
  /** What is attached, by the path of a dataset or a group, `/` for the file: texts, numbers (as float64), lists. */
  readonly attributes?: {
    readonly [path: string]: { readonly [name: string]: string | number | Hdf5Data };
  };
};

/** About the bytes of a chunk, where there is compression. */
const CHUNK = 2 ** 20;
/** HDF5's rank of a dataspace. */
const MAX_AXES = 32;

/**
 * An HDF5 file of arrays, as h5py and MATLAB open it. Elements are stored as they are, little-endian; texts in UTF-8, of
 * any length. All is in memory: what is written, and the file of about that size.
 *
 * HDF5 notes the time in it, so the same content may give other bytes a second later.
 *
 * @param options.compression level of gzip, 0 (none, unless told) to 9, in chunks of about 1 MiB along the first axis
 * @throws ConfigError for paths that are none, stand twice, or lead through a dataset; attributes of nothing; a text with
 *   a zero in it; more than 32 axes
 * @throws ShapeError for values that are not of their shape; DataError where HDF5 fails; EnvironmentError when h5wasm
 *   does not load
 * @source HDF5 file format, version 3.0 (as of HDF5 1.8, which all readers know)
 * @differs from h5py, there is no half precision: h5wasm writes none
 */
export async function writeHdf5(
  { datasets, attributes = {} }: Hdf5Content,
  { compression = 0 }: { readonly compression?: number } = {},
): Promise<Uint8Array<ArrayBuffer>> {
  if (!Number.isInteger(compression) || compression < 0 || compression > 9)
    throw new ConfigError(`writeHdf5: compression must be a level from 0 to 9, got ${compression}`);
  const groups = groupsOf(Object.keys(datasets));
  for (const path of Object.keys(attributes)) {
    if (path !== '/' && !groups.has(path) && !Object.hasOwn(datasets, path))
      throw new ConfigError(
        `writeHdf5: attributes must be of a dataset, a group or "/", got ${JSON.stringify(path)}`,
      );
  }
  const library = await hdf5Library();
  const file = `/${freshName()}`;
  const id = attempt(library, 'the file must be made', () =>
    library.open(file, library.H5F_ACC_TRUNC, false, library.H5F_LIBVER_EARLIEST, library.H5F_LIBVER_LATEST),
  );
  try {
    try {
      for (const path of groups) attempt(library, path, () => library.create_group(id, `/${path}`, false));
      for (const [path, data] of Object.entries(datasets)) {
        const metadata = metadataOf(data, path, compression);
        if (isTexts(data))
          attempt(library, path, () => library.create_vlen_str_dataset(id, `/${path}`, data, metadata));
        else
          withMemory(library, data.values, path, (pointer) =>
            library.create_dataset(id, `/${path}`, pointer, metadata),
          );
      }
      for (const [path, record] of Object.entries(attributes))
        for (const [name, value] of Object.entries(record))
          attach(library, id, { path: path === '/' ? path : `/${path}`, name, value });
    } finally {
      attempt(library, 'the file must close', () => library.close_file(id));
    }
    return new Uint8Array(library.FS.readFile(file));
  } finally {
    library.FS.unlink(file);
  }
}

const isTexts = (data: Hdf5Data): data is readonly string[] => Array.isArray(data);

const attempt = <T>(library: Library, path: string, call: () => T): T =>
  called(library, `writeHdf5: ${path}`, 'must be written', call, { quiet: true });

/** The groups that paths lead through, outer ones first. */
function groupsOf(paths: readonly string[]): ReadonlySet<string> {
  const groups = new Set<string>();
  for (const path of paths) {
    const parts = path.split('/');
    if (parts.some((part) => part === '' || part === '.' || part === '..' || part.includes('\0')))
      throw new ConfigError(
        `writeHdf5: a path must be names with / between them, got ${JSON.stringify(path)}`,
      );
    for (let end = 1; end < parts.length; end++) groups.add(parts.slice(0, end).join('/'));
  }
  const both = paths.find((path) => groups.has(path));
  if (both !== undefined)
    throw new ConfigError(
      `writeHdf5: a path must be a dataset or a group, got ${JSON.stringify(both)} as both`,
    );
  return new Set([...groups].sort((a, b) => a.split('/').length - b.split('/').length));
}

function metadataOf(data: Hdf5Data, path: string, compression: number): WriteMetadata {
  const shape = isTexts(data) ? [data.length] : ndArray(data.values, data.shape).shape;
  if (shape.length > MAX_AXES)
    throw new ConfigError(`writeHdf5: ${path}: must have at most ${MAX_AXES} axes, got ${shape.length}`);
  const sizes = shape.map(BigInt);
  const common = { littleEndian: true, shape: sizes, maxshape: sizes, track_order: false } as const;
  if (isTexts(data)) {
    const zero = data.find((text) => text.includes('\0'));
    if (zero !== undefined)
      throw new ConfigError(
        `writeHdf5: ${path}: a text must have no zero in it, got ${JSON.stringify(zero.slice(0, 50))}`,
      );
    const uncompressed = { chunks: null, compression: 0, compression_opts: [] } as const;
    // Types of text of any length: 4 bytes each, a pointer; 0 stands for ASCII, 1 for UTF-8.
    const cset = data.every(isAscii) ? 0 : 1;
    return { ...common, ...uncompressed, type: CLASSES.string, size: 4, signed: false, vlen: true, cset };
  }
  const { values } = data;
  const float = values instanceof Float32Array || values instanceof Float64Array;
  const packed = compression > 0 && shape.length > 0 && sizeOf(shape) > 0;
  const rowBytes = values.byteLength / (shape[0] ?? 1);
  const rows = Math.min(shape[0] ?? 1, Math.max(1, Math.floor(CHUNK / rowBytes)));
  return {
    ...common,
    type: float ? CLASSES.float : CLASSES.integer,
    size: values.BYTES_PER_ELEMENT,
    signed: !/^(Big)?Uint/.test(values.constructor.name),
    vlen: false,
    chunks: packed ? [BigInt(rows), ...sizes.slice(1)] : null,
    compression: packed ? 1 : 0,
    compression_opts: packed ? [compression] : [],
  };
}

const isAscii = (text: string): boolean => /^[\x01-\x7f]*$/.test(text);

type Attached = { readonly path: string; readonly name: string; readonly value: string | number | Hdf5Data };

function attach(library: Library, id: bigint, { path, name, value }: Attached): void {
  const where = `${path}@${name}`;
  if (name === '' || name.includes('\0'))
    throw new ConfigError(`writeHdf5: ${where}: an attribute must have a name without zeros, got none`);
  const single = typeof value === 'string' || typeof value === 'number';
  const data: Hdf5Data =
    typeof value === 'number'
      ? { values: Float64Array.of(value), shape: [] }
      : typeof value === 'string'
        ? [value]
        : value;
  const metadata = { ...metadataOf(data, where, 0), ...(single && { shape: [], maxshape: [] }) };
  if (isTexts(data))
    attempt(library, where, () => library.create_vlen_str_attribute(id, path, name, data, metadata));
  else
    withMemory(library, data.values, where, (pointer) =>
      library.create_attribute(id, path, name, pointer, metadata),
    );
}

/** Lends the library a copy of values. */
function withMemory(
  library: Library,
  values: TypedArray,
  path: string,
  use: (pointer: bigint) => number,
): void {
  const pointer = attempt(library, path, () => library._malloc(Math.max(1, values.byteLength)));
  if (pointer === 0)
    throw new ConfigError(
      `writeHdf5: ${path}: memory must suffice for ${values.byteLength} bytes, got none; write smaller arrays`,
    );
  try {
    library.HEAPU8.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), pointer);
    attempt(library, path, () => use(BigInt(pointer)));
  } finally {
    if (!isLost(library)) library._free(pointer);
  }
}
