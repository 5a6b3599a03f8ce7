// `node bench/trajectories.mjs`: whether two trials of a sweep for rule identification, at once, slow each other. Runs
// sweeps of `learning-rules/trajectory` with one worker and with two, in turns, after `npm run build`, and compares the
// seconds of their trials. A worker keeps a process for all its trials. In its first one V8 compiles what the later ones
// find compiled, in threads of its own, which is work that a trial alone leaves to the idle core: first trials stand
// apart. Only on an idle machine of two cores or more does it mean anything; it prints the load that it found.
// Options: --rounds n, --trials n (of each worker), --preset name, --backend name, --threads n (of each trial; 1 by default).
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    trials: { type: 'string', default: '5' },
    preset: { type: 'string', default: 'quick' },
    backend: { type: 'string' },
    threads: { type: 'string', default: '1' },
  },
});
const command = new URL('../tools/cli/dist/bin.js', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'bench-trajectories-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
console.log(
  `${cpus()[0]?.model.trim()}, ${availableParallelism()} cores, Node ${process.versions.node}, load ${loadavg()[0]?.toFixed(1)}`,
);

const called = (/** @type {string[]} */ args) =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [command, 'sweep', ...args], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve(code) : reject(new Error(`exit code ${code}`))));
  });

let sweeps = 0;

/**
 * Seconds of the trials of a sweep, those that were its workers' first apart.
 *
 * @returns {Promise<{ first: number[], later: number[] }>}
 */
async function sweep(/** @type {number} */ workers) {
  const root = join(folder, String(sweeps++));
  const file = `${root}.json`;
  const seeds = Array.from({ length: workers * Number(values.trials) }, (_, index) => index + 1);
  writeFileSync(
    file,
    JSON.stringify({
      study: 'learning-rules/trajectory',
      preset: values.preset,
      ...(values.backend && { backend: values.backend }),
      axes: [{ name: 'rule', values: { information: { rule: 'information' } } }],
      seeds,
      objectives: [{ metric: 'diverged' }],
    }),
  );
  await called(['submit', file, '-o', root, '-w', String(workers), '-s', `threads=${values.threads}`]);
  const table = `${root}.csv`;
  await called(['collect', root, '--format', 'csv', '--out', table]);
  const [head, ...rows] = readFileSync(table, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(','));
  const column = (/** @type {string} */ name) => head.indexOf(name);
  /** @type {Set<string>} */
  const begun = new Set();
  /** @type {{ first: number[], later: number[] }} */
  const seconds = { first: [], later: [] };
  // Trials are taken in their order, so the first row of a worker is its first trial.
  for (const row of rows) {
    const worker = row[column('worker')];
    seconds[begun.has(worker) ? 'later' : 'first'].push(Number(row[column('seconds')]));
    begun.add(worker);
  }
  return seconds;
}

const median = (/** @type {number[]} */ times) =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)];

const alone = [];
const together = [];
for (let round = 0; round < Number(values.rounds); round++) {
  alone.push(await sweep(1));
  together.push(await sweep(2));
}
for (const which of /** @type {const} */ (['later', 'first'])) {
  const [one, two] = [alone, together].map((sweeps) => sweeps.flatMap((seconds) => seconds[which]));
  const [own, shared] = [median(one), median(two)];
  console.log(
    `${which} trials: alone ${own.toFixed(1)} s, two at once ${shared.toFixed(1)} s each (medians of ${one.length} and ${two.length}), ${(100 * (shared / own - 1)).toFixed(0)} % more${which === 'later' ? '; the target is below 15 %' : ', with the start of the process'}`,
  );
}
console.log(`load at the end ${loadavg()[0]?.toFixed(1)}`);
