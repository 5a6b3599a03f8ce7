import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runLocal, type LocalOptions } from './runLocal';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'local-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A worker that leaves a file named by its process in the folder, then does as told. */
async function run(script: string, more: Partial<LocalOptions> = {}) {
  const said: string[] = [];
  const born = `const fs = require('node:fs');
    const mine = process.argv[1] + '/' + process.pid;
    fs.writeFileSync(mine, process.env.OMP_NUM_THREADS);
    const place = fs.readdirSync(process.argv[1]).length;`;
  const end = await runLocal({
    workers: 1,
    command: [process.execPath, '-e', `${born}\n${script}`, folder],
    signal: new AbortController().signal,
    isUnfinished: () => true,
    say: (message) => said.push(message),
    ...more,
  });
  return { ...end, said };
}

const born = () => readdirSync(folder).length;
const threads = () => readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));

describe('a worker on this machine', () => {
  it('that ends in order is not replaced', async () => {
    expect(await run('', { workers: 2 })).toEqual({ codes: [0, 0], replaced: 0, said: [] });
    expect(born()).toBe(2);
  });

  it('that was told to stop, and says so by 75, is not replaced', async () => {
    expect(await run('process.exitCode = 75;')).toEqual({ codes: [75], replaced: 0, said: [] });
    expect(born()).toBe(1);
  });

  it('that dies is replaced by another', async () => {
    const { codes, replaced, said } = await run(
      `if (place === 1) process.exit(3);
       if (place === 2) process.kill(process.pid, 'SIGKILL');`,
    );
    expect(codes).toEqual([3, null, 0]);
    expect(replaced).toBe(2);
    expect(said).toEqual([
      'a worker ended by exit code 3; another takes its place',
      'a worker ended by SIGKILL; another takes its place',
    ]);
    expect(born()).toBe(3);
  });

  it('that dies when all is done is not replaced', async () => {
    const end = await run('process.exit(3);', { isUnfinished: () => false });
    expect(end).toEqual({ codes: [3], replaced: 0, said: [] });
  });

  it('is replaced no more once five in a row have died at birth', async () => {
    const { codes, replaced, said } = await run('process.exit(9);');
    expect(codes).toEqual([9, 9, 9, 9, 9]);
    expect(replaced).toBe(4);
    expect(said).toHaveLength(6);
    expect(said[5]).toBe('5 workers in a row died at birth; none takes their place');
  });

  it('that lived for a second before it died is not one that died at birth', async () => {
    const { codes } = await run('setTimeout(() => process.exit(9), place === 3 ? 1200 : 0);');
    expect(codes).toHaveLength(8);
  });

  it('is told to stop by SIGTERM, and waited for', async () => {
    const controller = new AbortController();
    const running = run(
      `process.on('SIGTERM', () => setTimeout(() => { fs.writeFileSync(mine, 'kept'); process.exit(1); }, 50));
       setInterval(() => {}, 1000);
       fs.writeFileSync(mine, 'ready');`,
      { workers: 2, signal: controller.signal },
    );
    while (threads().filter((text) => text === 'ready').length < 2)
      await new Promise((resolve) => setTimeout(resolve, 20));
    controller.abort();
    expect(await running).toEqual({ codes: [1, 1], replaced: 0, said: [] });
    expect(threads()).toEqual(['kept', 'kept']);
  });

  it('is not started after the word to stop', async () => {
    const end = await run('', { workers: 2, signal: AbortSignal.abort() });
    expect(end).toEqual({ codes: [75, 75], replaced: 0, said: [] });
    expect(born()).toBe(0);
  });

  it('has its share of the cores, one at the least, or what it was given', async () => {
    await run('', { workers: 1 });
    expect(threads()).toEqual([String(availableParallelism())]);
    rmSync(join(folder, readdirSync(folder)[0]!));
    await run('', { threads: 7 });
    expect(threads()).toEqual(['7']);
    rmSync(join(folder, readdirSync(folder)[0]!));
    await run('', { workers: 2, threads: undefined });
    expect(threads()).toEqual(Array(2).fill(String(Math.max(1, Math.floor(availableParallelism() / 2)))));
  });

  it('learns from its channel that this process is gone, and hears nothing on its input', async () => {
    const { codes } = await run(
      'process.exit(process.connected && fs.readFileSync(0).length === 0 ? 0 : 1);',
    );
    expect(codes).toEqual([0]);
  });

  it('whose program is not there is an error', async () => {
    const missing = join(folder, 'no-such-program');
    expect(existsSync(missing)).toBe(false);
    await expect(run('', { command: [missing] })).rejects.toThrow(/ENOENT/);
  });
});
