import { ConfigError } from '@goal-driven/core/arrays';
import { z } from 'zod';
import type { Store } from '../protocol/Store';
import { queued, sbatch, slurmLimits, type Call } from './slurmCommands';
import type { SlurmOptions } from './SlurmOptions';
import { slurmScript } from './slurmScript';

const JOBS = 'slurm/jobs.jsonl';
const JobLine = z.object({ job: z.string().regex(/^\d+$/), tasks: z.int().min(0) });

export type Submission = {
  readonly options: SlurmOptions;
  readonly store: Store;
  /** Absolute path of the sweep's folder, as the nodes see it. */
  readonly root: string;
  readonly name: string;
  /** The command line of a worker, and that of the last job. */
  readonly worker: readonly string[];
  readonly collect: readonly string[];
  /** Trials that are left. */
  readonly left: number;
  readonly call: Call;
};

export type Submitted = {
  readonly jobs: readonly string[];
  readonly workers: number;
  /** Tasks of earlier submissions that the queue still has. */
  readonly live: number;
};

/**
 * Hands in the workers that a sweep lacks, as job arrays within the cluster's limits, and a job after them that
 * collects. A sweep whose workers are all in the queue gets none.
 *
 * @throws EnvironmentError where Slurm is not there or refuses; ConfigError for more workers than it takes
 */
export async function submitSlurm(submission: Submission): Promise<Submitted> {
  const { options, store, root, name, worker, collect, left, call } = submission;
  const { maxArraySize, maxJobs } = await slurmLimits(call);
  const live = Object.keys(await queued(call, workerJobs(store))).length;
  const workers = Math.max(0, Math.min(options.workers, left) - live);
  if (workers > maxJobs) {
    throw new ConfigError(`slurm: workers must be at most ${maxJobs} on this cluster, got ${workers}`);
  }
  const logs = `${root}/slurm`;
  const jobs: string[] = [];
  const most = Math.max(1, maxArraySize);
  for (let rest = workers; rest > 0; rest -= most) {
    const tasks = Math.min(rest, most);
    const array = maxArraySize === 0 ? undefined : tasks;
    const script = slurmScript({ options, name, logs, tasks: array, command: worker });
    store.replace('slurm/worker.sh', script);
    const job = await sbatch(call, script);
    noteJob(store, { job, tasks });
    jobs.push(job);
  }
  if (jobs.length > 0 && options.collect) {
    const script = slurmScript({
      options: { ...options, gpus: undefined },
      name: `${name}-collect`,
      logs,
      command: collect,
    });
    store.replace('slurm/collect.sh', script);
    const job = await sbatch(call, script, [
      `--dependency=afterany:${jobs.join(':')}`,
      '--kill-on-invalid-dep=yes',
    ]);
    noteJob(store, { job, tasks: 0 });
  }
  return { jobs, workers, live };
}

/** On a line of its own, even where the last one was cut off. */
const noteJob = (store: Store, line: z.output<typeof JobLine>): void =>
  store.append(JOBS, `\n${JSON.stringify(line)}\n`);

/** Numbers of all jobs that were handed in for a sweep. */
export const slurmJobs = (store: Store): string[] => jobLines(store).map(({ job }) => job);

const workerJobs = (store: Store): string[] =>
  jobLines(store)
    .filter(({ tasks }) => tasks > 0)
    .map(({ job }) => job);

function jobLines(store: Store): z.output<typeof JobLine>[] {
  const lines = (store.read(JOBS) ?? '').split('\n').filter((line) => line !== '');
  return lines.flatMap((line) => {
    try {
      return [JobLine.parse(JSON.parse(line))];
    } catch {
      return []; // cut off when its writer died: the queue still knows the job, and its workers end by themselves
    }
  });
}

/**
 * Takes the tasks of a sweep that wait in the queue out of it; the numbers of their jobs. Running ones stop by themselves:
 * `scancel` would tell both a worker and its shell, which passes it on, and a worker that is told twice keeps nothing.
 */
export async function cancelSlurm(store: Store, call: Call): Promise<string[]> {
  const tasks = Object.entries(await queued(call, slurmJobs(store)));
  const waiting = tasks.filter(([, state]) => state === 'PENDING').map(([task]) => task.split('_')[0]!);
  const jobs = [...new Set(waiting)];
  if (jobs.length > 0) await call('scancel', ['--state=PENDING', ...jobs]);
  return jobs;
}

/**
 * Has this task of Slurm begin again, where it is one: for a worker that was told to stop before its time was over.
 * Gives whether it did.
 */
export async function requeueThisTask(env: NodeJS.ProcessEnv, call: Call): Promise<boolean> {
  const array = env['SLURM_ARRAY_JOB_ID'];
  const task = env['SLURM_ARRAY_TASK_ID'];
  const job = array !== undefined && task !== undefined ? `${array}_${task}` : env['SLURM_JOB_ID'];
  if (job === undefined) return false;
  await call('scontrol', ['requeue', job]);
  return true;
}
