import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SlurmOptions } from './SlurmOptions';
import { slurmScript } from './slurmScript';

describe('a batch script', () => {
  it('asks for nothing that it was not told, and passes the signal on', () => {
    const script = slurmScript({
      options: SlurmOptions.parse({}),
      name: 'grid',
      logs: '/data/grid/slurm',
      command: ['/usr/bin/node', '/opt/goal-driven.js', 'sweep', 'work', '/data/grid'],
    });
    expect(script).toBe(`#!/bin/bash
#SBATCH --job-name=grid
#SBATCH --output=/data/grid/slurm/%j.txt
#SBATCH --open-mode=append
#SBATCH --requeue
#SBATCH --signal=B:TERM@120
#SBATCH --nodes=1
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=1
set -eu
told=0 worker=
trap 'told=$((told + 1)); [ -z "$worker" ] || kill -TERM "$worker" 2>/dev/null || true' TERM
again() {
  scontrol requeue "\${SLURM_ARRAY_JOB_ID:-$SLURM_JOB_ID}\${SLURM_ARRAY_TASK_ID:+_$SLURM_ARRAY_TASK_ID}"
  echo "told to stop before the worker listened; this task is requeued"
  exit 75
}
export OMP_NUM_THREADS="\${SLURM_CPUS_PER_TASK:-1}"
[ "$told" = 0 ] || again
/usr/bin/node /opt/goal-driven.js sweep work /data/grid &
worker=$!
[ "$told" = 0 ] || kill -TERM "$worker"
while :; do
  before=$told code=0
  wait "$worker" || code=$?
  [ "$told" = "$before" ] && break
done
[ "$told" = 0 ] || [ "$code" != 143 ] || again
exit "$code"
`);
  });

  it('holds all that a cluster may be told, quoted where a shell would read it otherwise', () => {
    const script = slurmScript({
      options: SlurmOptions.parse({
        ...{ atOnce: 8, time: '4:00:00', signalSeconds: 300, partition: 'gpu', account: 'lab', qos: 'high' },
        ...{ constraint: 'a100|h100', gpus: 'a100:1', cpus: 6, memory: '16G', modules: ['cuda/12.1', 'gcc'] },
        ...{ container: 'apptainer exec image.sif', setup: ['source ~/it.sh', 'ulimit -c 0'] },
      }),
      name: 'my sweep',
      logs: "/data/it's",
      tasks: 40,
      command: ['node', 'a b'],
    });
    expect(script).toBe(`#!/bin/bash
#SBATCH --job-name='my sweep'
#SBATCH --array=0-39%8
#SBATCH --output='/data/it'\\''s/%A_%a.txt'
#SBATCH --open-mode=append
#SBATCH --requeue
#SBATCH --signal=B:TERM@300
#SBATCH --nodes=1
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=6
#SBATCH --time=4:00:00
#SBATCH --mem=16G
#SBATCH --gpus=a100:1
#SBATCH --partition=gpu
#SBATCH --account=lab
#SBATCH --qos=high
#SBATCH --constraint='a100|h100'
set -eu
told=0 worker=
trap 'told=$((told + 1)); [ -z "$worker" ] || kill -TERM "$worker" 2>/dev/null || true' TERM
again() {
  scontrol requeue "\${SLURM_ARRAY_JOB_ID:-$SLURM_JOB_ID}\${SLURM_ARRAY_TASK_ID:+_$SLURM_ARRAY_TASK_ID}"
  echo "told to stop before the worker listened; this task is requeued"
  exit 75
}
module load cuda/12.1
module load gcc
source ~/it.sh
ulimit -c 0
export OMP_NUM_THREADS="\${SLURM_CPUS_PER_TASK:-6}"
[ "$told" = 0 ] || again
apptainer exec image.sif node 'a b' &
worker=$!
[ "$told" = 0 ] || kill -TERM "$worker"
while :; do
  before=$told code=0
  wait "$worker" || code=$?
  [ "$told" = "$before" ] && break
done
[ "$told" = 0 ] || [ "$code" != 143 ] || again
exit "$code"
`);
  });

  it('of one array task is still an array', () => {
    const task = { options: SlurmOptions.parse({}), name: 'x', logs: '/x', tasks: 1, command: ['true'] };
    expect(slurmScript(task)).toContain('#SBATCH --array=0-0\n#SBATCH --output=/x/%A_%a.txt\n');
  });

  it('runs under bash with the cores that Slurm gave', () => {
    const script = slurmScript({
      options: SlurmOptions.parse({ cpus: 3, setup: ['export SAID="by setup"'], container: 'env --' }),
      ...{ name: 'x', logs: '/x' },
      command: ['sh', '-c', 'echo "$OMP_NUM_THREADS $SAID"'],
    });
    const run = (env: object) =>
      execFileSync('bash', { input: script, encoding: 'utf8', env: { PATH: process.env['PATH'], ...env } });
    expect(run({})).toBe('3 by setup\n');
    expect(run({ SLURM_CPUS_PER_TASK: '12' })).toBe('12 by setup\n');
  });

  describe('told to stop', () => {
    /** Runs a script under bash with a `scontrol` that tells what it is asked; TERM as soon as it prints `now`. */
    async function told(command: readonly string[], setup: readonly string[] = []) {
      const folder = mkdtempSync(join(tmpdir(), 'slurm-'));
      writeFileSync(join(folder, 'scontrol'), '#!/bin/sh\necho "scontrol $*"\n', { mode: 0o755 });
      const options = SlurmOptions.parse({ setup: [...setup] });
      writeFileSync(join(folder, 'job'), slurmScript({ options, name: 'x', logs: '/x', tasks: 9, command }));
      const env = { PATH: `${folder}:${process.env['PATH']}`, SLURM_JOB_ID: '14' };
      const array = { SLURM_ARRAY_JOB_ID: '12', SLURM_ARRAY_TASK_ID: '3' };
      const child = spawn('bash', [join(folder, 'job')], { env: { ...env, ...array } });
      let printed = '';
      child.stdout.on('data', (text: Buffer) => {
        printed += text.toString();
        if (text.toString().includes('now')) child.kill('SIGTERM');
      });
      const [code] = (await once(child, 'close')) as [number];
      rmSync(folder, { recursive: true });
      return { code, printed };
    }
    const requeued =
      'now\nscontrol requeue 12_3\ntold to stop before the worker listened; this task is requeued\n';

    it('before the worker listens, has the task requeued in its stead', async () => {
      expect(await told(['sh', '-c', 'echo now; exec sleep 60'])).toEqual({ code: 75, printed: requeued });
    });

    it('before the worker begins, too', async () => {
      const slow = await told(['echo', 'begun'], ['echo now; sleep 0.5']);
      expect(slow).toEqual({ code: 75, printed: requeued });
    });

    it('leaves it to a worker that listens, and ends as it does', async () => {
      const listening = `trap 'echo heard; sleep 0.2; exit 75' TERM; echo now; while :; do sleep 0.05; done`;
      expect(await told(['sh', '-c', listening])).toEqual({ code: 75, printed: 'now\nheard\n' });
      expect(await told(['sh', '-c', 'trap "exit 3" TERM; echo now; sleep 0.5'])).toMatchObject({ code: 3 });
    });
  });
});
