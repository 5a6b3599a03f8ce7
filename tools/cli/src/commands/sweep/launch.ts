import { basename } from 'node:path';
import { abortOnSignals } from '@goal-driven/core';
import { callProgram, kubernetesJob, runLocal, submitSlurm, sweepStatus } from '@goal-driven/sweep';
import { exitCodes } from '../../exitCodes';
import type { Io } from '../../Io';
import { statusLine, statusText } from './statusText';
import type { Executor } from './Executor';
import type { OpenFolder } from './openFolder';

/** How often the line on the terminal is renewed, ms. */
const PACE = 1000;

/** Sets workers to a sweep. On this machine it waits for them; to a cluster it hands them in. Gives the exit code. */
export async function launch(open: OpenFolder, executor: Executor, io: Io): Promise<number> {
  switch (executor.kind) {
    case 'local':
      return here(open, executor.options, io);
    case 'slurm':
      return toSlurm(open, executor.options, io);
    case 'kubernetes':
      io.stdout.write(`${JSON.stringify(kubernetesJob(executor.options), undefined, 2)}\n`);
      io.stderr.write('put the sweep on the volume, then pipe this manifest into: kubectl apply -f -\n');
      return exitCodes.done;
  }
}

async function here(
  { root, store, sweep }: OpenFolder,
  options: Extract<Executor, { kind: 'local' }>['options'],
  io: Io,
): Promise<number> {
  const { signal, release } = abortOnSignals();
  const look = () => sweepStatus(store, sweep);
  const line = statusLine(io.stderr);
  const shown = setInterval(() => line.show(look()), io.stderr.isTTY ? PACE : 10 * PACE);
  try {
    await runLocal({
      ...options,
      command: [process.execPath, process.argv[1]!, 'sweep', 'work', root],
      signal,
      isUnfinished: () => look().state !== 'done',
      say: (message) => {
        line.end();
        io.stderr.write(`${message}\n`);
      },
    });
  } finally {
    clearInterval(shown);
    line.end();
    release();
  }
  const status = look();
  io.stdout.write(statusText(status));
  if (status.state === 'done') return status.failed > 0 ? exitCodes.failed : exitCodes.done;
  if (status.reason !== undefined) {
    io.stderr.write(
      `error: sweep: every objective must be a score of the study, got: ${status.reason}\n` +
        `begin it anew with other objectives; or, where other trials have this one:\n  goal-driven sweep resume ${root}\n`,
    );
    return exitCodes.failed;
  }
  io.stderr.write(`not through; nothing is lost. To go on:\n  goal-driven sweep resume ${root}\n`);
  return exitCodes.interrupted;
}

async function toSlurm(
  { root, store, sweep }: OpenFolder,
  options: Extract<Executor, { kind: 'slurm' }>['options'],
  io: Io,
): Promise<number> {
  const { waiting, running, total, finished, failed } = sweepStatus(store, sweep);
  const command = [process.execPath, process.argv[1]!, 'sweep'];
  const { jobs, workers, live } = await submitSlurm({
    options,
    store,
    root,
    name: basename(root),
    worker: [
      ...command,
      'work',
      root,
      '--idle',
      String(options.idle),
      '--grace',
      String(Math.max(5, options.signalSeconds - 10)),
    ],
    collect: [...command, 'collect', root],
    left: Math.max(waiting + running.length, total - finished - failed),
    call: callProgram,
  });
  const told =
    workers === 0
      ? `no new workers: ${live} are in the queue`
      : `${workers} workers in ${jobs.length} jobs: ${jobs.join(', ')}`;
  io.stdout.write(`${told}\n`);
  return exitCodes.done;
}
