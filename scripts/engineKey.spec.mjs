import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { engineVariable, keyOf } from './engineKey.mjs';
import { root } from './setUp.mjs';

/** The keys of the cache for tasks of a package, with this engine and this folder of data. */
function hashes(/** @type {string} */ engine, data = '') {
  const { stdout } = spawnSync(
    join(root, 'node_modules/.bin/turbo'),
    ['run', 'build', 'test', '--filter=@goal-driven/core', '--dry=json'],
    {
      cwd: root,
      encoding: 'utf8',
      env: {
        ...process.env,
        TURBO_TELEMETRY_DISABLED: '1',
        [engineVariable]: engine,
        GOAL_DRIVEN_SHARED: data,
      },
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
  const [without, built, again] = ['none', 'libtorch-1.13.0-cpu-0123', 'none'].map((engine) =>
    hashes(engine),
  );
  expect(built['@goal-driven/core#test']).not.toBe(without['@goal-driven/core#test']);
  expect(again['@goal-driven/core#test']).toBe(without['@goal-driven/core#test']);
  expect(built['@goal-driven/core#build']).toBe(without['@goal-driven/core#build']);
});

it('tests skipped without data are not replayed where there is some, and nothing is built anew for it', () => {
  const [without, given] = ['', '../shared'].map((data) => hashes('none', data));
  expect(given['@goal-driven/core#test']).not.toBe(without['@goal-driven/core#test']);
  expect(given['@goal-driven/core#build']).toBe(without['@goal-driven/core#build']);
});
