import { DataError } from '@goal-driven/core/arrays';
import { typeName } from './_decodeHdf5';
import type { Calling } from './_hdf5Library';
import type { Library, LibraryMetadata } from './_Library';

/** A dataset before it is read. */
export type Hdf5Dataset = {
  readonly shape: readonly number[] | null;
  /** In words: `float64`, `string`, `{x: int32, y: float32}`. */
  readonly type: string;
  /** Null when the dataset lies in one piece. */
  readonly chunks: readonly number[] | null;
  readonly filters: readonly string[];
};

/** An open file, for the functions that read it. */
export type Opened = {
  readonly library: Library;
  readonly id: bigint;
  readonly maxBytes: number;
  /** File and path for errors; fails when the file is closed, or its library lost. */
  where(path: string): string;
  /** Calls the library; its failures say the path, and what must hold. */
  call<T>(path: string, must: string, call: () => T, how?: Pick<Calling, 'quiet'>): T;
};

const KINDS = ['group', 'dataset', 'type', 'link', 'link'] as const;

/** What stands at a path; a soft link is what it leads to, if that exists. */
export function kindOf(opened: Opened, path: string): 'group' | 'dataset' | 'type' | 'link' | 'nothing' {
  const { library, id, call } = opened;
  if (path === '/') return 'group';
  const type = call(path, 'the object must be readable', () => library.get_type(id, path));
  return KINDS[type] ?? 'nothing';
}

/** Names in a group. */
export function keysOf(opened: Opened, path: string): string[] {
  const { library, id, where, call } = opened;
  if (kindOf(opened, path) !== 'group')
    throw new DataError(`${where(path)}: must be a group, got ${kindOf(opened, path)}`);
  return call(path, 'the group must be readable', () => library.get_names(id, path, false));
}

/**
 * What the library says of a dataset, all of which lies in this file.
 *
 * @throws DataError
 */
export function metadataOf(opened: Opened, path: string): LibraryMetadata {
  const { library, id, where, call } = opened;
  const kind = kindOf(opened, path);
  if (kind !== 'dataset')
    throw new DataError(
      `${where(path)}: must be a dataset, got ${kind === 'nothing' ? 'nothing there' : `a ${kind}`}`,
    );
  // A dataset whose properties do not open has -1 filters by h5wasm, which counts them without a sign, to 2^32.
  const metadata = call(path, 'the dataset must be readable', () => library.get_dataset_metadata(id, path), {
    quiet: true,
  });
  const elsewhere = metadata.virtual_sources?.find(({ file_name }) => file_name !== '.');
  if (elsewhere)
    throw new DataError(
      `${where(path)}: must lie in this file, got a part in ${JSON.stringify(elsewhere.file_name)}`,
    );
  return metadata;
}

/** A dataset without its data. */
export function described(opened: Opened, path: string): Hdf5Dataset {
  const { library, id, call } = opened;
  const metadata = metadataOf(opened, path);
  const filters = call(path, 'filters must be readable', () => library.get_dataset_filters(id, path));
  return {
    shape: metadata.shape,
    type: typeName(metadata),
    chunks: metadata.chunks,
    filters: filters.map((filter) => filter.name || `filter ${filter.id}`),
  };
}

/** Names of what is attached to an object. */
export function attributeNames({ library, id, call }: Opened, path: string): string[] {
  return call(path, 'attributes must be readable', () => library.get_attribute_names(id, path));
}
