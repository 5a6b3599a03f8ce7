import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryStore } from '@goal-driven/sweep';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../main';
import { parseExecutor, readExecutor, writeExecutor } from './Executor';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweeps-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs `goal-driven sweep ...` and gathers what it says. */
async function sweep(...words: string[]) {
  const heard = { stdout: '', stderr: '' };
  const code = await main(['sweep', ...words], {
    stdout: { write: (text) => (heard.stdout += text) },
    stderr: { write: (text) => (heard.stderr += text) },
  });
  return { code, ...heard };
}

const grid = {
  study: 'mec/path-integration',
  preset: 'smoke',
  axes: [{ name: 'batch', path: 'batchSize', choices: [2, 4] }],
  seeds: [1, 2],
  objectives: [{ metric: 'decodingError' }],
};

/** A sweep's file with some settings over those of `grid`. */
function file(name: string, settings: object = {}): string {
  const path = join(folder, `${name}.json`);
  writeFileSync(path, JSON.stringify({ ...grid, ...settings }));
  return path;
}

const pods = [
  '--executor',
  'kubernetes',
  '--set',
  'name=grid',
  '--set',
  'image=me/it:1',
  '--set',
  'claim=disk',
];

/** A sweep that was begun, and its trials. */
async function begun(name: string, settings: object = {}) {
  const path = file(name, settings);
  const root = join(folder, name);
  expect((await sweep('submit', path, '--out', root, ...pods)).code).toBe(0);
  const { trials } = JSON.parse((await sweep('plan', path, '--json')).stdout) as {
    trials: { id: string; index: number; seed: number }[];
  };
  const time = '2026-11-24T00:00:00.000Z';
  const say = (event: object) =>
    appendFileSync(
      join(root, 'journal', 'hand.jsonl'),
      `${JSON.stringify({ attempt: 1, time, ...event })}\n`,
    );
  const start = (at: number) => say({ event: 'start', id: trials[at]!.id, worker: 'by-hand' });
  const end = (at: number, more: object) => {
    start(at);
    say({ event: 'end', id: trials[at]!.id, seconds: 2, ...more });
  };
  const finish = (at: number, value: number | null) => end(at, { outcome: 'finished', objectives: [value] });
  const fail = (at: number, message: string) => end(at, { outcome: 'failed', message });
  return { root, trials, start, finish, fail };
}

/** What the run of a trial leaves of its scores. */
function writeScore(root: string, id: string, value: number) {
  const run = join(root, 'trials', id.slice(0, 2), id, 'run-1');
  mkdirSync(run, { recursive: true });
  const none = { ceiling: null, ceiled: null };
  const score = { metric: 'decodingError', version: 1, labels: {}, value, ...none, n: 4, unit: 'm' };
  const about = { study: grid.study, seed: 1, backend: 'cpu', versions: {}, config: {}, figures: [] };
  writeFileSync(join(run, 'results.json'), JSON.stringify({ ...about, complete: true, scores: [score] }));
}

describe('sweep plan', () => {
  it('shows the trials, and runs none', async () => {
    const { code, stdout, stderr } = await sweep('plan', file('shown'));
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^number +seed +trial +budget +point\n/);
    expect(stdout.match(/^ +\d+ +\d+ +[0-9a-f]{20} +batch=\d *$/gm)).toHaveLength(4);
    expect(stdout).toMatch(/^ +1 +2 +[0-9a-f]{20} +batch=4 *$/m);
    expect(stdout).toMatch(/\nmec\/path-integration, grid: 4 trials\n$/);
  });

  it('gives them as JSON', async () => {
    const { code, stdout } = await sweep('plan', file('json'), '--json');
    const { trials, ...all } = JSON.parse(stdout) as { trials: { id: string }[] };
    expect(code).toBe(0);
    expect(all).toEqual({ study: 'mec/path-integration', search: { kind: 'grid' }, total: 4 });
    const id = expect.stringMatching(/^[0-9a-f]{20}$/) as string;
    expect(trials).toEqual(
      [2, 4].flatMap((batch, index) => [1, 2].map((seed) => ({ index, id, point: { batch }, seed }))),
    );
    expect(new Set(trials.map((trial) => trial.id)).size).toBe(4);
  });

  it('says how many it leaves out, and how many depend on results', async () => {
    const search = { kind: 'tpe', trials: 40, startup: 12, parallel: 3 };
    const axes = [{ path: 'batchSize', low: 2, high: 1e9, integer: true }];
    const { code, stdout } = await sweep('plan', file('tpe', { search, axes }));
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^and 4 more\nmec\/path-integration, tpe: 80 trials, of which 24 can be named before/m,
    );
  });

  it.each([
    ['a study that is none', { study: 'mec/path-integratoin' }, 2, /did you mean mec\/path-integration/],
    [
      'a key that the study does not have',
      { config: { bathSize: 2 } },
      1,
      /must fit its schema, got[^]*bathSize/,
    ],
    ['a key that a sweep does not have', { axis: [] }, 2, /sweep: .*must fit its schema, got[^]*axis/],
    ['a preset that is none', { preset: 'smok' }, 1, /the preset must be one of .*smoke.*, got smok/],
    [
      'a space that is none',
      { space: 'circuits', axes: [] },
      1,
      /must be one of .*own \(none\), got circuits/,
    ],
    [
      'a search without an objective',
      { search: { kind: 'tpe', trials: 9 }, objectives: [] },
      1,
      /a search by tpe must have an objective, got none/,
    ],
  ])('refuses %s', async (_, settings, code, message) => {
    const heard = await sweep('plan', file('bad', settings));
    expect(heard.stderr).toMatch(message);
    expect(heard.stderr).not.toContain('    at ');
    expect([heard.code, heard.stdout]).toEqual([code, '']);
  });

  it('refuses workers that are no number', async () => {
    const { code, stderr } = await sweep('plan', file('few'), '--workers', '0');
    expect([code, stderr]).toEqual([2, expect.stringContaining('a whole number of at least 1')]);
  });
});

