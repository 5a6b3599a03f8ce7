import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { EnvironmentError } from '@goal-driven/core/arrays';
import type { SyncSource } from '../../SyncSource';

/**
 * A file on the disk as what `openHdf5`, `openNwb`, `openNetcdf` and `readMat73` read from, in the parts that they ask for.
 *
 * @throws EnvironmentError when there is no such file, or it cannot be read
 */
export function syncFile(path: string): SyncSource & { close(): void } {
  const attempt = <T>(call: () => T): T => {
    try {
      return call();
    } catch (error) {
      throw new EnvironmentError(
        `syncFile: ${path} must be a readable file, got ${(error as Error).message}`,
      );
    }
  };
  const file = attempt(() => openSync(path, 'r'));
  const { size } = attempt(() => fstatSync(file));
  return {
    size,
    readSync: (offset, target) => {
      let filled = 0;
      while (filled < target.length) {
        const read = attempt(() => readSync(file, target, filled, target.length - filled, offset + filled));
        if (read === 0) break; // shorter than it was when it was opened
        filled += read;
      }
      return filled;
    },
    close: () => closeSync(file),
  };
}
