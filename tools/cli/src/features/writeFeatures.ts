import { createReadStream, createWriteStream, constants } from 'node:fs';
import { copyFile, mkdir, rename, rm, stat } from 'node:fs/promises';
import { once } from 'node:events';
import { join } from 'node:path';
import { writeFileAtomic, EnvironmentError } from '@goal-driven/core';
import { Zip, ZipPassThrough } from 'fflate';
import type { FeatureFiles } from './FeatureFiles';

/** An archive beyond this has other headers, which not all readers know. */
const MAX_ARCHIVE = 2 ** 32 - 2 ** 20;

/**
 * Writes layers where they were asked for: `FILE.npz` with an array for each, or else a folder of NPY files. What the
 * arrays are goes beside them as JSON. Streamed: memory does not grow with the layers.
 *
 * @throws EnvironmentError for an archive that would pass 4 GiB
 */
export async function writeFeatures(
  out: string,
  {
    files,
    layers,
    about,
  }: { readonly files: FeatureFiles; readonly layers: readonly string[]; readonly about: object },
): Promise<void> {
  const text = `${JSON.stringify(about, undefined, 2)}\n`;
  if (!out.endsWith('.npz')) {
    await mkdir(out, { recursive: true });
    for (const layer of layers) {
      const place = join(out, `${encodeURIComponent(layer)}.npy`);
      await copyFile(files.path(layer), `${place}.part`, constants.COPYFILE_FICLONE);
      await rename(`${place}.part`, place);
    }
    return writeFileAtomic(join(out, 'features.json'), text);
  }
  let bytes = 0;
  for (const layer of layers) bytes += (await stat(files.path(layer))).size;
  if (bytes > MAX_ARCHIVE)
    throw new EnvironmentError(
      `features: ${out} must be at most ${MAX_ARCHIVE} bytes, got ${bytes}. Choose a folder with --out, or --float16`,
    );
  await writeArchive(`${out}.part`, { files, layers });
  await rename(`${out}.part`, out);
  writeFileAtomic(`${out}.json`, text);
}

async function writeArchive(
  path: string,
  { files, layers }: { readonly files: FeatureFiles; readonly layers: readonly string[] },
): Promise<void> {
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
