import { createReadStream, createWriteStream, constants } from 'node:fs';
import { copyFile, mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { once } from 'node:events';
import { join } from 'node:path';
import { EnvironmentError, readNpy, writeFileAtomic, type NdArray, type TypedArray } from '@goal-driven/core';
import { writeHdf5 } from '@goal-driven/formats';
import { Zip, ZipPassThrough } from 'fflate';
import type { FeatureFiles } from './FeatureFiles';

/**
 * What a file may hold, bytes: an archive beyond has other headers, which not all readers know; HDF5 is written in memory.
 * Folders have no bound.
 */
const MOST = { npz: 2 ** 32 - 2 ** 20, hdf5: 2 ** 30, folder: Infinity } as const;

type Kind = keyof typeof MOST;

const kindOf = (out: string): Kind => {
  if (out.endsWith('.npz')) return 'npz';
  return /\.(h5|hdf5)$/.test(out) ? 'hdf5' : 'folder';
};

/**
 * Refuses layers that cannot be written where they are asked for.
 *
 * @throws EnvironmentError for more bytes than such a file may hold, and half precision in HDF5
 */
export function requireRoom(
  out: string,
  { bytes, precision }: { readonly bytes: number; readonly precision: 'float32' | 'float16' },
): void {
  const kind = kindOf(out);
  if (bytes > MOST[kind])
    throw new EnvironmentError(
      `features: ${out} must be at most ${MOST[kind]} bytes, got ${bytes}. Name a folder with --out, fewer layers, or one step of them`,
    );
  if (kind === 'hdf5' && precision === 'float16')
    throw new EnvironmentError(
      `features: ${out} must be in single precision, which is what our HDF5 writer has, got float16. Name .npz or a folder with --out`,
    );
}

/**
 * Writes layers where they were asked for: `FILE.npz` or `FILE.h5` with an array for each, or else a folder of NPY files,
 * streamed but for HDF5. What the arrays are goes beside them as JSON, and into HDF5 as an attribute too.
 *
 * @throws EnvironmentError as `requireRoom`
 */
export async function writeFeatures(
  out: string,
  {
    files,
    layers,
    about,
  }: {
    readonly files: FeatureFiles;
    readonly layers: readonly string[];
    readonly about: { readonly precision: 'float32' | 'float16'; readonly [fact: string]: unknown };
  },
): Promise<void> {
  const text = `${JSON.stringify(about, undefined, 2)}\n`;
  let bytes = 0;
  for (const layer of layers) bytes += (await stat(files.path(layer))).size;
  requireRoom(out, { bytes, precision: about.precision });
  switch (kindOf(out)) {
    case 'folder':
      await copyFiles(out, { files, layers });
      return writeFileAtomic(join(out, 'features.json'), text);
    case 'npz':
      await writeArchive(`${out}.part`, { files, layers });
      await rename(`${out}.part`, out);
      break;
    case 'hdf5': {
      const datasets: { [path: string]: NdArray<TypedArray> } = {};
      for (const layer of layers) datasets[layer] = readNpy(await readFile(files.path(layer)), layer);
      writeFileAtomic(out, await writeHdf5({ datasets, attributes: { '/': { features: text } } }));
    }
  }
  writeFileAtomic(`${out}.json`, text);
}

type Layers = { readonly files: FeatureFiles; readonly layers: readonly string[] };

async function copyFiles(out: string, { files, layers }: Layers): Promise<void> {
  await mkdir(out, { recursive: true });
  for (const layer of layers) {
    const place = join(out, `${encodeURIComponent(layer)}.npy`);
    await copyFile(files.path(layer), `${place}.part`, constants.COPYFILE_FICLONE);
    await rename(`${place}.part`, place);
  }
}

async function writeArchive(path: string, { files, layers }: Layers): Promise<void> {
  const sink = createWriteStream(path);
  try {
    let failed: Error | undefined;
    const zip = new Zip((error, chunk) => {
      if (error) failed = error;
      else sink.write(chunk);
    });
    for (const layer of layers) {
      const entry = new ZipPassThrough(`${layer}.npy`);
      entry.mtime = new Date(1980, 0, 1); // the same layers give the same bytes
      zip.add(entry);
      for await (const chunk of createReadStream(files.path(layer), { highWaterMark: 2 ** 20 })) {
        entry.push(chunk as Uint8Array);
        if (sink.writableNeedDrain) await once(sink, 'drain');
      }
      entry.push(new Uint8Array(0), true);
    }
    zip.end();
    if (failed !== undefined) throw failed;
    sink.end();
    await once(sink, 'finish');
  } catch (error) {
    sink.destroy();
    await rm(path, { force: true });
    throw error;
  }
}
