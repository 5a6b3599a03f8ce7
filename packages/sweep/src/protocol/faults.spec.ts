import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRng } from '@goal-driven/core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bundleProgram } from '../../../../specs.shared.ts';
import { SweepFile } from '../SweepFile';
import { sweepStatus } from '../sweepStatus';
import { diskStore } from './diskStore';
import { walkStudy } from './fixtures/walkStudy';
import { openSweep } from './openSweep';
import { readState } from './readTally';
import { beginSweep } from './sweepFolder';
import { runFolderOf, trialFiles } from './trialFiles';

let folder: string;
let program: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sweep-faults-'));
  program = join(folder, 'walkSweep.mjs');
  await bundleProgram(
    import.meta.url,
    fileURLToPath(new URL('./fixtures/walkSweep.ts', import.meta.url)),
    program,
  );
});
const children = new Set<ChildProcess>();
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const leases = { heartbeat: 0.2, lease: 1.5 };

/** Begins a sweep of walks in a folder of its own. */
function begin(name: string, settings: object, root = join(folder, name)) {
  const file = SweepFile.parse({
    study: 'test/walk',
    objectives: [{ metric: 'place', direction: 'maximize' }, { metric: 'distance' }],
    backend: 'cpu',
    leases,
    ...settings,
  });
  const store = diskStore(root);
  const sweep = openSweep(file, { study: () => walkStudy });
  beginSweep(store, sweep);
  return { root, store, sweep, status: () => sweepStatus(store, sweep) };
}
type Begun = ReturnType<typeof begin>;

function start(
  role: 'local' | 'work',
  { root }: Begun,
): ChildProcess & { readonly over: Promise<number | null> } {
  const child = spawn(process.execPath, [program, role, root], { stdio: ['ignore', 'ignore', 'pipe'] });
  children.add(child);
  const over = new Promise<number | null>((resolve) => child.on('exit', resolve));
  return Object.assign(child, { over });
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Processes of the sweep that are workers, or run a worker's trials. */
function processes(role: 'work' | 'serve', { root }: Begun): number[] {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const commandOf = (pid: string) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    } catch {
      return [];
    }
  };
  const workers = all.filter((pid) => commandOf(pid).includes(root) && commandOf(pid).includes('work'));
  if (role === 'work') return workers.map(Number);
  const parentOf = (pid: string) =>
    /^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '';
  return all.filter((pid) => commandOf(pid).includes('serve') && workers.includes(parentOf(pid))).map(Number);
}

/** What came of every trial: its one last outcome, and the scores that its run wrote, to the byte. */
function results({ store, root }: Begun): { [id: string]: unknown } {
  const { state } = readState(store);
  return Object.fromEntries(
    [...state.trials.values()].map(({ id }) => {
      const files = trialFiles(store, id);
      const attempts = Array.from({ length: files.newest() }, (_, index) => index + 1);
      const last = attempts.filter((attempt) =>
        /finished|failed/.test(files.outcome(attempt)?.outcome ?? ''),
      );
      expect(last, id).toHaveLength(1);
      const run = join(root, runFolderOf(id, last[0]!), 'results.json');
      const scores = existsSync(run)
        ? (JSON.parse(readFileSync(run, 'utf8')) as { scores: unknown }).scores
        : undefined;
      return [id, { outcome: files.outcome(last[0]!), scores }];
    }),
  );
}

const axes = [{ path: 'drift', low: -1, high: 1, points: 34 }];
const seeds = [1, 2, 3, 4, 5, 6];

describe('204 trials by three workers', () => {
  it(
    'end as if nothing had happened, whoever is killed, stopped or cut short',
    { timeout: 300_000 },
    async () => {
      const alone = begin('alone', { axes, seeds });
      expect(await start('local', alone).over).toBe(0);
      const expected = results(alone);
      expect(Object.keys(expected)).toHaveLength(204);

      const disturbed = begin('disturbed', {
        axes,
        seeds,
        limits: { attempts: 1000 },
        config: { pause: 20 },
      });
      const { uniform, integer } = createRng(20261124).stream();
      let controller = start('local', disturbed);
      const counts = { worker: 0, child: 0, controller: 0, frozen: 0, told: 0 };
      const one = (pids: readonly number[]) => pids[integer(Math.max(1, pids.length))];
      const send = (pid: number | undefined, signal: NodeJS.Signals) => {
        try {
          if (pid !== undefined) process.kill(pid, signal);
          return pid !== undefined;
        } catch {
          return false; // it ended by itself just now
        }
      };
      while (disturbed.status().state !== 'done') {
        await pause(100 + 600 * uniform());
        const chance = uniform();
        if (chance < 0.35) counts.child += Number(send(one(processes('serve', disturbed)), 'SIGKILL'));
        else if (chance < 0.65) counts.worker += Number(send(one(processes('work', disturbed)), 'SIGKILL'));
        else if (chance < 0.8) counts.told += Number(send(one(processes('work', disturbed)), 'SIGTERM'));
        else if (chance < 0.92) {
          const pid = one(processes('work', disturbed));
          counts.frozen += Number(send(pid, 'SIGSTOP'));
          setTimeout(() => send(pid, 'SIGCONT'), 2500);
        } else counts.controller += Number(send(controller.pid, 'SIGKILL'));
        const journals = readdirSync(join(disturbed.root, 'journal')).filter((name) => name !== 'plan.jsonl');
        if (uniform() < 0.1 && journals.length > 0) {
          appendFileSync(
            join(disturbed.root, 'journal', journals[integer(journals.length)]!),
            '{"event":"end","id":"0a',
          );
        }
        if (controller.exitCode !== null || controller.signalCode !== null)
          controller = start('local', disturbed);
      }
      await controller.over;
      expect(Math.min(counts.worker, counts.child)).toBeGreaterThan(3);
      const found = results(disturbed);
      expect(found).toEqual(expected);
      const { repeated } = disturbed.status();
      expect(repeated).toBeGreaterThan(5);
    },
  );
});

