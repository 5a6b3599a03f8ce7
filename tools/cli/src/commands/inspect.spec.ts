import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ndArray, writeNpz, writeSafetensors } from '@goal-driven/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../main';

async function say(...argv: string[]) {
  const heard = { stdout: '', stderr: '' };
  const code = await main(argv, {
    stdout: { write: (text) => (heard.stdout += text) },
    stderr: { write: (text) => (heard.stderr += text) },
  });
  return { code, ...heard };
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inspect-'));
});
afterAll(() => rm(folder, { recursive: true }));
const given = async (name: string, bytes: Uint8Array | string) => {
  await writeFile(join(folder, name), bytes);
  return join(folder, name);
};
const arrays = { 'cell/kernel': ndArray(new Float32Array(6), [2, 3]), steps: ndArray(Int32Array.of(1), []) };

describe('inspect', () => {
  it('lists arrays with shapes and types, whatever the name of the file', async () => {
    const { code, stdout, stderr } = await say('inspect', await given('model.dat', writeSafetensors(arrays)));
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^safetensors, 2 entries\n/);
    expect(stdout).toMatch(/^cell\/kernel +array +\[2,3\] +F32$/m);
    expect(stdout).toMatch(/^steps +array +\[\] +I32$/m);
  });

  it('as JSON gives what it found', async () => {
    const path = await given('a.npz', writeNpz({ x: arrays['cell/kernel'] }, { compress: true }));
    const { stdout } = await say('inspect', path, '--json');
    expect(JSON.parse(stdout)).toMatchObject({ format: 'npz', entries: [{ kind: 'array', shape: [2, 3] }] });
  });

  it('shows no character that a terminal obeys', async () => {
    const { stdout } = await say(
      'inspect',
      await given('b', writeSafetensors({ 'a\u001b[31mb': arrays.steps })),
    );
    expect(stdout).toContain('a\ufffd[31mb');
    expect(stdout).not.toContain('\u001b');
  });

  it('says what is wrong with a damaged or absent file, in one line, with code 2', async () => {
    const damaged = await say('inspect', await given('c', writeSafetensors(arrays).subarray(0, 150)));
    expect([damaged.code, damaged.stdout]).toEqual([2, '']);
    expect(damaged.stderr).toMatch(/^error: .*\n$/);
    const absent = await say('inspect', join(folder, 'absent'));
    expect(absent.code).toBe(2);
    expect(absent.stderr).toMatch(/^error: .*absent.*\n$/);
  });
});
