import { resolve } from 'node:path';
import { diskStore, openSweep, readSweepFile, type Named, type Store, type Sweep } from '@goal-driven/sweep';
import { lookUp } from '../../nearest';
import { experiments, searchSpaces } from '../../registry';

/** How sweeps find studies, claims and search spaces. */
export const named: Named = {
  study: (name) => lookUp('study', name, experiments),
  spaces: (study) => searchSpaces[study] ?? {},
};

/** A sweep's folder, open. */
export type OpenFolder = { readonly root: string; readonly store: Store; readonly sweep: Sweep };

/** Opens the folder of a sweep that was begun. */
export function openFolder(folder: string): OpenFolder {
  const root = resolve(folder);
  const store = diskStore(root);
  return { root, store, sweep: openSweep(readSweepFile(store), named) };
}
