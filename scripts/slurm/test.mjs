// `npm run test:slurm`: a sweep on a real Slurm, with a worker that runs out of time and is requeued, one that is killed,
// and a node that is drained and comes back; then an evolution of circuits, killed half way. Their results, and the
// genomes that come of them, must be those of a run on this machine, to the bit.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startCluster } from './cluster.mjs';

const bin = resolve(import.meta.dirname, '../../tools/cli/dist/bin.js');
const folder = mkdtempSync(join(tmpdir(), 'slurm-sweep-'));
const began = performance.now();
const say = (/** @type {string} */ text) =>
  console.log(`${((performance.now() - began) / 1000).toFixed(0).padStart(4)} s  ${text}`);
const pause = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));

const file = join(folder, 'sweep.json');
writeFileSync(
  file,
  JSON.stringify({
    study: 'mec/path-integration',
    preset: 'smoke',
    config: { training: { steps: 4000, checkpointEvery: 20, evaluateEvery: 100, logEvery: 20 } },
    axes: [{ path: 'network.units', choices: [6, 7, 8, 9] }],
    seeds: [1, 2],
    objectives: [{ metric: 'decodingError', labels: { paths: 'held-out' } }],
    backend: 'cpu',
    leases: { heartbeat: 1, lease: 6 },
  }),
);

