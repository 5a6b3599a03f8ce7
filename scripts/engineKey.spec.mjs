import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { engineVariable, keyOf } from './engineKey.mjs';
import { root } from './setUp.mjs';

/** The keys of the cache for tasks of a package, with this engine. */
function hashes(/** @type {string} */ engine) {
  const { stdout } = spawnSync(
    join(root, 'node_modules/.bin/turbo'),
    ['run', 'build', 'test', '--filter=@goal-driven/core', '--dry=json'],
    {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', [engineVariable]: engine },
    },
  );
  /** @type {{ taskId: string, hash: string }[]} */
  const tasks = JSON.parse(stdout.slice(stdout.indexOf('{'))).tasks;
  return Object.fromEntries(tasks.map(({ taskId, hash }) => [taskId, hash]));
}

it('names a build by its folder, of LibTorch and of the sources', () => {
  expect(keyOf({ addon: join('cache', 'libtorch-1.13.0-cpu-0123', 'torch.node') })).toBe(
    'libtorch-1.13.0-cpu-0123',
  );
  expect(keyOf({ addon: undefined })).toBe('none');
});

it('tests skipped without an engine are not replayed once there is one, and nothing is built anew for it', () => {
  const [without, built, again] = ['none', 'libtorch-1.13.0-cpu-0123', 'none'].map(hashes);
  expect(built['@goal-driven/core#test']).not.toBe(without['@goal-driven/core#test']);
  expect(again['@goal-driven/core#test']).toBe(without['@goal-driven/core#test']);
  expect(built['@goal-driven/core#build']).toBe(without['@goal-driven/core#build']);
});