describe('sweep submit', () => {
  it('to Kubernetes begins the sweep and prints the manifest alone', async () => {
    const root = join(folder, 'pods');
    const { code, stdout, stderr } = await sweep(
      ...['submit', file('pods'), '--out', root, ...pods, '--workers', '3'],
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      kind: 'Job',
      metadata: { name: 'grid' },
      spec: { completions: 3 },
    });
    expect(stderr).toMatch(/kubectl apply -f -\n$/);
    expect(JSON.parse(readFileSync(join(root, 'sweep.json'), 'utf8'))).toMatchObject(grid);
    expect(JSON.parse(readFileSync(join(root, 'executor.json'), 'utf8'))).toMatchObject({
      kind: 'kubernetes',
      options: { workers: 3, claim: 'disk', cpu: '1' },
    });
    expect((await sweep('status', root)).stdout).toMatch(
      /grid: waiting {2}0\/4 finished {2}0 running {2}4 waiting\n/,
    );
  });

  it('refuses a folder with another sweep, and takes the same again', async () => {
    const { root } = await begun('taken');
    const other = await sweep('submit', file('other', { seeds: [3] }), '--out', root, ...pods);
    expect([other.code, other.stdout]).toEqual([1, '']);
    expect(other.stderr).toMatch(/must be new or hold this sweep, got one with another sweep/);
    expect((await sweep('submit', file('taken'), '--out', root, ...pods)).code).toBe(0);
  });

  it.each([
    [['--executor', 'slrum'], /Allowed choices are local, slurm, kubernetes/],
    [['--executor', 'slurm', '--set', 'partitoin=gpu'], /did you mean partition/],
    [
      ['--executor', 'slurm', '--set', 'partition=a;b'],
      /options of slurm must fit, got[^]*must be letters, digits/,
    ],
    [['--executor', 'slurm', '--set', 'time'], /must be path=value/],
    [['--executor', 'kubernetes'], /options of kubernetes must fit, got[^]*image/],
    [['--set', 'threads=0'], /options of local must fit, got[^]*threads/],
  ])('refuses %j before anything is begun', async (words, message) => {
    const root = join(folder, 'not-begun');
    const { code, stdout, stderr } = await sweep('submit', file('unsent'), '--out', root, ...words);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
    expect(existsSync(root)).toBe(false);
  });
});

