import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { DataError, EnvironmentError } from '@goal-driven/core/arrays';
import { openFile } from '../openFile';
import { readZipEntry } from '../zip/readZipEntry';
import { zipDirectory } from '../zip/zipDirectory';
import { tarEntries } from './_tarEntries';

export type UnpackOptions = {
  /** Bound on the bytes of all files together; 20 times the archive and a megabyte, unless told. */
  readonly maxBytes?: number;
  /** Bound on the number of files; 5 million unless told. */
  readonly maxFiles?: number;
};

type Unpacked = { readonly name: string; readonly size: number; pieces(): AsyncIterable<Uint8Array> };

/** Whether a name is that of an archive that can be unpacked. */
export const isArchive = (path: string): boolean => /\.(zip|tar|tar\.gz|tgz)$/.test(path);

/**
 * Unpacks a zip, tar or tar.gz archive into a folder, which has all of its files or none of them: they are written beside
 * it first. What stood in the folder under the same names is replaced. Files alone are unpacked, with no rights or owners
 * of the archive's.
 *
 * @throws DataError for a damaged archive, names that leave the folder or stand twice, links and devices, and more than
 *   the bounds; EnvironmentError where the disk fails
 */
export async function unpackArchive(
  path: string,
  folder: string,
  { maxBytes, maxFiles = 5_000_000 }: UnpackOptions = {},
): Promise<readonly string[]> {
  const making = `${folder.replace(/\/+$/, '')}.${process.pid}.unpacking`;
  try {
    const most = maxBytes ?? 20 * (await stat(path)).size + 2 ** 20;
    await mkdir(making, { recursive: true });
    const names = new Set<string>();
    let bytes = 0;
    for await (const { name, size, pieces } of filesOf(path)) {
      bytes += size;
      if (bytes > most)
        throw new DataError(
          `${path}: ${JSON.stringify(name)}: files must have at most ${most} bytes together, got more`,
        );
      if (names.size === maxFiles)
        throw new DataError(`${path}: an archive must have at most ${maxFiles} files, got more`);
      if (names.has(name))
        throw new DataError(`${path}: names must differ, got ${JSON.stringify(name)} twice`);
      names.add(name);
      await mkdir(dirname(join(making, name)), { recursive: true });
      await pipeline(pieces(), createWriteStream(join(making, name), { flags: 'wx' }));
    }
    await mkdir(folder, { recursive: true });
    for (const top of await readdir(making)) {
      await rm(join(folder, top), { recursive: true, force: true });
      await rename(join(making, top), join(folder, top));
    }
    return [...names];
  } catch (error) {
    if (error instanceof DataError || error instanceof EnvironmentError) throw error;
    throw new EnvironmentError(
      `unpackArchive: ${path} must be unpacked into ${folder}, got ${(error as Error).message}`,
    );
  } finally {
    await rm(making, { recursive: true, force: true });
  }
}

async function* filesOf(path: string): AsyncGenerator<Unpacked, void> {
  if (!path.endsWith('.zip')) {
    const file = createReadStream(path, { highWaterMark: 2 ** 20 });
    yield* path.endsWith('.tar') ? tarEntries(file, path) : tarEntries(inflated(path, file), path);
    return;
  }
  const source = await openFile(path);
  try {
    for (const record of (await zipDirectory(source, path)).values()) {
      if (record.name.endsWith('/')) continue;
      const bytes = await readZipEntry(source, record, path);
      yield { name: record.name, size: bytes.length, pieces: () => once(bytes) };
    }
  } finally {
    await source.close();
  }
}

async function* once(bytes: Uint8Array) {
  yield bytes;
}

async function* inflated(path: string, file: NodeJS.ReadableStream): AsyncGenerator<Uint8Array, void> {
  const gunzip = createGunzip();
  file.on('error', (error: Error) => gunzip.destroy(error));
  try {
    yield* file.pipe(gunzip);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code?.startsWith('Z_') === true)
      throw new DataError(
        `${path}: the archive must be whole gzip, got one that fails: ${(error as Error).message}`,
      );
    throw error;
  }
}
