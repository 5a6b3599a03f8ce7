import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readConfigFile, resolveConfig } from '@goal-driven/core';
import { createState, describeTrial, openSweep, plan, SweepFile } from '@goal-driven/sweep';
import { expect, it } from 'vitest';
import { studies } from './studies';

const folder = fileURLToPath(new URL('../sweeps', import.meta.url));
const read = async (file: string) => {
  const parsed = SweepFile.parse(await readConfigFile(`${folder}/${file}`));
  return openSweep(parsed, { study: (name) => studies[name as keyof typeof studies] });
};
const trialsOf = (sweep: Awaited<ReturnType<typeof read>>) => {
  const state = createState();
  plan(sweep, state);
  return [...state.trials.values()];
};

it.each(readdirSync(folder))(
  '%s is a sweep whose every configuration its study takes, none twice',
  async (file) => {
    const sweep = await read(file);
    expect(trialsOf(sweep)).toHaveLength(sweep.searcher.count * sweep.file.seeds.length);
  },
);

it.each([
  ['taskCellActivationSmall.json', 2 * 5 * 4, 500],
  ['taskCellActivation.json', 3 * 5 * 4, 600],
  ['taskCellActivationFull.json', 3 * 5 * 4, 100_000],
])('%s is the grid of tasks, cells and nonlinearities, whole', async (file, count, steps) => {
  const sweep = await read(file);
  const trials = trialsOf(sweep);
  expect(trials).toHaveLength(count);
  const { point, seed } = trials.at(-1)!;
  expect(point).toEqual({ task: 'position', cell: 'rnn', activation: 'relu' });
  const { config } = describeTrial(sweep.study, sweep, { point, seed });
  const resolved = resolveConfig(studies['mec/path-integration'], { preset: sweep.file.preset, config });
  expect(resolved.network).toMatchObject({ cell: 'rnn', activation: 'relu' });
  expect([resolved.task.loss, resolved.training.steps]).toEqual(['position', steps]);
});
