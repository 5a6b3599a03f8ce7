import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { SlurmOptions } from './SlurmOptions';
import { slurmScript } from './slurmScript';

describe('a batch script', () => {
  it('asks for nothing that it was not told, and puts the worker in the place of the shell', () => {
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
export OMP_NUM_THREADS="\${SLURM_CPUS_PER_TASK:-1}"
exec /usr/bin/node /opt/goal-driven.js sweep work /data/grid
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
module load cuda/12.1
module load gcc
source ~/it.sh
ulimit -c 0
export OMP_NUM_THREADS="\${SLURM_CPUS_PER_TASK:-6}"
exec apptainer exec image.sif node 'a b'
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
});
