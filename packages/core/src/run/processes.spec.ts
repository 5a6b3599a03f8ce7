import { spawn } from 'node:child_process';
import { hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import { isGone, residentMemory, thisProcess } from './processes';

const claimOf = (more: object = {}) => ({ worker: 'w', time: '', ...thisProcess(), ...more });

describe('a process of this machine', () => {
  it('says who it is', () => {
    expect(thisProcess()).toEqual({
      host: hostname(),
      machine: expect.stringMatching(/^[0-9a-f-]{36} pid:\[\d+\]$/) as string,
      pid: process.pid,
      birth: expect.stringMatching(/^\d+$/) as string,
    });
    expect(thisProcess()).toEqual(thisProcess());
  });

  it('that lives is not gone', () => {
    expect(isGone(claimOf())).toBe(false);
    expect(isGone(claimOf({ birth: '' }))).toBe(false); // of a system that did not say
    expect(isGone(claimOf({ pid: 1, birth: '' }))).toBe(false); // another user's, perhaps
  });

  it('whose number another has by now is gone', () => {
    expect(isGone(claimOf({ birth: String(Number(thisProcess().birth) + 1) }))).toBe(true);
  });

  it('that has ended is gone, and one that is stopped is not', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    const claim = claimOf({ pid: child.pid!, birth: '' });
    child.kill('SIGSTOP');
    expect(isGone(claim)).toBe(false);
    const over = new Promise((resolve) => child.on('exit', resolve));
    child.kill('SIGKILL');
    await over;
    expect(isGone(claim)).toBe(true);
  });

  it('that has ended and was not waited for is gone', async () => {
    // The shell begins a child, says its number and becomes a program that never waits for it.
    // A child that ended before that would be waited for.
    const parent = spawn('sh', ['-c', 'sleep 0.3 & echo $!; exec sleep 60'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const pid = await new Promise<number>((resolve) =>
      parent.stdout.on('data', (data: Buffer) => resolve(Number(data.toString()))),
    );
    try {
      await expect.poll(() => isGone(claimOf({ pid, birth: '' })), { timeout: 10_000 }).toBe(true);
      expect(process.kill(pid, 0)).toBe(true); // its number is still taken
    } finally {
      parent.kill('SIGKILL');
    }
  });
});

describe('a process of another machine', () => {
  it.each([{ host: 'elsewhere' }, { machine: 'another boot' }])('(%j) is never known to be gone', (more) => {
    expect(isGone(claimOf({ birth: '1', pid: 2 ** 22 + 1 }))).toBe(true);
    expect(isGone(claimOf({ birth: '1', pid: 2 ** 22 + 1, ...more }))).toBe(false);
  });
});

describe('resident memory', () => {
  it('is that of the process, in MB', () => {
    const before = residentMemory(process.pid);
    expect(before / (process.memoryUsage.rss() / 1e6)).toBeCloseTo(1, 1);
    const held = Buffer.alloc(100_000_000, 1);
    expect(residentMemory(process.pid) - before).toBeGreaterThan(80);
    expect(held[5]).toBe(1);
  });

  it('of no process is not known', () => {
    expect(residentMemory(2 ** 22 + 1)).toBeNaN();
  });
});
