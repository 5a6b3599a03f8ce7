import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EnvironmentError } from '@goal-driven/core/arrays';
import { afterAll, describe, expect, it } from 'vitest';
import { byteSource, readRange } from './ByteSource';
import { openFile } from './openFile';

const folder = mkdtempSync(join(tmpdir(), 'goal-driven-formats-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('openFile and readRange', () => {
  it('reads parts, and says of one that is not there where it is', async () => {
    const path = join(folder, 'bytes');
    writeFileSync(path, Uint8Array.of(1, 2, 3, 4, 5));
    const file = await openFile(path);
    expect(file.size).toBe(5);
    expect([...(await readRange(file, 1, 3, 'x'))]).toEqual([2, 3, 4]);
    await expect(readRange(file, 3, 3, 'x')).rejects.toThrow(
      'x: must lie within the 5 bytes of the file, got 3 bytes from byte 3',
    );
    await expect(readRange(file, -1, 3, 'x')).rejects.toThrow('x: a range must be of whole numbers');
    await expect(readRange(file, 0, 2 ** 60, 'x')).rejects.toThrow('x: a range must be of whole numbers');
    truncateSync(path, 2);
    await expect(readRange(file, 1, 3, 'x')).rejects.toThrow('x: must be 3 bytes from byte 1, got 1');
    await file.close();
  });

  it('refuses what is no file', async () => {
    await expect(openFile(join(folder, 'absent'))).rejects.toThrow(EnvironmentError);
    await expect(openFile(folder)).rejects.toThrow(
      'must be a readable file, got something else, such as a folder',
    );
  });

  it('gives bytes at hand as copies that fill their buffers', async () => {
    const bytes = new Uint8Array(8).subarray(2, 6);
    const range = await readRange(byteSource(bytes), 0, 4, 'x');
    range.fill(9);
    expect(range.buffer.byteLength).toBe(4);
    expect([...bytes]).toEqual([0, 0, 0, 0]);
  });
});