describe('trials that misbehave', () => {
  it('fail by themselves, and say why', { timeout: 120_000 }, async () => {
    const behaviours = ['walk', 'throw', 'crash', 'hang', 'spin', 'grow'];
    const begun = begin('misbehaving', {
      axes: [{ path: 'behaviour', choices: behaviours }],
      limits: { seconds: 10, memory: 600, attempts: 2 },
    });
    expect(await start('local', begun).over).toBe(0);
    const { state } = readState(begun.store);
    const said = Object.fromEntries(
      [...state.trials.values()].map(({ point, state, message }) => [point['behaviour'], [state, message]]),
    );
    expect(said).toEqual({
      walk: ['finished', undefined],
      throw: ['failed', expect.stringMatching(/RangeError: walk: it lost its way/)],
      crash: ['failed', 'its process ended by SIGSEGV; its worker was lost 2 times'],
      hang: ['failed', 'it took longer than its limit of 10 s'],
      spin: ['failed', 'it took longer than its limit of 10 s'],
      grow: ['failed', expect.stringMatching(/^its process held \d+ MB, more than its limit of 600 MB$/)],
    });
  });
});

describe('an objective that no score has', () => {
  it('stops the sweep after the first trial of each worker', { timeout: 120_000 }, async () => {
    const begun = begin('unscored', {
      axes: [{ path: 'drift', low: -1, high: 1, points: 30 }],
      objectives: [{ metric: 'plaice' }],
    });
    expect(await start('local', begun).over).toBe(0);
    const { state, reason, finished, failed, running } = begun.status();
    expect([state, finished, running]).toEqual(['cancelled', 0, []]);
    expect(reason).toBe('objectiveValue: there must be a score plaice, got distance, place');
    expect(failed).toBeGreaterThanOrEqual(1);
    expect(failed).toBeLessThanOrEqual(3);
  });
});

/** A small disk of its own; undefined where this user may not have one. */
function smallDisk(name: string): string | undefined {
  const path = join(folder, name);
  mkdirSync(path);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'sweep', path], { stdio: 'ignore' });
    return path;
  } catch {
    return undefined;
  }
}

describe('a disk that is full', () => {
  it('stops all workers, and lets them go on once there is room', { timeout: 120_000 }, async (context) => {
    const disk = smallDisk('disk');
    if (disk === undefined) return context.skip('only root may mount a small disk');
    try {
      const settings = {
        axes: [{ path: 'drift', choices: [1, 2, 3, 4, 5, 6, 7, 8] }],
        config: { pause: 60 },
      };
      const alone = begin('roomy', settings);
      expect(await start('local', alone).over).toBe(0);
      const begun = begin('disk', settings, disk);
      const controller = start('local', begun);
      while (begun.status().finished < 1) await pause(50);
      const ballast = join(disk, 'ballast');
      for (let size = 1 << 20; size >= 4096;) {
        try {
          appendFileSync(ballast, Buffer.alloc(size));
        } catch {
          size /= 2;
        }
      }
      await pause(4000);
      expect(begun.status().finished).toBeLessThan(8);
      rmSync(ballast);
      expect(await controller.over).toBe(0);
      expect(results(begun)).toEqual(results(alone));
    } finally {
      execFileSync('umount', ['-l', disk]);
    }
  });
});

describe('a folder', () => {
  it('takes one sweep, and the same again', () => {
    const settings = { axes: [{ path: 'drift', choices: [1, 2] }] };
    const { root } = begin('one', settings);
    begin('one', settings);
    expect(() => begin('one', { axes: [{ path: 'drift', choices: [3] }] })).toThrow(
      /got one with another sweep/,
    );
    writeFileSync(join(root, 'sweep.json'), '{');
    expect(() => begin('one', settings)).toThrow(/got one with another sweep/);
  });
});
