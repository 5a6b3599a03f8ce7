import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EnvironmentError } from '@goal-driven/core/arrays';
import golden from '../../../goldens/hdf5.json';
import { openHdf5 } from './openHdf5';
import { syncFile } from './syncFile';

describe('syncFile', () => {
  it('lets HDF5 read a file of the disk in parts, and no other file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hdf5-'));
    const path = join(folder, 'a.h5');
    writeFileSync(path, Buffer.from(golden.everything, 'base64'));
    const disk = syncFile(path);
    let read = 0;
    const counted = {
      size: disk.size,
      readSync: (offset: number, target: Uint8Array) => {
        read += target.length;
        return disk.readSync(offset, target);
      },
    };
    const file = await openHdf5(counted);
    expect(
      file.read('/session/chunked', [
        [0, 1],
        [0, 2],
      ]),
    ).toMatchObject({ values: Float64Array.of(0, 1) });
    expect(read).toBeLessThan(disk.size);
    file.close();
    disk.close();
    rmSync(folder, { recursive: true });
    expect(() => syncFile(path)).toThrow(EnvironmentError);
  });
});
