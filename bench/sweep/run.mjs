// `pnpm bench sweep`: how long it takes to hear where a large sweep is, what 64 workers on one folder cost each other,
// and, by simulation, what 1,000 workers lose to kills. Options: --trials n, --workers n, --simulated n.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import {
  beginSweep,
  createSearcher,
  boxSpace,
  diskStore,
  readState,
  simulateSweep,
  SweepFile,
} from '../../packages/sweep/dist/index.js';

const { values } = parseArgs({
  options: {
    trials: { type: 'string', default: '100000' },
    workers: { type: 'string', default: '64' },
    each: { type: 'string', default: '10' },
    simulated: { type: 'string', default: '1000' },
    only: { type: 'string' },
  },
});
const wanted = (/** @type {string} */ part) => values.only === undefined || values.only === part;
const folder = mkdtempSync(join(tmpdir(), 'bench-sweep-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
console.log(
  `${cpus()[0]?.model.trim()}, ${availableParallelism()} cores, Node ${process.versions.node}, load ${loadavg()[0]?.toFixed(1)}`,
);

const study = {
  name: 'bench/nothing',
  question: '',
  sources: [],
  presets: {},
  config: { safeParse: (/** @type {unknown} */ data) => ({ success: true, data }) },
};

const ms = (/** @type {number[]} */ times) => `${Math.min(...times).toFixed(0)} ms`;

if (wanted('journal')) journal(Number(values.trials));
if (wanted('workers')) await workers(Number(values.workers), Number(values.each));
if (wanted('simulation')) await simulation(Number(values.simulated));

/** A journal of a sweep that is nearly through: its plan and what 64 workers wrote. */
function journal(/** @type {number} */ trials) {
  const root = join(folder, 'journal-sweep');
  const file = SweepFile.parse({
    study: 'mec/path-integration',
    preset: 'smoke',
    axes: [
      {
        path: 'training.schedule.learningRate',
        choices: Array.from({ length: trials }, (_, n) => (n + 1) / 1e6),
      },
    ],
    objectives: [{ metric: 'decodingError' }],
  });
  mkdirSync(join(root, 'journal'), { recursive: true });
  writeFileSync(join(root, 'sweep.json'), `${JSON.stringify(file, undefined, 2)}\n`);
  const idOf = (/** @type {number} */ n) => n.toString(16).padStart(20, '0');
  const plan = Array.from({ length: trials }, (_, n) =>
    JSON.stringify({
      event: 'trial',
      index: n,
      id: idOf(n),
      point: { 'training.schedule.learningRate': (n + 1) / 1e6 },
      seed: 1,
    }),
  );
  writeFileSync(join(root, 'journal', 'plan.jsonl'), `${plan.join('\n')}\n`);
  const time = new Date(0).toISOString();
  for (let worker = 0; worker < 64; worker++) {
    const lines = [];
    for (let n = worker; n < trials - 64; n += 64) {
      lines.push(
        JSON.stringify({ event: 'start', id: idOf(n), attempt: 1, worker: `node-${worker}-0123abcd`, time }),
      );
      lines.push(
        JSON.stringify({
          event: 'end',
          id: idOf(n),
          attempt: 1,
          outcome: 'finished',
          objectives: [Math.sin(n)],
          seconds: 1.234,
          time,
        }),
      );
    }
    writeFileSync(join(root, 'journal', `node-${worker}-0123abcd.jsonl`), `${lines.join('\n')}\n`);
  }
  const store = diskStore(root);
  const loads = [0, 1, 2].map(() => {
    rmSync(join(root, 'snapshot.json'), { force: true });
    return timed(() => readState(store));
  });
  const bin = resolve(import.meta.dirname, '../../tools/cli/dist/bin.js');
  const status = [0, 1, 2].map(() =>
    timed(() => execFileSync(process.execPath, [bin, 'sweep', 'status', root, '--json'])),
  );
  const start = [0, 1, 2].map(() => timed(() => execFileSync(process.execPath, [bin, '--help'])));
  console.log(`a journal of ${trials} trials by 64 workers: loaded in ${ms(loads)}`);
  console.log(
    `goal-driven sweep status on it: ${ms(status)}, of which goal-driven --help alone takes ${ms(start)}`,
  );
}

/** Processes that each do trials of one second, in which nothing is computed. */
async function workers(/** @type {number} */ count, /** @type {number} */ each) {
  const root = join(folder, 'workers');
  const file = SweepFile.parse({
    study: 'bench/nothing',
    axes: [{ path: 'x', choices: Array.from({ length: count * each }, (_, n) => n) }],
  });
  const space = boxSpace(file.axes);
  beginSweep(diskStore(root), { file, study, space, searcher: createSearcher(file.search, space) });
  const program = join(import.meta.dirname, 'worker.mjs');
  const begin = Date.now() + 3000 + 400 * count; // once all have started, spread over a second
  const reports = await Promise.all(
    Array.from({ length: count }, (_, n) => {
      const child = spawn(process.execPath, [program, root, `w${n}`, String(begin + (1000 * n) / count)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let text = '';
      child.stdout.on('data', (chunk) => (text += String(chunk)));
      return new Promise((resolve) => child.on('exit', () => resolve(JSON.parse(text))));
    }),
  );
  const trials = reports.reduce((sum, report) => sum + report.trials, 0);
  const busy = reports.reduce((sum, report) => sum + report.busy, 0);
  const cpu = reports.reduce((sum, report) => sum + report.cpu, 0);
  const slept = reports.reduce((sum, report) => sum + report.slept, 0);
  console.log(
    `${count} workers, ${trials} trials of 1 s: overhead ${((100 * (busy - slept)) / slept).toFixed(1)} % of the trials' time ` +
      `(${((1000 * (busy - slept)) / trials).toFixed(1)} ms a trial, ${((1000 * cpu) / trials).toFixed(1)} ms of it processor time)`,
  );
}

/** Lost and duplicate work against the rate of kills. */
async function simulation(/** @type {number} */ count) {
  console.log(
    `${count} simulated workers, trials of 600 s on average, checkpoints each minute, heartbeat 10 s, lease 60 s, a fifth of the faults freezes:`,
  );
  // Row by row: a thousand workers take minutes for each.
  const show = (/** @type {string[]} */ row) => console.log(`| ${row.join(' | ')} |`);
  show([
    'kills per worker and hour',
    'kills',
    'freezes',
    'finished',
    'lost work',
    'duplicate work',
    'longer than without',
  ]);
  let alone = NaN;
  for (const killsPerHour of [0, 0.3, 1, 3]) {
    const began = performance.now();
    const { useful, lost, duplicate, kills, freezes, finished, makespan } = await simulateSweep({
      ...{
        workers: count,
        trials: count,
        seconds: 600,
        killsPerHour,
        frozen: 0.2,
        replacedAfter: 60,
        checkpointEvery: 60,
      },
      ...{ leases: { heartbeat: 10, lease: 60 }, seed: 1 },
    });
    if (killsPerHour === 0) alone = makespan;
    const share = (/** @type {number} */ part) => `${((100 * part) / useful).toFixed(2)} %`;
    show([
      String(killsPerHour),
      String(kills),
      String(freezes),
      `${finished}/${count}`,
      share(lost),
      share(duplicate),
      `${((100 * makespan) / alone - 100).toFixed(0)} %`,
    ]);
    console.error(
      `${killsPerHour} per hour: simulated in ${((performance.now() - began) / 1000).toFixed(0)} s`,
    );
  }
}

function timed(/** @type {() => unknown} */ act) {
  const began = performance.now();
  act();
  return performance.now() - began;
}
