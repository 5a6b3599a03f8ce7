import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { DataError, EnvironmentError } from '@goal-driven/core/arrays';

/**
 * The bytes of a regular file of at most `maxBytes`.
 *
 * @throws DataError for another kind of file or a longer one, EnvironmentError where it cannot be read
 */
export function readBoundedFile(path: string, maxBytes: number): Uint8Array {
  return onFile(path, () => {
    const file = openSync(path, 'r');
    try {
      const status = fstatSync(file);
      if (!status.isFile()) throw new DataError(`${path}: it must be a regular file, got something else`);
      if (status.size > maxBytes)
        throw new DataError(`${path}: the file must be at most ${maxBytes} bytes, got ${status.size}`);
      return readFileSync(file);
    } finally {
      closeSync(file);
    }
  });
}

/** What `f` returns; a failure of the disk becomes an EnvironmentError that names `path`. */
export function onFile<T>(path: string, f: () => T): T {
  try {
    return f();
  } catch (error) {
    if (error instanceof DataError) throw error;
    throw new EnvironmentError(`${path}: it must be readable, got: ${(error as Error).message}`);
  }
}