describe('a sweep that is on its way', () => {
  it('is told by status, as text and as JSON', async () => {
    const { root, trials, start, finish, fail } = await begun('way');
    finish(0, 0.5);
    finish(1, 0.25);
    fail(2, 'it lost its way\nfar off');
    start(3);
    const { code, stdout, stderr } = await sweep('status', root);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      /^mec\/path-integration, grid: running {2}2\/4 finished {2}1 failed {2}1 running {2}0 waiting {2}about .* left\n2\.00 s a trial\n/,
    );
    expect(stdout).toContain('by-hand');
    expect(stdout).toMatch(new RegExp(`${trials[1]!.id} +0\\.25000 +batch=2[^]*${trials[0]!.id} +0\\.50000`));
    expect(stdout).toMatch(/it lost its way *\n/);
    expect(JSON.parse((await sweep('status', root, '--json')).stdout)).toMatchObject({
      ...{ state: 'running', total: 4, finished: 2, failed: 1, waiting: 0, secondsPerTrial: 2 },
      running: [{ id: trials[3]!.id, attempt: 1, worker: 'by-hand', orphaned: false }],
      failures: [{ id: trials[2]!.id, message: 'it lost its way\nfar off' }],
      best: [{ objectives: [0.25] }, { objectives: [0.5] }],
    });
  });

  it('is collected as far as it is, and says by 75 that there will be more', async () => {
    const { root, trials, finish } = await begun('partly');
    finish(0, 0.5);
    const { code, stdout, stderr } = await sweep('collect', root);
    expect([code, stdout]).toEqual([75, `${join(root, 'trials.csv')}\n`]);
    expect(stderr).toMatch(/^waiting {2}1\/4 finished/);
    const [header, ...rows] = readFileSync(join(root, 'trials.csv'), 'utf8').trim().split('\n');
    expect(header).toMatch(/batch/);
    expect(rows).toHaveLength(4);
    expect(rows[0]).toContain(trials[0]!.id);
    expect(rows[0]).toContain('finished');
    expect(rows[3]).toContain('waiting');
  });

  it('lets its failed trials wait again, when told which', async () => {
    const { root, finish, fail } = await begun('failed');
    finish(0, 1);
    fail(1, 'no');
    expect(await sweep('retry', root)).toEqual({
      ...{ code: 2, stdout: '', stderr: 'error: sweep retry: say which trials: --failed\n' },
    });
    const { code, stdout, stderr } = await sweep('retry', root, '--failed');
    expect([code, stdout]).toEqual([0, '1 trials wait again\n']);
    expect(stderr).toBe(`to run them:\n  goal-driven sweep resume ${root}\n`);
    expect(JSON.parse((await sweep('status', root, '--json')).stdout)).toMatchObject({
      failed: 0,
      waiting: 3,
    });
    expect(await sweep('retry', root, '--failed')).toEqual({
      code: 0,
      stdout: '0 trials wait again\n',
      stderr: '',
    });
  });

  it('is cancelled, and goes on where it was when resumed', async () => {
    const { root, finish } = await begun('cancelled');
    finish(0, 1);
    const { code, stdout, stderr } = await sweep('cancel', root);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^cancelled {2}1\/4 finished[^]*workers stop within a heartbeat \(10 s\)\n$/);
    expect(stderr).toContain(`goal-driven sweep resume ${root}\n`);
    expect((await sweep('cancel', root)).code).toBe(0);
    const again = await sweep('resume', root, '--workers', '7', '--set', 'gpus=1');
    expect(again.code).toBe(0);
    expect(JSON.parse(again.stdout)).toMatchObject({ metadata: { name: 'grid' }, spec: { completions: 7 } });
    expect(JSON.parse((await sweep('resume', root)).stdout)).toEqual(JSON.parse(again.stdout));
    expect(JSON.parse((await sweep('status', root, '--json')).stdout)).toMatchObject({ state: 'waiting' });
  });
});

describe('a sweep that is through', () => {
  it('is one table and one page', async () => {
    const { root, trials, finish, fail } = await begun('through');
    for (const [at, value] of [0.5, 0.25, 0.75].entries()) {
      finish(at, value);
      writeScore(root, trials[at]!.id, value);
    }
    fail(3, 'no');
    const table = join(folder, 'table.csv');
    expect(await sweep('collect', root, '--out', table)).toEqual({
      ...{ code: 0, stdout: `${table}\n`, stderr: 'done  3/4 finished  1 failed  0 running  0 waiting\n' },
    });
    expect(readFileSync(table, 'utf8')).toContain('0.25');
    expect((await sweep('collect', root, '--format', 'parquet')).stdout).toBe(
      `${join(root, 'trials.parquet')}\n`,
    );
    expect(readFileSync(join(root, 'trials.parquet')).subarray(0, 4).toString()).toBe('PAR1');
    const { code, stdout } = await sweep('report', root);
    expect([code, stdout]).toEqual([0, `${join(root, 'report.html')}\n`]);
    const page = readFileSync(join(root, 'report.html'), 'utf8');
    expect(page).toContain('Sweep of mec/path-integration');
    expect(page).toContain('Best, averaged over seeds');
    expect(page).toContain(trials[3]!.id);
    expect(existsSync(join(root, 'figures'))).toBe(true);
  });
});

describe('a folder that holds no sweep', () => {
  it.each(['status', 'collect', 'report', 'cancel', 'resume', 'work'])(
    'is refused by %s',
    async (command) => {
      const { code, stdout, stderr } = await sweep(command, join(folder, 'nowhere'));
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toMatch(
        /^error: sweep: the folder must be one that `sweep submit` made, got one without sweep\.json/,
      );
      expect(existsSync(join(folder, 'nowhere'))).toBe(false);
    },
  );
});

describe('an executor', () => {
  it('takes options as they are typed, texts as texts', () => {
    const { options } = parseExecutor(
      'slurm',
      ['time=30', 'gpus=1', 'modules=["a","b/1"]', 'collect=false'],
      4,
    );
    expect(options).toMatchObject({
      workers: 4,
      time: '30',
      gpus: '1',
      modules: ['a', 'b/1'],
      collect: false,
    });
    expect(parseExecutor('slurm', ['workers=9'], 4).options).toMatchObject({ workers: 9 });
  });

  it('is kept in the folder, and read from it alone', () => {
    const store = memoryStore();
    expect(() => readExecutor(store)).toThrow(
      /must say where it was submitted to, got one without executor\.json/,
    );
    const executor = parseExecutor('slurm', ['time=1:00:00'], 2);
    writeExecutor(store, executor);
    expect(readExecutor(store)).toEqual(executor);
    for (const text of ['{', '{"kind":"cloud","options":{}}', '[]']) {
      store.replace('executor.json', text);
      expect(() => readExecutor(store), text).toThrow(/executor\.json must name an executor, got/);
    }
    store.replace('executor.json', '{"kind":"slurm","options":{"workers":0}}');
    expect(() => readExecutor(store)).toThrow(/executor\.json must fit its schema, got[^]*workers/);
  });
});
