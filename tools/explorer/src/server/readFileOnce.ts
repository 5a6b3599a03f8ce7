import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { DataError } from '@goal-driven/core/arrays';

// Neither follows a link nor waits for the other end of a pipe; Windows has neither flag.
const FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/**
 * The bytes of a regular file that is no link, and what they are called in errors.
 *
 * @throws DataError for anything else, and for a file of more than `most` bytes, of which nothing is read
 */
export function readFileOnce(path: string, who: string, most: number): Buffer {
  let file: number;
  try {
    file = openSync(path, FLAGS);
  } catch (error) {
    throw new DataError(`${who}: must be a readable file, got ${(error as NodeJS.ErrnoException).code}`, {
      cause: error,
    });
  }
  try {
    const status = fstatSync(file);
    if (!status.isFile()) throw new DataError(`${who}: must be a regular file, got something else`);
    if (status.size > most) throw new DataError(`${who}: must be at most ${most} bytes, got ${status.size}`);
    const bytes = Buffer.allocUnsafe(status.size);
    let read = 0;
    while (read < bytes.length) {
      const got = readSync(file, bytes, read, bytes.length - read, read);
      if (got === 0) break; // it was cut short meanwhile
      read += got;
    }
    return bytes.subarray(0, read);
  } finally {
    closeSync(file);
  }
}
