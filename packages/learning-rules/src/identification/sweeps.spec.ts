import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runStudy } from '@goal-driven/core';
import {
  beginSweep,
  createState,
  describeTrial,
  diskStore,
  openSweep,
  plan,
  runFolderOf,
  runWorker,
  SweepFile,
  systemClock,
} from '@goal-driven/sweep';
import { afterEach, expect, it } from 'vitest';
import { studies } from '../studies';
import { collectTrajectories } from './collectTrajectories';

let folder: string | undefined;
afterEach(() => {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
});

const open = (file: object) =>
  openSweep(SweepFile.parse(file), { study: () => studies['learning-rules/trajectory'] as never }); // the table's widest type
const sweeps = new URL('../../sweeps/', import.meta.url);

it.each([
  // rules, tasks, networks, batch sizes, starts
  ['identificationSmall.json', 4 * 2 * 3 * 3 * 2],
  ['identificationFull.json', 4 * 3 * 6 * 3 * 2 * 2],
])('the sweep %s has as many trials as its grid', (name, trials) => {
  expect(readdirSync(sweeps)).toContain(name);
  const sweep = open(JSON.parse(readFileSync(new URL(name, sweeps), 'utf8')) as object);
  const state = createState();
  plan(sweep, state); // refuses what the study's schema refuses
  expect(state.trials.size).toBe(trials);
});

it('a sweep that has run is a data set, in the order of its suggestions', async () => {
  folder = mkdtempSync(join(tmpdir(), 'rules-sweep-'));
  const root = folder;
  const store = diskStore(root);
  const values = Object.fromEntries(['information', 'sgdm'].map((rule) => [rule, { rule }]));
  const sweep = open({
    ...{ study: 'learning-rules/trajectory', preset: 'smoke', seeds: [1] },
    axes: [{ name: 'rule', values }],
    objectives: [{ metric: 'diverged' }],
  });
  beginSweep(store, sweep);
  const { signal } = new AbortController();
  const end = await runWorker({
    ...{ sweep, store, signal, clock: systemClock, name: 'one', isGone: () => false },
    process: { host: 'here', machine: 'this', pid: 1, birth: '0' },
    runner: async ({ trial: { id, point, seed }, attempt }) => {
      const { config, sets } = describeTrial(sweep.study, sweep, { point, seed });
      const out = join(root, runFolderOf(id, attempt));
      const { scores } = await runStudy(sweep.study, { preset: 'smoke', config, sets, seed, out });
      const text = JSON.stringify(scores);
      const objectives = [scores.find(({ metric }) => metric === 'diverged')!.value];
      return { kind: 'finished', objectives, scores: createHash('sha256').update(text).digest('hex') };
    },
  });
  expect(end).toBe('done');
  const { dataset, facts } = collectTrajectories(root);
  expect(dataset.meta.map(({ learning_rule, layer_name }) => `${learning_rule} ${layer_name}`)).toEqual(
    ['information', 'sgdm'].flatMap((rule) =>
      ['hidden1', 'hidden2', 'readout'].map((layer) => `${rule} ${layer}`),
    ),
  );
  expect(facts).toEqual({ origin: '2 trainings by the study learning-rules/trajectory.', diverged: {} });
});
