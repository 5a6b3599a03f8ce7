import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { EnvironmentError } from '../errors';
import { codeOf, diskError } from './diskErrors';
import { isGone, thisProcess } from './processes';

const Holder = z.object({
  pid: z.int().positive(),
  host: z.string(),
  machine: z.string().optional(),
  birth: z.string(),
});
type Holder = z.output<typeof Holder>;

/**
 * Takes a run directory for this process; the returned function gives it back. A lock whose process is
 * gone is taken over. A process of another host cannot be asked and counts as alive.
 *
 * @throws EnvironmentError when a live process holds the directory
 */
export function lockRun(directory: string): () => void {
  const path = join(directory, 'lock');
  const mine = JSON.stringify(thisProcess());
  for (let attempt = 0; attempt < 5; attempt++) {
    try {
      writeFileSync(path, mine, { flag: 'wx' });
      return () => {
        if (readText(path) === mine) rmSync(path, { force: true });
      };
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw diskError('lockRun', path, error);
    }
    const text = readText(path);
    if (text === undefined) continue; // given back just now
    const holder = parseHolder(text);
    if (holder === undefined || !isGone(holder)) throw held(directory, holder);
    breakLock(path, text);
  }
  throw held(directory, undefined);
}

// Renaming lets one of several contenders win. If what was renamed is not the stale lock that was read,
// another process had already broken it and taken its own: that one is put back.
function breakLock(path: string, stale: string): void {
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
    if (readText(aside) !== stale) linkSync(aside, path);
  } catch (error) {
    const code = codeOf(error);
    if (code !== 'ENOENT' && code !== 'EEXIST') throw diskError('lockRun', path, error);
  } finally {
    rmSync(aside, { force: true });
  }
}

function parseHolder(text: string): Holder | undefined {
  try {
    return Holder.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ESRCH') return undefined;
    throw diskError('lockRun', path, error);
  }
}

function held(directory: string, holder: Holder | undefined): EnvironmentError {
  const who =
    holder === undefined
      ? 'a process that its lock does not name'
      : `process ${holder.pid} on ${holder.host}`;
  return new EnvironmentError(
    `run ${directory}: one process at a time may write it, got ${who} at work. ` +
      'If that process is gone, remove the file "lock" in the folder',
  );
}
