import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ChosenData } from './dataEntries';
import { dataFolder } from './dataFolder';
import { hashFile } from './hashFile';
import { knownHashes } from './knownHashes';

/** How a file of an entry stands. */
export type FileState = {
  readonly path: string;
  /**
   * - `verified`: it has the published hash
   * - `unchanged`: no hash is published, it is as it was when it was downloaded
   * - `present`: it is there, and nothing is known to compare it with; so is a folder
   * - `wrong`: it has another size or hash
   * - `partial`: a download was interrupted
   * - `absent`
   */
  readonly state: 'verified' | 'unchanged' | 'present' | 'wrong' | 'partial' | 'absent';
  /** What is wrong. */
  readonly note: string;
};

/**
 * Holds the files of an entry against what is known of them.
 *
 * @param options.hash false to look at sizes alone, which takes no time
 */
export async function verifyData(
  { entry, files }: ChosenData,
  { folder = dataFolder(), hash = true }: { readonly folder?: string; readonly hash?: boolean } = {},
): Promise<FileState[]> {
  const own = join(folder, entry.name);
  const came = await knownHashes(own);
  const states: FileState[] = [];
  for (const { path, bytes, sha256, sha1 } of files) {
    const place = join(own, path);
    const say = (state: FileState['state'], note = '') => states.push({ path, state, note });
    const found = await stat(place).catch(() => undefined);
    if (found === undefined) {
      const part = await stat(`${place}.part`).catch(() => undefined);
      say(
        part === undefined ? 'absent' : 'partial',
        part === undefined ? '' : `${part.size} bytes have come`,
      );
    } else if (!found.isFile()) say('present');
    else if (bytes !== undefined && found.size !== bytes)
      say('wrong', `must have ${bytes} bytes, got ${found.size}`);
    else if (!hash) say('present');
    else {
      const published = sha256 ?? sha1;
      const known = published ?? came.get(path);
      const got = await hashFile(place, sha256 === undefined && sha1 !== undefined ? 'sha1' : 'sha256');
      if (known === undefined) say('present');
      else if (got !== known) say('wrong', `must have the hash ${known}, got ${got}`);
      else say(published === undefined ? 'unchanged' : 'verified');
    }
  }
  return states;
}
