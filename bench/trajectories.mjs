// `node bench/trajectories.mjs`: whether two trials of a sweep for rule identification, at once, slow each other. Runs
// `learning-rules/trajectory` alone and two of it together, in turns, each in a process of its own as a sweep has it,
// after `npm run build`. Only on an idle machine of two cores or more does the clock mean anything; it prints the load
// that it found. Processor time says what two trials take from each other in caches and memory, but not in waiting. Options: --rounds n, --preset name, --backend name, --threads n (of each trial; 1 by default).
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
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

let runs = 0;

/** Has a process hand its processor time, microseconds, to a pipe when it exits. */
const meter = `data:text/javascript,${encodeURIComponent(
  "import { writeSync } from 'node:fs'; process.on('exit', () => { const { user, system } = process.cpuUsage(); writeSync(3, String(user + system)); });",
)}`;

/**
 * One trial from its begin to its end, by the clock and in processor time, s.
 *
 * @returns {Promise<{ wall: number, cpu: number }>}
 */
function trial(/** @type {string} */ rule) {
  const out = join(folder, String(runs++));
  const begun = performance.now();
  const options = ['--preset', values.preset, '--set', `rule=${rule}`, '--seed', '1', '--out', out];
  const environment = {
    ...process.env,
    GOAL_DRIVEN_THREADS: values.threads,
    ...(values.backend && { GOAL_DRIVEN_BACKEND: values.backend }),
  };
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      ['--import', meter, command, 'run', 'learning-rules/trajectory', ...options],
      {
        stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
        env: environment,
      },
    );
    let cpu = '';
    /** @type {import('node:stream').Readable} */ (child.stdio[3]).on('data', (bytes) => (cpu += bytes));
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0
        ? resolve({ wall: (performance.now() - begun) / 1000, cpu: Number(cpu) / 1e6 })
        : reject(new Error(`exit code ${code}`)),
    );
  });
}

const median = (/** @type {number[]} */ times) =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)];

const alone = [];
const together = [];
for (let round = 0; round < Number(values.rounds); round++) {
  alone.push(await trial('information'));
  together.push(...(await Promise.all([trial('information'), trial('information')])));
}
for (const what of /** @type {const} */ (['wall', 'cpu'])) {
  const [one, two] = [alone, together].map((trials) => median(trials.map((trial) => trial[what])));
  console.log(
    `${{ wall: 'clock', cpu: 'processor time' }[what]}: alone ${one.toFixed(1)} s, two at once ${two.toFixed(1)} s each (medians of ${alone.length} and ${together.length}), ${(100 * (two / one - 1)).toFixed(0)} % more; the target is below 15 %`,
  );
}
console.log(`load at the end ${loadavg()[0]?.toFixed(1)}`);
