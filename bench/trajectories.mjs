// `node bench/trajectories.mjs`: whether two trials of a sweep for rule identification, at once, slow each other. Runs
// `learning-rules/trajectory` alone and two of it together, in turns, each in a process of its own as a sweep has it,
// after `npm run build`. Only on an idle machine of two cores or more do the numbers mean anything; it prints the load
// that it found. Options: --rounds n, --preset name, --backend name, --threads n (of each trial; 1 by default).
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

/** One trial from its begin to its end, s. */
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
    const child = spawn(process.execPath, [command, 'run', 'learning-rules/trajectory', ...options], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: environment,
    });
    child.on('error', reject);
    child.on('exit', (code) =>
      code === 0 ? resolve((performance.now() - begun) / 1000) : reject(new Error(`exit code ${code}`)),
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
const [one, two] = [median(alone), median(together)];
console.log(
  `alone ${one.toFixed(1)} s, two at once ${two.toFixed(1)} s each (medians of ${alone.length} and ${together.length})`,
);
console.log(`each is slowed by ${(100 * (two / one - 1)).toFixed(0)} %; the target is below 15 %`);
