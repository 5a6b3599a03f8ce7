import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EnvironmentError } from '../errors';
import { lockRun } from './lockRun';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const lock = () => join(folder, 'lock');
const write = (holder: object | string) =>
  writeFileSync(lock(), typeof holder === 'string' ? holder : JSON.stringify(holder));

describe('lockRun', () => {
  it('holds against a second taker until given back', () => {
    const unlock = lockRun(folder);
    expect(() => lockRun(folder)).toThrow(EnvironmentError);
    expect(() => lockRun(folder)).toThrow(`got process ${process.pid} on`);
    unlock();
    expect(existsSync(lock())).toBe(false);
    lockRun(folder)();
  });

  it('takes over from a process that is gone, and from a pid that was born again', () => {
    const { pid } = spawnSync(process.execPath, ['-e', '0']);
    write({ pid, host: hostname(), birth: '' });
    lockRun(folder)();
    write({ pid: process.pid, host: hostname(), birth: '1' });
    lockRun(folder)();
  });

  it.runIf(process.platform === 'linux')(
    'takes over from a process that was killed and is not yet buried',
    async () => {
      // The shell's child ends, and the `sleep` that the shell becomes never asks after it: a zombie.
      const parent = spawn('sh', ['-c', 'sleep 0.3 & echo $!; exec sleep 20']);
      const pid = Number(await new Promise((resolve) => parent.stdout.once('data', resolve)));
      try {
        await vi.waitFor(() => expect(readFileSync(`/proc/${pid}/stat`, 'utf8')).toMatch(/\) Z /), 5000);
        write({ pid, host: hostname(), birth: '' });
        lockRun(folder)();
      } finally {
        parent.kill();
      }
    },
  );

  it('believes a lock of another host, and one that it cannot read', () => {
    write({ pid: 1, host: `not-${hostname()}`, birth: '' });
    expect(() => lockRun(folder)).toThrow(/remove the file "lock"/);
    write('');
    expect(() => lockRun(folder)).toThrow(/a process that its lock does not name/);
  });

  it('gives back no lock but its own', () => {
    const unlock = lockRun(folder);
    write({ pid: 1, host: 'other', birth: '' });
    unlock();
    expect(readFileSync(lock(), 'utf8')).toContain('other');
  });
});
