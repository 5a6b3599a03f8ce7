import { open } from 'node:fs/promises';
import { DataError, EnvironmentError } from './errors';
import type { NdArray, TypedArray } from './NdArray';
import { readNpz } from './npz';

/**
 * Reads an NPZ file from disk, as `readNpz`. Only in Node. Any shape will do.
 *
 * @param maxBytes bound on the file, and on the bytes of all its arrays; 2^30 unless told
 * @throws EnvironmentError when the file cannot be read, DataError when it is not what it must be
 */
export async function readNpzFile(
  path: string,
  { maxBytes = 2 ** 30 }: { readonly maxBytes?: number } = {},
): Promise<Record<string, NdArray<TypedArray>>> {
  return readNpz(await readBounded(path, maxBytes), { name: path, maxBytes });
}

/** The bytes of a regular file of at most `maxBytes`. */
export async function readBounded(path: string, maxBytes: number): Promise<Uint8Array> {
  try {
    const file = await open(path, 'r');
    try {
      const status = await file.stat();
      if (!status.isFile()) throw new DataError(`${path}: it must be a regular file, got something else`);
      if (status.size > maxBytes) {
        throw new DataError(`${path}: the file must be at most ${maxBytes} bytes, got ${status.size}`);
      }
      return new Uint8Array(await file.readFile());
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof DataError) throw error;
    throw new EnvironmentError(`${path}: the file must be readable, got: ${(error as Error).message}`);
  }
}
