import { createHash } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError, ndArray, readNpzFile, type NdArray, type TypedArray } from '@goal-driven/core';
import { openHdf5 } from '@goal-driven/formats';
import { hashFile, syncFile } from '@goal-driven/formats/files';
import { decodeImage, type ByteImage } from '@goal-driven/stimuli';
import { UsageError } from '../UsageError';

/** Pictures in a fixed order, read when they are asked for. */
export type Stimuli = {
  readonly count: number;
  /** Of all their bytes and their order, sha256. */
  readonly hash: string;
  /** Names of files, where they are files. */
  readonly names?: readonly string[];
  /** Pictures `from` up to `to`, each [height, width, 3]. */
  read(from: number, to: number): Promise<ByteImage[]>;
  close(): void;
};

const MAX_IMAGE = { bytes: 2 ** 26, pixels: 2 ** 26 };

/**
 * The pictures that were typed: a folder of JPEG and PNG files, at any depth, in the order of their names with numbers in
 * them as numbers; or an array of bytes [images, height, width, 3], `file.npz:key` or `file.h5:/path`.
 *
 * @throws UsageError for what is none of these; DataError for other arrays, no pictures, or damaged files
 */
export async function openStimuli(typed: string): Promise<Stimuli> {
  if (existsSync(typed) && statSync(typed).isDirectory()) return folderOf(typed);
  const [, path, ending, key] = /^(.*\.(npz|h5|hdf5))(?::(.+))?$/s.exec(typed) ?? [];
  if (path === undefined)
    throw new UsageError(
      `features: --stimuli must be a folder, file.npz:key or file.h5:/path, got ${JSON.stringify(typed)}`,
    );
  return ending === 'npz' ? npzOf(path, key) : hdf5Of(path, key);
}

async function folderOf(folder: string): Promise<Stimuli> {
  const names = filesIn(folder, '').sort(new Intl.Collator('en', { numeric: true }).compare);
  if (names.length === 0) throw new DataError(`features: ${folder} must hold JPEG or PNG files, got none`);
  const hash = createHash('sha256');
  for (const name of names) hash.update(JSON.stringify([name, await hashFile(join(folder, name))]));
  return {
    count: names.length,
    hash: hash.digest('hex'),
    names,
    read: (from, to) =>
      Promise.all(
        names.slice(from, to).map(async (name) => {
          const path = join(folder, name);
          if (statSync(path).size > MAX_IMAGE.bytes)
            throw new DataError(
              `${path}: it must be at most ${MAX_IMAGE.bytes} bytes, got ${statSync(path).size}`,
            );
          return decodeImage(new Uint8Array(await readFile(path)), {
            maxPixels: MAX_IMAGE.pixels,
            name: path,
          });
        }),
      ),
    close: () => undefined,
  };
}

/** Names of pictures in a folder and those in it, hidden ones excepted. */
function filesIn(folder: string, within: string): string[] {
  return readdirSync(join(folder, within), { withFileTypes: true }).flatMap((entry) => {
    const name = within === '' ? entry.name : `${within}/${entry.name}`;
    if (entry.name.startsWith('.')) return [];
    if (entry.isDirectory()) return filesIn(folder, name);
    return /\.(jpe?g|png)$/i.test(entry.name) ? [name] : [];
  });
}

async function npzOf(path: string, key: string | undefined): Promise<Stimuli> {
  const arrays = await readNpzFile(path, { maxBytes: 2 ** 33 });
  const keys = Object.keys(arrays);
  const name = key ?? (keys.length === 1 ? keys[0]! : undefined);
  if (name === undefined || !Object.hasOwn(arrays, name))
    throw new UsageError(`features: --stimuli must name an array of ${path}, one of ${keys.join(', ')}`);
  const { values, shape } = pictures(arrays[name]!, `${path}:${name}`);
  const [count, height, width] = shape;
  const size = height * width * 3;
  return {
    count,
    hash: await keyed(path, name),
    read: async (from, to) =>
      Array.from({ length: Math.min(to, count) - from }, (_, index) =>
        ndArray(values.subarray((from + index) * size, (from + index + 1) * size), [height, width, 3]),
      ),
    close: () => undefined,
  };
}

async function hdf5Of(path: string, key: string | undefined): Promise<Stimuli> {
  if (key === undefined) throw new UsageError(`features: --stimuli must name a dataset, as ${path}:/images`);
  const hash = await keyed(path, key);
  const source = syncFile(path);
  try {
    const file = await openHdf5(source, { name: path });
    const [count, height, width] = shapeOf(file.dataset(key).shape ?? [], `${path}:${key}`);
    return {
      count,
      hash,
      read: async (from, to) => {
        const read = file.read(key, [[from, Math.min(to, count)]]);
        if (read.kind !== 'array')
          throw new DataError(`${path}:${key}: pictures must be bytes, got ${read.kind}`);
        const { values } = pictures(read, `${path}:${key}`);
        const size = height * width * 3;
        return Array.from({ length: read.shape[0]! }, (_, index) =>
          ndArray(values.subarray(index * size, (index + 1) * size), [height, width, 3]),
        );
      },
      close: () => {
        file.close();
        source.close();
      },
    };
  } catch (error) {
    source.close();
    throw error;
  }
}

const keyed = async (path: string, key: string): Promise<string> =>
  createHash('sha256')
    .update(JSON.stringify([await hashFile(path), key]))
    .digest('hex');

type Pictures = { readonly values: Uint8Array; readonly shape: readonly [number, number, number, 3] };

function pictures({ values, shape }: NdArray<TypedArray>, who: string): Pictures {
  if (!(values instanceof Uint8Array))
    throw new DataError(`${who}: pictures must be bytes 0 .. 255, got a ${values.constructor.name}`);
  return { values, shape: shapeOf(shape, who) };
}

function shapeOf(shape: readonly number[], who: string): Pictures['shape'] {
  if (shape.length !== 4 || shape[3] !== 3 || shape.some((axis) => axis < 1))
    throw new DataError(`${who}: pictures must be [images, height, width, 3], got [${shape}]`);
  return shape as unknown as Pictures['shape'];
}
