// A Slurm of one node on the loopback, in a folder of its own: munged, slurmctld and slurmd as child processes, for
// tests. Root alone may start it; Debian's packages slurm-wlm and munge bring the programs.
import { execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, freemem, hostname, tmpdir } from 'node:os';
import { join } from 'node:path';

/** @typedef {{ env: NodeJS.ProcessEnv, folder: string, call(program: string, ...args: string[]): string, stop(): Promise<void> }} Cluster */

/**
 * Starts the cluster and waits until its node is idle.
 *
 * @returns {Promise<Cluster>}
 */
export async function startCluster() {
  for (const program of ['sbatch', 'slurmctld', 'slurmd', 'munged']) {
    if (!which(program))
      throw new Error(`slurm: ${program} must be installed (apt-get install slurm-wlm munge), got none`);
  }
  const folder = mkdtempSync(join(tmpdir(), 'slurm-'));
  for (const part of ['state', 'spool', 'log']) mkdirSync(join(folder, part));
  const conf = join(folder, 'slurm.conf');
  writeFileSync(conf, configuration(folder));
  const env = { ...process.env, SLURM_CONF: conf };
  const stopMunge = startMunge();
  const daemons = [
    spawn('slurmctld', ['-D', '-f', conf], { env, stdio: 'ignore' }),
    spawn('slurmd', ['-D', '-f', conf], { env, stdio: 'ignore' }),
  ];
  const call = (/** @type {string} */ program, /** @type {string[]} */ ...args) =>
    execFileSync(program, args, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const stop = async () => {
    const over = daemons.map((daemon) => new Promise((resolve) => daemon.on('exit', resolve)));
    for (const daemon of daemons) daemon.kill('SIGTERM');
    await Promise.race([Promise.all(over), new Promise((resolve) => setTimeout(resolve, 15_000).unref())]);
    stopMunge();
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  };
  for (let waited = 0; waited < 60; waited++) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    try {
      if (call('sinfo', '--noheader', '--format=%T').trim() === 'idle') return { env, folder, call, stop };
    } catch {
      // the controller is not up yet
    }
  }
  const log = ['slurmctld', 'slurmd']
    .map((name) => readIfThere(join(folder, 'log', `${name}.log`)).slice(-2000))
    .join('\n');
  await stop();
  throw new Error(`slurm: the node must become idle within 30 s, got none. The logs end with\n${log}`);
}

/** Not a place of its own for the processes' group, no accounting, no systemd: what any sandbox has. */
const configuration = (/** @type {string} */ folder) => `
ClusterName=test
SlurmctldHost=${hostname()}(127.0.0.1)
SlurmctldPort=26817
SlurmdPort=26818
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=cred_expire=5
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerType=sched/backfill
SchedulerParameters=sched_interval=2,batch_sched_delay=0,bf_interval=5
MpiDefault=none
ReturnToService=2
JobRequeue=1
MinJobAge=600
KillWait=5
MaxArraySize=5
StateSaveLocation=${folder}/state
SlurmdSpoolDir=${folder}/spool
SlurmctldPidFile=${folder}/slurmctld.pid
SlurmdPidFile=${folder}/slurmd.pid
SlurmctldLogFile=${folder}/log/slurmctld.log
SlurmdLogFile=${folder}/log/slurmd.log
NodeName=${hostname()} NodeAddr=127.0.0.1 CPUs=${availableParallelism()} RealMemory=${Math.floor(freemem() / 2 ** 20 / 2)} State=UNKNOWN
PartitionName=test Nodes=${hostname()} Default=YES MaxTime=INFINITE State=UP
`;

/** Starts munge unless one answers; the function stops what was started. */
function startMunge() {
  try {
    execFileSync('munge', ['-n'], { stdio: 'ignore' });
    return () => {};
  } catch {
    // none yet
  }
  mkdirSync('/run/munge', { recursive: true });
  chownSync('/run/munge', idOf('-u'), idOf('-g'));
  execFileSync('runuser', ['-u', 'munge', '--', 'munged'], { stdio: 'inherit' });
  return () => {
    const pid = Number(readIfThere('/run/munge/munged.pid'));
    if (pid > 0) process.kill(pid);
  };
}

const idOf = (/** @type {string} */ flag) =>
  Number(execFileSync('id', [flag, 'munge'], { encoding: 'utf8' }));
const readIfThere = (/** @type {string} */ path) => (existsSync(path) ? readFileSync(path, 'utf8') : '');
const which = (/** @type {string} */ program) =>
  (process.env['PATH'] ?? '').split(':').some((path) => existsSync(join(path, program)));
