import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EnvironmentError } from '../errors';
import { planeStudy } from '../train/fixtures/planeStudy';
import { readRun } from './readRun';
import { runStudy, type RunOptions } from './runStudy';
import { writeFileAtomic } from './writeFileAtomic';

// The disk that the code under test sees: `left` more bytes, then ENOSPC.
const disk = vi.hoisted(() => ({ left: Infinity, code: 'ENOSPC' }));
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  const charge = (bytes: number) => {
    disk.left -= bytes;
    if (disk.left < 0) throw Object.assign(new Error(`${disk.code}: no more, write`), { code: disk.code });
  };
  return {
    ...fs,
    writeSync: (file: number, bytes: Uint8Array, offset: number) => (
      charge(bytes.length),
      fs.writeSync(file, bytes, offset)
    ),
    appendFileSync: (path: string, content: string) => (
      charge(content.length),
      fs.appendFileSync(path, content)
    ),
  };
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'disk-'));
});
afterEach(() => {
  Object.assign(disk, { left: Infinity, code: 'ENOSPC' });
  rmSync(folder, { recursive: true, force: true });
});
const run = (options: Partial<RunOptions> = {}) =>
  runStudy(planeStudy, { seed: 3, out: join(folder, 'a'), preset: 'quick', resume: 'auto', ...options });

describe('a full disk', () => {
  it('leaves the file that was there, and no scrap beside it', () => {
    const path = join(folder, 'x.json');
    writeFileAtomic(path, 'before');
    disk.left = 3;
    expect(() => writeFileAtomic(path, 'after')).toThrow(EnvironmentError);
    expect(() => writeFileAtomic(path, 'after')).toThrow(
      /the disk must have room left, got a full one.*x\.json, ENOSPC/,
    );
    expect([readdirSync(folder), readFileSync(path, 'utf8')]).toEqual([['x.json'], 'before']);
  });

  it('ends a run with a clear error; once there is room it goes on to the same results', async () => {
    const whole = await run({ out: join(folder, 'whole') });
    const onProgress = ({ done }: { done: number }) => {
      if (done === 6) disk.left = 0;
    };
    await expect(run({ onProgress })).rejects.toThrow(EnvironmentError);
    disk.left = Infinity;
    expect(readRun(join(folder, 'a')).metrics.length).toBeGreaterThanOrEqual(5);
    const again = await run();
    expect(again.scores).toEqual(whole.scores);
    expect(readRun(join(folder, 'a')).metrics).toEqual(readRun(join(folder, 'whole')).metrics);
  });

  it('a folder that must not be written is named', async () => {
    Object.assign(disk, { left: 0, code: 'EACCES' });
    await expect(run()).rejects.toThrow(
      /the folder must be writable, got permission denied.*config\.json, EACCES/,
    );
    await expect(run({ out: '/proc/nothing/here' })).rejects.toThrow(/whose parent refuses it.*ENOENT/);
  });
});
