import { cpSync, existsSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { runFolderOf } from './trialFiles';

/**
 * The run's folder of an attempt: with a copy of what the newest earlier attempt left, if any, so that its
 * checkpoints are gone on from. A copy, since the process of that attempt may still be alive somewhere and write.
 * Where the copy fails half-way (a checkpoint was removed meanwhile), the attempt begins anew. It has another name until
 * it is whole: what a worker that was killed meanwhile had of it is no attempt to go on from.
 *
 * @param root the sweep's folder
 * @returns the folder, which need not exist
 */
export function prepareRunFolder(root: string, id: string, attempt: number): string {
  const folder = join(root, runFolderOf(id, attempt));
  const earlier = Array.from({ length: attempt - 1 }, (_, index) =>
    join(root, runFolderOf(id, attempt - 1 - index)),
  );
  const left = earlier.find((path) => existsSync(path));
  if (left === undefined) return folder;
  try {
    cpSync(left, copyOf(folder), { recursive: true, filter: (path) => isKept(basename(path)) });
    renameSync(copyOf(folder), folder);
  } catch {
    for (const path of [copyOf(folder), folder]) rmSync(path, { recursive: true, force: true });
  }
  return folder;
}

const copyOf = (folder: string): string => `${folder}.copy`;

/** Not the lock of the other process, nor a file that it is about to rename. */
const isKept = (name: string): boolean => name !== 'lock' && !name.endsWith('.tmp');

/** Removes what earlier attempts left, once a trial is finished. */
export function removeEarlierRuns(root: string, id: string, attempt: number): void {
  for (let earlier = attempt - 1; earlier > 0; earlier--) {
    const folder = join(root, runFolderOf(id, earlier));
    for (const path of [copyOf(folder), folder]) rmSync(path, { recursive: true, force: true });
  }
}
