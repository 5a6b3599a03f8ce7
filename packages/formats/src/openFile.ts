import { open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { EnvironmentError } from '@goal-driven/core/arrays';
import type { ByteSource } from './ByteSource';

/** A file on the disk; close it when all was read. */
export type OpenFile = ByteSource & { close(): Promise<void> };

/**
 * Opens a file for reading in parts.
 *
 * @throws EnvironmentError when there is no such file, or it cannot be read
 */
export async function openFile(path: string): Promise<OpenFile> {
  const failed = (error: unknown) =>
    new EnvironmentError(`openFile: ${path} must be a readable file, got ${(error as Error).message}`);
  const file = await open(path, 'r').catch((error: unknown) => {
    throw failed(error);
  });
  const status = await file.stat();
  if (!status.isFile()) {
    await file.close();
    throw failed(new Error('something else, such as a folder'));
  }
  return {
    size: status.size,
    crc32,
    async read(offset, length) {
      const bytes = new Uint8Array(length);
      let filled = 0;
      while (filled < length) {
        const { bytesRead } = await file
          .read(bytes, filled, Math.min(length - filled, 2 ** 30), offset + filled)
          .catch((error: unknown) => {
            throw failed(error);
          });
        if (bytesRead === 0) break; // shorter than it was when it was opened
        filled += bytesRead;
      }
      return bytes.subarray(0, filled);
    },
    close: () => file.close(),
  };
}
