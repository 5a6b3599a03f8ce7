import { rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EnvironmentError } from '@goal-driven/core/arrays';
import { EnvHttpProxyAgent } from 'undici';
import type { DataFile } from './DataEntry';
import type { ChosenData } from './dataEntries';
import { dataFolder } from './dataFolder';
import { downloadFile } from './downloadFile';
import { noteHash } from './knownHashes';
import { unpackArchive } from './unpackArchive';

/** How the files of an entry come. */
export type FetchOptions = {
  /** Where entries have their folders. */
  readonly folder?: string;
  /** Whether to leave the network alone; GOAL_DRIVEN_OFFLINE=1 says so too. */
  readonly offline?: boolean;
  readonly signal?: AbortSignal;
  /** Told of each file and its bytes. */
  readonly onProgress?: (file: string, done: number, total: number | undefined) => void;
};

/**
 * Downloads what is not there of an entry, one file after another, each as `downloadFile` does; through the proxies that
 * HTTP_PROXY, HTTPS_PROXY and NO_PROXY name. What is there is left alone; `verifyData` looks at it. Archives are unpacked
 * once, also those that were placed by hand.
 *
 * @returns the entry's folder, and the files that came
 * @throws EnvironmentError that says what to place where, for data that a program cannot have, and without a network;
 *   and as `downloadFile`; DataError for an archive that is damaged or hostile, as `unpackArchive`
 */
export async function fetchData(
  { entry, files }: ChosenData,
  { folder = dataFolder(), offline = isOffline(), signal, onProgress }: FetchOptions = {},
): Promise<{ readonly folder: string; readonly fetched: readonly string[] }> {
  const own = join(folder, entry.name);
  const absent: DataFile[] = [];
  for (const file of files) {
    if ((await stat(join(own, file.path)).catch(() => undefined)) === undefined) absent.push(file);
  }
  if (absent.length === 0) {
    await unpackAll(own, files);
    return { folder: own, fetched: [] };
  }
  const { base } = entry;
  if (base === undefined)
    throw missing({ entry, files: absent }, own, `${howToHave[entry.access]}: ${entry.page}`);
  if (offline) throw missing({ entry, files: absent }, own, 'the network is switched off');
  const dispatcher = new EnvHttpProxyAgent({ headersTimeout: 60_000, bodyTimeout: 60_000 });
  try {
    for (const file of absent) {
      const path = join(own, file.path);
      const what = { ...file, url: `${base}${file.path}`, path, maxBytes: entry.maxBytes };
      const { sha256 } = await downloadFile(what, {
        dispatcher,
        signal,
        onProgress: onProgress && ((done, total) => onProgress(file.path, done, total)),
      });
      await noteHash(own, file.path, sha256);
      await rm(markOf(path), { force: true });
    }
    await unpackAll(own, files);
  } catch (error) {
    if (!(error instanceof EnvironmentError) || signal?.aborted) throw error;
    throw missing({ entry, files: absent }, own, error.message, error);
  } finally {
    await dispatcher.destroy();
  }
  return { folder: own, fetched: absent.map(({ path }) => path) };
}

/** Says beside an archive that it was unpacked. */
const markOf = (archive: string): string => `${archive}.unpacked`;

async function unpackAll(own: string, files: readonly DataFile[]): Promise<void> {
  for (const { path, unpackTo } of files) {
    const archive = join(own, path);
    if (unpackTo === undefined || (await stat(markOf(archive)).catch(() => undefined)) !== undefined)
      continue;
    const names = await unpackArchive(archive, join(own, unpackTo));
    await writeFile(markOf(archive), `${names.length} files\n`);
  }
}

/** Whether GOAL_DRIVEN_OFFLINE says to leave the network alone. */
export const isOffline = (): boolean => !['', '0', undefined].includes(process.env['GOAL_DRIVEN_OFFLINE']);

const howToHave = {
  open: 'they are downloaded by hand',
  register: 'they are given after registration',
  ask: 'they are to be asked for',
} as const;

function missing(
  { entry, files }: ChosenData,
  folder: string,
  why: string,
  cause?: unknown,
): EnvironmentError {
  const most = 6;
  const lines = files.slice(0, most).map(({ path, bytes, sha256, sha1 }) => {
    const known = [
      ...(bytes === undefined ? [] : [`${bytes} bytes`]),
      ...(sha256 === undefined ? [] : [`sha256 ${sha256}`]),
      ...(sha1 === undefined ? [] : [`sha1 ${sha1}`]),
    ];
    const from = entry.base === undefined ? '' : ` from ${entry.base}${path}`;
    return `  ${path}${known.length > 0 ? ` (${known.join(', ')})` : ''}${from}`;
  });
  const more =
    files.length > most ? [`  and ${files.length - most} more: goal-driven data ls ${entry.name}`] : [];
  const after = entry.after === undefined ? [] : [entry.after];
  return new EnvironmentError(
    [
      `fetchData: ${entry.name} must be in ${folder}, got none: ${why}`,
      'Place there:',
      ...lines,
      ...more,
      ...after,
    ].join('\n'),
    { cause },
  );
}
