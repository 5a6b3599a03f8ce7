import { execFile } from 'node:child_process';
import { EnvironmentError } from '@goal-driven/core/arrays';

/** How a program of Slurm is called; tests may bring their own. */
export type Call = (program: string, args: readonly string[], input?: string) => Promise<string>;

/**
 * Calls a program and gives what it prints.
 *
 * @throws EnvironmentError where it is not there or ends with an error, with what it said
 */
export const callProgram: Call = (program, args, input) =>
  new Promise((resolve, reject) => {
    const child = execFile(
      program,
      [...args],
      { maxBuffer: 64 << 20, timeout: 120_000 },
      (error, stdout, stderr) => {
        if (error === null) return resolve(stdout);
        const reason =
          (error as NodeJS.ErrnoException).code === 'ENOENT'
            ? 'a machine without it'
            : stderr.trim() || error.message;
        reject(
          new EnvironmentError(`slurm: \`${program}\` must be there and do what it is told, got: ${reason}`),
        );
      },
    );
    child.stdin?.on('error', () => undefined); // it ended without reading: its exit says why
    child.stdin?.end(input ?? '');
  });

/** What this cluster allows. */
export type SlurmLimits = {
  readonly version: string;
  /** One more than the highest index of an array task; 0 where arrays are switched off. */
  readonly maxArraySize: number;
  /** Jobs that the controller keeps at a time. */
  readonly maxJobs: number;
};

/** The limits, from `scontrol show config`; what it does not say is taken as Slurm's default. */
export async function slurmLimits(call: Call): Promise<SlurmLimits> {
  const text = await call('scontrol', ['show', 'config']);
  const value = (key: string) => new RegExp(`^${key}\\s*=\\s*(\\S+)`, 'mi').exec(text)?.[1];
  const number = (key: string, otherwise: number) => {
    const found = value(key) ?? '';
    return /^\d{1,9}$/.test(found) ? Number(found) : otherwise;
  };
  return {
    version: value('SLURM_VERSION') ?? 'unknown',
    maxArraySize: number('MaxArraySize', 1001),
    maxJobs: number('MaxJobCount', 10_000),
  };
}

/** Hands in a script; the job's number. */
export async function sbatch(call: Call, script: string, more: readonly string[] = []): Promise<string> {
  const answer = (await call('sbatch', ['--parsable', ...more], script)).trim();
  const job = /^(\d+)(;\S+)?$/.exec(answer.split('\n').at(-1) ?? '')?.[1]; // a cluster's name may follow
  if (job === undefined)
    throw new EnvironmentError(`slurm: sbatch must answer with the job's number, got ${answer}`);
  return job;
}

/** Tasks of jobs that the queue still has, each as `<job>_<task>`, with its state. Jobs that it has forgotten are gone. */
export async function queued(
  call: Call,
  jobs: readonly string[],
): Promise<{ readonly [task: string]: string }> {
  if (jobs.length === 0) return {};
  // All of this user's: asked for a job that it has forgotten, squeue fails and says nothing of the others.
  const text = await call('squeue', ['--me', '--noheader', '--array', '--format=%A|%F|%i|%T']);
  const rows = text.split('\n').filter((line) => line.trim() !== '');
  return Object.fromEntries(
    rows.flatMap((row) => {
      const [job = '', array = '', task = '', state = ''] = row.trim().split('|');
      return jobs.includes(job) || jobs.includes(array) ? [[task, state]] : [];
    }),
  );
}
