import { open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { EnvironmentError } from '@goal-driven/core/arrays';
import type { ByteSource } from './ByteSource';

/** A file on the disk; close it when all was read. */
export type OpenFile = ByteSource & { close(): Promise<void> };

/** Bytes that are summed while they are still in the processor's cache. */
const PIECE = 2 ** 20;

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
  /** Fills the target, as far as there is a file; hands over each piece as it comes. */
  const fill = async (
    offset: number,
    target: Uint8Array,
    most: number,
    use?: (piece: Uint8Array) => void,
  ) => {
    let filled = 0;
    while (filled < target.length) {
      const { bytesRead } = await file
        .read(target, filled, Math.min(target.length - filled, most), offset + filled)
        .catch((error: unknown) => {
          throw failed(error);
        });
      if (bytesRead === 0) break; // shorter than it was when it was opened
      use?.(target.subarray(filled, filled + bytesRead));
      filled += bytesRead;
    }
    return target.subarray(0, filled);
  };
  return {
    size: status.size,
    read: (offset, length) => fill(offset, new Uint8Array(length), 2 ** 30),
    async readWithCrc32(offset, length) {
      let sum = 0;
      const bytes = await fill(offset, new Uint8Array(length), PIECE, (piece) => (sum = crc32(piece, sum)));
      return { bytes, sum };
    },
    close: () => file.close(),
  };
}
