import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { bundleProgram } from '../../../specs.shared.ts';

const folder = mkdtempSync(join(tmpdir(), 'memory-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What a run of any code takes now and then: pieces that wait to be collected, code that was compiled anew. */
const NOISE = 32 * 2 ** 20;
it.skipIf(process.platform !== 'linux')(
  'hostile files take no memory beyond four times their own, whoever reads them',
  async () => {
    const program = join(folder, 'program.mjs');
    await bundleProgram(
      import.meta.url,
      fileURLToPath(new URL('memory.fixture.ts', import.meta.url)),
      program,
    );
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--expose-gc', program], {
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([0, '']);
    const said = JSON.parse(stdout) as { name: string; bytes: number; grown: number; outcomes: string[] }[];
    expect(said).toHaveLength(20);
    for (const { name, bytes, grown, outcomes } of said) {
      expect(grown, name).toBeLessThanOrEqual(4 * bytes + NOISE);
      if (name.startsWith('bomb')) expect(outcomes, name).toEqual(['DataError']);
      else expect(['read', 'DataError'], name).toEqual(expect.arrayContaining(outcomes));
    }
  },
  300_000,
);
