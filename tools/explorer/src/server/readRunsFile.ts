import { realpathSync } from 'node:fs';
import { createRunIndex } from './createRunIndex';
import { runsFileOf } from './runsFileOf';

/**
 * The runs below some folders as one file of JSON, which the Results panel takes when it is dropped there.
 *
 * @param note what these runs are, for the reader
 */
export async function readRunsFile(folders: readonly string[], note: string): Promise<string> {
  const index = createRunIndex(
    folders.map((folder) => realpathSync(folder)),
    new AbortController().signal,
  );
  while (!index.complete()) await index.refresh(60_000);
  const sorted = [...index.runs()].sort((a, b) => (a.name < b.name ? -1 : 1));
  return [...runsFileOf(sorted, { note: [note, ...index.notes()].join(' '), complete: true })].join('');
}
