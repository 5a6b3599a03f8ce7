import { shellWord } from './shellWord';
import type { SlurmOptions } from './SlurmOptions';

export type SlurmTask = {
  readonly options: SlurmOptions;
  /** A word for people, in lists of jobs. */
  readonly name: string;
  /** The folder for what the tasks print. */
  readonly logs: string;
  /** Number of array tasks; a single job where left out. */
  readonly tasks?: number | undefined;
  readonly command: readonly string[];
};

/**
 * A batch script. The worker takes the shell's place (`exec`), so that the signal before the time limit reaches it;
 * it then has the job requeued. Nothing but `sbatch`'s own options is asked of the site.
 */
export function slurmScript({ options, name, logs, tasks, command }: SlurmTask): string {
  const { atOnce, time, signalSeconds, partition, account, qos, constraint, gpus, cpus, memory } = options;
  const flags: readonly (readonly [flag: string, value: string | number | undefined])[] = [
    ['job-name', name],
    ['array', tasks === undefined ? undefined : `0-${tasks - 1}${atOnce === undefined ? '' : `%${atOnce}`}`],
    ['output', `${logs}/${tasks === undefined ? '%j' : '%A_%a'}.txt`],
    ['open-mode', 'append'],
    ['requeue', ''],
    ['signal', `B:TERM@${signalSeconds}`],
    ['nodes', 1],
    ['ntasks', 1],
    ['cpus-per-task', cpus],
    ['time', time],
    ['mem', memory],
    ['gpus', gpus],
    ['partition', partition],
    ['account', account],
    ['qos', qos],
    ['constraint', constraint],
  ];
  const said = flags.flatMap(([flag, value]) =>
    value === undefined ? [] : [`#SBATCH --${flag}${value === '' ? '' : `=${shellWord(String(value))}`}`],
  );
  const words = command.map(shellWord).join(' ');
  return [
    '#!/bin/bash',
    ...said,
    'set -eu',
    ...options.modules.map((module) => `module load ${module}`),
    ...options.setup,
    `export OMP_NUM_THREADS="\${SLURM_CPUS_PER_TASK:-${cpus}}"`,
    `exec ${options.container === undefined ? '' : `${options.container} `}${words}`,
    '',
  ].join('\n');
}