const cluster = await startCluster();
say(`Slurm ${cluster.call('sinfo', '--version').trim()} is up`);
const goalDriven = (/** @type {string[]} */ ...args) =>
  execFileSync(process.execPath, [bin, 'sweep', ...args], {
    env: cluster.env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
try {
  await run();
  await evolution();
} catch (error) {
  console.error(printed());
  throw error;
} finally {
  await cluster.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function run() {
  const here = join(folder, 'here');
  const there = join(folder, 'there');
  goalDriven('submit', file, '--out', here, '--workers', '2');
  say('8 trials run on this machine, for comparison');

  // A time limit of two minutes, told 50 s before its end. Slurm may tell up to a minute earlier than asked for; at one
  // minute it could do so at once, before the worker listens.
  const submitted = goalDriven(
    ...['submit', file, '--out', there, '--executor', 'slurm', '--workers', '2'],
    ...[
      '--set',
      'time=2',
      '--set',
      'signalSeconds=50',
      '--set',
      'idle=2',
      '--set',
      'setup=["echo begun $SLURM_JOB_ID again ${SLURM_RESTART_COUNT:-0}"]',
    ],
  );
  say(submitted.trim());
  await until('a task begins', () => printed().includes('begun'));
  await until('a task is told to stop, keeps what it has and is requeued', () =>
    printed().includes('this task is requeued'),
  );
  await until('a requeued task begins again', () => /again [1-9]/.test(printed()));

  await until('a worker runs a trial', () => statusOf(there).running.length > 0 && workers().length > 0);
  const killed = workers()[0];
  process.kill(Number(killed), 'SIGKILL');
  say(`worker ${killed} killed by SIGKILL: Slurm does not requeue it`);

  const node = hostname();
  cluster.call('scontrol', 'update', `nodename=${node}`, 'state=drain', 'reason=test');
  say('node drained');
  await pause(2000);
  cluster.call('scontrol', 'update', `nodename=${node}`, 'state=resume');
  say('node back');
  say(goalDriven('resume', there, '--set', 'time=30').trim());
  await until('the sweep is through', () => statusOf(there).state === 'done');
  await until('the last job has collected', () => existsSync(join(there, 'trials.csv')));

  assert.deepEqual(outcomes(there), outcomes(here));
  say('the 8 results are those of this machine, to the bit');
  assert.equal(readFileSync(join(there, 'trials.csv'), 'utf8').trim().split(/\r?\n/).length, 9);
  const { repeated, failed } = statusOf(there);
  assert.equal(failed, 0);
  say(`${repeated} attempts were repeated`);
  assert.ok(repeated >= 1);

  const limits = cluster.call('scontrol', 'show', 'config');
  assert.match(limits, /MaxArraySize\s*= 5/);
  writeFileSync(file, readFileSync(file, 'utf8').replace('"seeds":[1,2]', '"seeds":[3,4]'));
  const many = join(folder, 'many');
  say(
    goalDriven(
      'submit',
      file,
      '--out',
      many,
      '--executor',
      'slurm',
      '--workers',
      '8',
      '--set',
      'time=5',
    ).trim(),
  );
  await until("an array within the cluster's limit of 5 runs", () => statusOf(many).running.length > 0);
  say(goalDriven('cancel', many).trim().split('\n').join('; '));
  await until('no job is left', () => cluster.call('squeue', '--noheader').trim() === '');
  assert.equal(statusOf(many).state, 'cancelled');
}

/** A search, in which each genome follows from the results of others. */
async function evolution() {
  writeFileSync(
    file,
    JSON.stringify({
      study: 'ventral-stream/categorisation',
      preset: 'smoke',
      config: {
        network: { kind: 'genome', width: 0.02, presentation: { mode: 'constant', timesteps: 8 } },
        training: {
          steps: 12,
          optimizer: { kind: 'adam' },
          schedule: { kind: 'cosine', learningRate: 0.01, steps: 12 },
          checkpointEvery: 1,
          evaluateEvery: 12,
        },
      },
      space: 'shallow',
      search: { kind: 'evolution', trials: 6, population: 2, sample: 2, crossover: 0.5, parallel: 1 },
      objectives: [{ metric: 'accuracy', labels: { images: 'held-out' }, direction: 'maximize' }],
      backend: 'cpu',
      leases: { heartbeat: 1, lease: 6 },
    }),
  );
  const [here, there] = [join(folder, 'genomesHere'), join(folder, 'genomesThere')];
  goalDriven('submit', file, '--out', here, '--workers', '1');
  say('6 genomes trained on this machine, for comparison');
  const cluster = ['--workers', '1', '--set', 'time=30', '--set', 'idle=2'];
  say(goalDriven('submit', file, '--out', there, '--executor', 'slurm', ...cluster).trim());
  await until('the third genome or a later one learns', () => {
    const { finished, running } = statusOf(there);
    return finished >= 2 && running.length > 0 && workers(there).length > 0;
  });
  for (const worker of workers(there)) process.kill(Number(worker), 'SIGKILL');
  assert.notEqual(statusOf(there).state, 'done');
  say('its worker is killed by SIGKILL');
  say(goalDriven('resume', there, '--set', 'time=30').trim());
  await until('the search is through', () => statusOf(there).state === 'done');
  await until('the last job has collected', () => existsSync(join(there, 'trials.csv')));
  const results = outcomes(there);
  assert.deepEqual(results, outcomes(here));
  // The names of trials are hashes of their whole configurations.
  assert.equal(Object.keys(results).length, 6);
  say('the 6 genomes and their results are those of this machine, to the bit');
}

/** What the tasks printed. */
function printed() {
  const logs = ['there', 'many', 'genomesThere']
    .map((name) => join(folder, name, 'slurm'))
    .filter(existsSync);
  return logs
    .flatMap((path) =>
      readdirSync(path)
        .filter((name) => name.endsWith('.txt'))
        .map((name) => readFileSync(join(path, name), 'utf8')),
    )
    .join('\n');
}

/** @returns {{ state: string, running: object[], finished: number, repeated: number, failed: number }} */
function statusOf(/** @type {string} */ path) {
  return JSON.parse(goalDriven('status', path, '--json'));
}

/** Worker processes of Slurm tasks. */
function workers(path = join(folder, 'there')) {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
      return words.includes('work') && words.includes(path);
    } catch {
      return false;
    }
  });
}

/** Every trial's last outcome, by trial. */
function outcomes(/** @type {string} */ path) {
  const trials = join(path, 'trials');
  return Object.fromEntries(
    readdirSync(trials).flatMap((two) =>
      readdirSync(join(trials, two)).map((id) => {
        const texts = readdirSync(join(trials, two, id))
          .filter((name) => name.startsWith('outcome-'))
          .map((name) => readFileSync(join(trials, two, id, name), 'utf8'));
        const ends = texts.filter((text) => /"(finished|failed)"/.test(text));
        assert.equal(ends.length, 1, id);
        return [id, ends[0]];
      }),
    ),
  );
}

async function until(/** @type {string} */ what, /** @type {() => boolean} */ holds) {
  for (let waited = 0; waited < 240; waited++) {
    if (holds()) return say(what);
    await pause(1000);
  }
  throw new Error(`slurm test: ${what}: must happen within 4 minutes, got ${cluster.call('squeue')}`);
}
