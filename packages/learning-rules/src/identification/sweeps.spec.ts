import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runStudy, type Json } from '@goal-driven/core';
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
import { afterEach, describe, expect, it } from 'vitest';
import { studies } from '../studies';
import { collectTrajectories } from './collectTrajectories';

let folder: string | undefined;
afterEach(() => {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
});

const open = (file: object) => {
  const parsed = SweepFile.parse(file);
  return openSweep(parsed, { study: () => studies[parsed.study as keyof typeof studies] as never }); // the table's widest type
};
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

/** Runs all trials of a sweep in a folder of its own, one after another in this process. */
async function ran(file: object) {
  folder = mkdtempSync(join(tmpdir(), 'rules-sweep-'));
  const root = folder;
  const store = diskStore(root);
  const sweep = open(file);
  const objective = sweep.file.objectives[0]!.metric;
  beginSweep(store, sweep);
  const trials: { readonly config: Json; readonly objective: number }[] = [];
  const end = await runWorker({
    ...{
      sweep,
      store,
      signal: new AbortController().signal,
      clock: systemClock,
      name: 'one',
      isGone: () => false,
    },
    process: { host: 'here', machine: 'this', pid: 1, birth: '0' },
    runner: async ({ trial: { id, point, seed }, attempt }) => {
      const { config, sets } = describeTrial(sweep.study, sweep, { point, seed });
      const out = join(root, runFolderOf(id, attempt));
      const { scores } = await runStudy(sweep.study, {
        preset: sweep.file.preset,
        config,
        sets,
        seed,
        out,
      });
      const text = JSON.stringify(scores);
      const { value } = scores.find(({ metric }) => metric === objective)!;
      const used = JSON.parse(readFileSync(join(out, 'config.json'), 'utf8')) as Json;
      trials.push({ config: used, objective: value });
      return {
        kind: 'finished',
        objectives: [value],
        scores: createHash('sha256').update(text).digest('hex'),
      };
    },
  });
  return { root, end, trials };
}

it('a sweep that has run is a data set, in the order of its suggestions', async () => {
  const values = Object.fromEntries(['information', 'sgdm'].map((rule) => [rule, { rule }]));
  const { root, end } = await ran({
    ...{ study: 'learning-rules/trajectory', preset: 'smoke', seeds: [1] },
    axes: [{ name: 'rule', values }],
    objectives: [{ metric: 'diverged' }],
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

describe.each(['weightMirrorByTpe.json', 'informationAlignmentByTpe.json'])('the search %s', (name) => {
  const file = JSON.parse(readFileSync(new URL(name, sweeps), 'utf8')) as SweepFile;

  it('begins with 20 settings that the rule takes, as many as it may before it has seen any result', () => {
    const sweep = open(file);
    const state = createState();
    plan(sweep, state); // refuses what the study's schema refuses
    expect(file.search).toMatchObject({ kind: 'tpe', trials: 100, startup: 20 });
    expect(state.trials.size).toBeGreaterThanOrEqual(2);
  });

  it('comes to its end, and what it tries is what the rule learns by', async () => {
    const { rules, training } = file.config as { rules: object[]; training: object };
    const tiny = { seeds: [0], depths: [1], rules, training: { ...training, steps: 4, logEvery: 1 } };
    const search = { kind: 'tpe', trials: 5, startup: 3, candidates: 4, parallel: 1 };
    const { end, trials } = await ran({ ...file, preset: 'smoke', config: tiny, search });
    expect(end).toBe('done');
    expect(trials.length).toBe(5);
    const tried = trials.map(({ config }) => settingOf(config).learningRule);
    for (const rule of tried) {
      expect(rule.amp).toBeGreaterThanOrEqual(1e-4);
      expect(rule.amp).toBeLessThanOrEqual(1);
    }
    expect(new Set(tried.map(({ amp }) => amp)).size).toBe(5);
    for (const { objective } of trials) expect(objective >= 0 && objective <= 1).toBe(true);
  });
});

const settingOf = (config: Json) =>
  (config as unknown as { rules: [{ learningRule: { amp: number } }] }).rules[0];
