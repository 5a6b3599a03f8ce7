import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { siteFolder } from '@goal-driven/explorer';
import { describe, expect, it } from 'vitest';
import { main } from '../main';

/** A command line that goes on until it is told to end, and what it has said so far. */
function begin(...argv: string[]) {
  const heard = { stdout: '', stderr: '' };
  const code = main(argv, {
    stdout: { write: (text) => (heard.stdout += text) },
    stderr: { write: (text) => (heard.stderr += text) },
  });
  return { heard, code };
}

describe.skipIf(!existsSync(join(siteFolder(), 'index.html')))('explore', () => {
  it('serves runs until SIGINT', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'explore-'));
    const { heard, code } = begin('explore', folder, '--json');
    await expect.poll(() => heard.stdout, { timeout: 30_000 }).toMatch(/\n$/);
    const address = new URL((JSON.parse(heard.stdout) as { address: string }).address);
    expect(address.hostname).toBe('127.0.0.1');
    const list = new URL('/runs/index.json', address);
    expect((await fetch(list)).status).toBe(403);
    const headers = { authorization: `Bearer ${address.searchParams.get('token')}` };
    expect(await (await fetch(list, { headers })).json()).toMatchObject({ rows: 0, complete: true });
    process.emit('SIGINT');
    expect(await code).toBe(0);
    await expect(fetch(list)).rejects.toThrow();
    expect(process.listenerCount('SIGINT')).toBe(0);
    await rm(folder, { recursive: true });
  });

  it('refuses a folder that is not there', async () => {
    const { heard, code } = begin('explore', 'no/such');
    expect([await code, heard.stdout]).toEqual([1, '']);
    expect(heard.stderr).toBe('error: explore: must be folders of runs, got no folder no/such\n');
  });
});
