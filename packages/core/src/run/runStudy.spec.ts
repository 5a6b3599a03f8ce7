import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError, DataError, EnvironmentError } from '../errors';
import type { Score } from '../Score';
import { planeStudy } from '../train/fixtures/planeStudy';
import { readRun } from './readRun';
import { runStudy, type RunOptions } from './runStudy';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'run-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const run = (options: Partial<RunOptions> = {}) =>
  runStudy(planeStudy, { seed: 3, out: join(folder, 'a'), ...options });
const one: Score = {
  metric: 'm',
  version: 1,
  labels: {},
  value: 1,
  ceiling: NaN,
  ceiled: NaN,
  n: 1,
  unit: '',
};
const failing = (error: Error) => ({
  ...planeStudy,
  async *run(): ReturnType<typeof planeStudy.run> {
    yield { kind: 'score' as const, score: one };
    throw error;
  },
});

describe('runStudy', () => {
  it('leaves a directory that reads back as what was run', async () => {
    const lines: string[] = [];
    const input = join(folder, 'input.txt');
    writeFileSync(input, 'abc');
    const summary = await run({
      preset: 'quick',
      sets: { 'train.logEvery': 2 },
      inputs: { path: input },
      command: ['run', 'fixture/plane'],
      backendReport: { threads: 1 },
      onLog: (line) => void lines.push(line),
    });
    expect(summary.status).toBe('finished');
    const record = readRun(summary.directory);
    expect(record.config).toMatchObject({ units: 4, train: { steps: 10, logEvery: 2 } });
    expect(record.scores).toEqual(summary.scores);
    expect(record.scores.map(({ value }) => Number.isNaN(value))).toEqual([false, true]);
    expect(record.metrics.map(({ step }) => step)).toEqual([2, 4, 6, 8, 10]);
    expect(record.figures.map(({ name }) => name)).toEqual(['map']);
    expect(record.figures[0]).toMatchObject({ maps: [{ values: [[1, NaN]] }] });
    expect(record.status.state).toBe('finished');
    expect(record.manifest.inputs.path).toEqual({
      file: 'input.txt',
      bytes: 3,
      sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad', // FIPS 180-2, appendix B.1
    });
    expect(record.manifest.git?.commit).toMatch(/^[0-9a-f]{40}$/);
    expect(lines.at(-1)).toMatch(/^finished with 2 scores/);
    expect(readFileSync(join(summary.directory, 'log.txt'), 'utf8')).toMatch(/Z finished with 2 scores/);
    expect(existsSync(join(summary.directory, 'lock'))).toBe(false);
  });

  it('names an unknown key by its path, an unknown preset and a seed that is none', async () => {
    await expect(run({ config: { train: { stepz: 5 } } })).rejects.toThrow(/stepz[\s\S]*→ at train/);
    await expect(run({ preset: 'slow' })).rejects.toThrow('must be one of quick, got slow');
    await expect(run({ sets: { 'units.x': 5 } })).rejects.toThrow(ConfigError);
    await expect(run({ seed: -1 })).rejects.toThrow(ConfigError);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('does not touch a folder that holds something, unless it resumes the same run', async () => {
    const { directory } = await run({ preset: 'quick' });
    await expect(run({ preset: 'quick' })).rejects.toThrow(/got a run\. Use --resume auto/);
    await expect(run({ preset: 'quick', resume: 'auto', sets: { units: 5 } })).rejects.toThrow(
      /config\.units: 5 here, 4 there/,
    );
    const again = await run({ preset: 'quick', resume: 'auto' });
    expect(again).toMatchObject({ status: 'finished', scores: readRun(directory).scores });
    await expect(run({ out: folder })).rejects.toThrow(/must be new or empty, got one with a/);
  });

  it('an interrupted run says so, and resumed gives the scores and curves of an uninterrupted one', async () => {
    const whole = await run({ preset: 'quick', out: join(folder, 'whole') });
    const controller = new AbortController();
    const onProgress = ({ done }: { done: number }) => done === 7 && controller.abort();
    const half = await run({ preset: 'quick', signal: controller.signal, onProgress });
    expect(half).toMatchObject({ status: 'interrupted', scores: [] });
    expect(readRun(half.directory).status).toMatchObject({ state: 'interrupted' });
    const { scores } = await run({ preset: 'quick', resume: 'auto' });
    expect(scores).toEqual(whole.scores);
    const record = readRun(half.directory);
    expect(record.metrics).toEqual(readRun(whole.directory).metrics);
    expect(record.manifest.resumed).toHaveLength(1);
  });

  it('one process at a time writes a run', async () => {
    let second: unknown;
    await run({
      preset: 'quick',
      onProgress: ({ done }) => {
        if (done === 1) second = run({ preset: 'quick', resume: 'auto' }).catch((error: unknown) => error);
      },
    });
    expect(await second).toBeInstanceOf(EnvironmentError);
    expect(((await second) as Error).message).toMatch(/one process at a time may write it, got process \d+/);
  });

  it('a study that fails leaves what it had and its reason', async () => {
    const out = join(folder, 'failed');
    await expect(runStudy(failing(new DataError('x: must be y, got z')), { seed: 0, out })).rejects.toThrow(
      'x: must be y',
    );
    const record = readRun(out);
    expect(record.status).toMatchObject({ state: 'failed', message: 'x: must be y, got z' });
    expect(record).toMatchObject({ complete: false, scores: [one] });
    expect(existsSync(join(out, 'lock'))).toBe(false);
  });

  it('finds the newest unfinished run of the same study, seed and configuration', async () => {
    const back = process.cwd();
    process.chdir(folder);
    try {
      const controller = new AbortController();
      const first = await runStudy(planeStudy, {
        seed: 3,
        preset: 'quick',
        signal: controller.signal,
        onProgress: () => controller.abort(),
      });
      expect(first.directory).toMatch(/^runs\/fixture-plane-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-3$/);
      const other = await runStudy(planeStudy, { seed: 4, preset: 'quick', resume: 'auto' });
      expect(other.directory).not.toBe(first.directory);
      const same = await runStudy(planeStudy, { seed: 3, preset: 'quick', resume: 'auto' });
      expect(same).toMatchObject({ directory: first.directory, status: 'finished' });
    } finally {
      process.chdir(back);
    }
  });
});

describe('a claim', () => {
  const criteria = [{ statistic: 'gap', meaning: 'a gap', unit: 'cm', above: 0 }] as const;
  const terms = { statement: 'There is a gap.', protocol: 'Look.', criteria };
  const finding = (statistic: string) => ({
    statistic,
    value: 2,
    interval: [1, 3] as const,
    level: 0.95,
    method: 'by hand',
    n: 4,
    seeds: [0, 1],
    against: 'synthetic animals',
  });
  const claimOf = (statistic: string) => ({
    ...planeStudy,
    claim: terms,
    async *run(): ReturnType<typeof planeStudy.run> {
      yield { kind: 'finding' as const, finding: finding(statistic) };
    },
  });

  it('leaves its terms, its findings and the verdict, also when it is asked for again', async () => {
    const options = { seed: 3, out: join(folder, 'a') };
    const { claim } = await runStudy(claimOf('gap'), options);
    expect(claim).toEqual({ ...terms, findings: [finding('gap')], verdict: 'holds' });
    expect(readRun(options.out).claim).toEqual(claim);
    const again = await runStudy(claimOf('gap'), { ...options, resume: 'auto' });
    expect(again.claim).toEqual(claim);
  });

  it('fails without a finding for each criterion', async () => {
    const heard: string[] = [];
    const options = { seed: 3, out: join(folder, 'a'), onLog: (line: string) => void heard.push(line) };
    await expect(runStudy(claimOf('other'), options)).rejects.toThrow('gap must be found once, got 0');
    expect(readRun(options.out).status.state).toBe('failed');
    // The error itself tells whoever listens; told once more it would be printed twice.
    expect(heard).toEqual([]);
    expect(readFileSync(join(options.out, 'log.txt'), 'utf8')).toContain('gap must be found once, got 0');
  });

  it('is no part of a study that is none', async () => {
    const { directory, claim } = await run();
    expect([claim, readRun(directory).claim]).toEqual([undefined, undefined]);
  });
});
