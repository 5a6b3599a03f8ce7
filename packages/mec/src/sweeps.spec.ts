import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expandSweep, readConfigFile, resolveConfig, Sweep, type Study } from '@goal-driven/core';
import { expect, it } from 'vitest';
import { studies } from './studies';

const folder = fileURLToPath(new URL('../sweeps', import.meta.url));
const read = async (file: string) => Sweep.parse(await readConfigFile(`${folder}/${file}`));
const studiesByName: { readonly [name: string]: Study } = studies;

it.each(readdirSync(folder))('%s is a sweep whose every configuration its study takes', async (file) => {
  const sweep = await read(file);
  const study = studiesByName[sweep.study]!;
  for (const { config, labels } of expandSweep(sweep)) {
    expect(
      () => resolveConfig(study, { preset: sweep.preset, config }),
      JSON.stringify(labels),
    ).not.toThrow();
  }
});

it('the grid of tasks, cells and nonlinearities is whole', async () => {
  const sweep = await read('taskCellActivation.json');
  const runs = expandSweep(sweep);
  expect(runs).toHaveLength(3 * 5 * 4);
  expect(new Set(runs.map(({ config }) => JSON.stringify(config))).size).toBe(60);
  const { config, labels } = runs.at(-1)!;
  expect(labels).toEqual({ task: 'position', cell: 'rnn', activation: 'relu' });
  const resolved = resolveConfig(studies['mec/path-integration'], { preset: sweep.preset, config });
  expect(resolved.network).toMatchObject({ cell: 'rnn', activation: 'relu', units: 64 });
  expect([resolved.task.loss, resolved.training.steps]).toEqual(['position', 600]);
});
