import { resolve } from 'node:path';
import { diskStore, openSearcher, readSweepFile, sweepStatus } from '@goal-driven/sweep/folder';
import { exitCodes } from '../../exitCodes';
import type { Io } from '../../Io';
import { statusText } from './statusText';

/**
 * Says where a sweep is; with `watch` again and again, until it is through. Gives the exit code. Studies and the engine
 * are loaded where a sweep's space is a study's own alone, since a status is to appear at once.
 */
export async function status(
  folder: string,
  { json = false, watch = false }: { json?: boolean; watch?: boolean },
  io: Io,
): Promise<number> {
  const store = diskStore(resolve(folder));
  const file = readSweepFile(store);
  const named = file.space === undefined ? {} : (await import('./openFolder')).named;
  const searcher = openSearcher(file, named);
  for (;;) {
    const now = sweepStatus(store, { file, searcher });
    if (json) io.stdout.write(`${JSON.stringify(now, undefined, watch ? undefined : 2)}\n`);
    else io.stdout.write(watch && io.stdout.isTTY ? `\u001b[H\u001b[J${statusText(now)}` : statusText(now));
    if (!watch || now.state === 'done' || now.state === 'cancelled') return exitCodes.done;
    await new Promise((resolve) => setTimeout(resolve, 2000));
  }
}
