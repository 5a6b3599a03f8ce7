import { DataError } from '@goal-driven/core/arrays';
import { openZarr } from '../data/zarr/openZarr';
import { zarrFolder } from '../data/zarr/zarrFolder';
import type { FileContents, FileEntry } from './FileContents';
import { MAX_TEXT } from './_inspectWeights';

/** A folder must be a hierarchy of Zarr: no other format here is a folder. */
export async function inspectZarr(path: string): Promise<FileContents> {
  const zarr = openZarr(await zarrFolder(path), { name: path });
  const found = await zarr.list();
  if (found.length === 0)
    throw new DataError(
      `inspectFile: ${path} must be a file or a folder of Zarr, got one without zarr.json, .zarray or .zgroup`,
    );
  const entries: FileEntry[] = [];
  for (const entry of found) {
    const attached = Object.entries(await zarr.attributes(entry.path)).map(([name, value]) => [
      name,
      typeof value === 'number' || typeof value === 'boolean'
        ? value
        : (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, MAX_TEXT),
    ]);
    const attributes =
      attached.length > 0
        ? { attributes: Object.fromEntries(attached) as FileEntry['attributes'] & object }
        : {};
    entries.push(
      entry.kind === 'group'
        ? { path: entry.path, kind: 'group', shape: null, dtype: null, ...attributes }
        : { path: entry.path, kind: 'array', shape: entry.shape, dtype: entry.type, ...attributes },
    );
  }
  return { format: 'zarr', entries, notes: [] };
}
