import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  beginSweep,
  callProgram,
  CANCELLED,
  cancelSlurm,
  diskStore,
  journalWriter,
  retryFailed,
  sweepStatus,
} from '@goal-driven/sweep';
import { exitCodes } from '../../exitCodes';
import type { Io } from '../../Io';
import { parseExecutor, readExecutor, writeExecutor, type Executor } from './Executor';
import { launch } from './launch';
import { openFolder } from './openFolder';
import { readSweep } from './plan';
import { inOneLine } from './statusText';

type SubmitOptions = {
  readonly out: string;
  readonly executor: Executor['kind'];
  readonly workers?: number;
  readonly set: readonly string[];
};

/** Begins a sweep in a folder and sets workers to it. Gives the exit code. */
export async function submit(
  path: string,
  { out, executor: kind, workers, set }: SubmitOptions,
  io: Io,
): Promise<number> {
  const executor = parseExecutor(kind, set, workers);
  const sweep = await readSweep(path);
  const root = resolve(out);
  const store = diskStore(root);
  beginSweep(store, sweep);
  writeExecutor(store, executor);
  return launch({ root, store, sweep }, executor, io);
}

/** Sets workers to a sweep again: after a stop, a cancellation, or when some were killed. Gives the exit code. */
export async function resume(
  folder: string,
  { workers, set, executor: kind }: Partial<SubmitOptions>,
  io: Io,
): Promise<number> {
  const open = openFolder(folder);
  rmSync(join(open.root, CANCELLED), { force: true });
  const known = kind === undefined ? readExecutor(open.store) : undefined;
  const executor =
    known === undefined || workers !== undefined || (set ?? []).length > 0
      ? parseExecutor(kind ?? known!.kind, [...asSets(known, workers), ...(set ?? [])], workers)
      : known;
  writeExecutor(open.store, executor);
  return launch(open, executor, io);
}

/** An executor's options as one would type them, so that others may come on top; other workers in place of its own. */
const asSets = (executor: Executor | undefined, workers: number | undefined): string[] =>
  Object.entries(executor?.options ?? {})
    .filter(([name]) => name !== 'workers' || workers === undefined)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`);

/** Lets the failed trials of a sweep wait again. */
export function retry(folder: string, { failed }: { failed?: boolean }, io: Io): number {
  if (failed !== true) {
    io.stderr.write('error: sweep retry: say which trials: --failed\n');
    return exitCodes.usage;
  }
  const { store, root } = openFolder(folder);
  const again = retryFailed(store, journalWriter(store, `retry-${process.pid}-${Date.now()}`));
  io.stdout.write(`${again.length} trials wait again\n`);
  if (again.length > 0) io.stderr.write(`to run them:\n  goal-driven sweep resume ${root}\n`);
  return exitCodes.done;
}

/** Tells all workers of a sweep to keep what they have and stop, wherever they are. */
export async function cancel(folder: string, io: Io): Promise<number> {
  const { store, root, sweep } = openFolder(folder);
  store.create(CANCELLED, '');
  const jobs = store.list('slurm').length > 0 ? await cancelSlurm(store, callProgram) : [];
  if (jobs.length > 0) io.stdout.write(`cancelled jobs ${jobs.join(', ')}\n`);
  io.stdout.write(
    `${inOneLine(sweepStatus(store, sweep))}\nworkers stop within a heartbeat (${sweep.file.leases.heartbeat} s)\n`,
  );
  io.stderr.write(`to go on:\n  goal-driven sweep resume ${root}\n`);
  return exitCodes.done;
}
