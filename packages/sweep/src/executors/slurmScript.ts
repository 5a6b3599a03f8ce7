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
 * A batch script. The shell passes on the signal before the time limit; the worker then has the job requeued. A worker
 * that is told before it listens, in its first second or while modules load, dies of the signal: the shell has the job
 * requeued in its stead. Nothing but `sbatch`'s own options is asked of the site.
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
    ...watch,
    ...options.modules.map((module) => `module load ${module}`),
    ...options.setup,
    `export OMP_NUM_THREADS="\${SLURM_CPUS_PER_TASK:-${cpus}}"`,
    '[ "$told" = 0 ] || again',
    `${options.container === undefined ? '' : `${options.container} `}${words} &`,
    'worker=$!',
    '[ "$told" = 0 ] || kill -TERM "$worker"',
    ...waitForWorker,
    '',
  ].join('\n');
}

const watch = [
  'told=0 worker=',
  `trap 'told=$((told + 1)); [ -z "$worker" ] || kill -TERM "$worker" 2>/dev/null || true' TERM`,
  'again() {',
  '  scontrol requeue "${SLURM_ARRAY_JOB_ID:-$SLURM_JOB_ID}${SLURM_ARRAY_TASK_ID:+_$SLURM_ARRAY_TASK_ID}"',
  '  echo "told to stop before the worker listened; this task is requeued"',
  '  exit 75',
  '}',
];

/** A signal ends `wait` too, and says nothing of the worker: then it is waited for again. */
const waitForWorker = [
  'while :; do',
  '  before=$told code=0',
  '  wait "$worker" || code=$?',
  '  [ "$told" = "$before" ] && break',
  'done',
  '[ "$told" = 0 ] || [ "$code" != 143 ] || again',
  'exit "$code"',
];
