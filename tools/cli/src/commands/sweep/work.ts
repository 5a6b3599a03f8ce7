import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { abortOnSignals, isGone, thisProcess } from '@goal-driven/core';
import {
  callProgram,
  childRunner,
  requeueThisTask,
  runWorker,
  serveTrials,
  systemClock,
  type WorkerEnd,
} from '@goal-driven/sweep';
import { exitCodes } from '../../exitCodes';
import type { Io } from '../../Io';
import { named, openFolder } from './openFolder';

type Options = { readonly idle?: number; readonly most?: number; readonly grace?: number };

/**
 * One worker: takes trials until none is left. In a task of Slurm that is told to stop before the end of its time,
 * has the task requeued. Gives the exit code.
 */
export async function work(folder: string, { idle, most, grace }: Options, { stderr }: Io): Promise<number> {
  const { root, store, sweep } = openFolder(folder);
  const name = `${hostname().replaceAll(/[^\w-]/g, '-')}-${process.pid}-${randomUUID().slice(0, 8)}`;
  const say = (message: string) => void stderr.write(`${name}: ${message}\n`);
  const { signal, release } = abortOnSignals();
  const orphaned = new AbortController();
  process.on('disconnect', () => orphaned.abort()); // of the process that shares out the cores
  const children = childRunner({
    root,
    file: sweep.file,
    program: [process.argv[1]!, 'sweep', 'serve'],
    ...(grace !== undefined && { grace: grace * 1000 }),
  });
  try {
    const end = await runWorker({
      sweep,
      store,
      clock: systemClock,
      runner: children.run,
      name,
      process: thisProcess(),
      isGone,
      signal: AbortSignal.any([signal, orphaned.signal]),
      idle,
      most,
      say,
    });
    say(said[end]);
    if (end !== 'interrupted') return exitCodes.done;
    if (await requeueThisTask(process.env, callProgram)) say('this task is requeued');
    return exitCodes.interrupted;
  } finally {
    children.close();
    release();
    if (process.connected) process.disconnect();
  }
}

const said: { readonly [end in WorkerEnd]: string } = {
  done: 'the sweep is through',
  interrupted: 'told to stop; its trial is given back',
  cancelled: 'the sweep is cancelled',
  idle: 'nothing left to run here',
  enough: 'has run as many trials as it was to',
};

/** The process within which a worker's trials run; it ends with the worker. */
export function serve(): Promise<never> {
  serveTrials(named);
  return new Promise(() => undefined);
}
