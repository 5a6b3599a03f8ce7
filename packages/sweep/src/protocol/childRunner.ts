import { fork, type ChildProcess } from 'node:child_process';
import type { Json } from '@goal-driven/core';
import { residentMemory } from '@goal-driven/core/files';
import type { SweepFile } from '../SweepFile';
import { helperFlags } from './helperFlags';
import { prepareRunFolder, removeEarlierRuns } from './prepareRunFolder';
import type { FromChild, ToChild } from './trialMessages';
import type { TrialEnd, TrialRunner, TrialTask } from './TrialRunner';

export type ChildOptions = {
  /** The sweep's folder. */
  readonly root: string;
  readonly file: SweepFile;
  /** The program that calls `serveTrials`, and its arguments. */
  readonly program: readonly [path: string, ...args: string[]];
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** How long a trial may take to keep what it has when told to stop, ms. */
  readonly grace?: number | undefined;
};

/** How often the memory of a child is looked at, ms. */
const LOOK = 500;

/**
 * Runs trials in a process of their own, the same one for all until it dies: what crashes, hangs or eats the
 * memory there costs one attempt at one trial, and the worker goes on with a new process.
 */
export function childRunner({ root, file, program, env, grace = 60_000 }: ChildOptions): {
  readonly run: TrialRunner;
  close(): void;
} {
  let child: ChildProcess | undefined;
  const sweep = JSON.parse(JSON.stringify(file)) as { readonly [key: string]: Json };
  const start = (): ChildProcess =>
    fork(program[0], program.slice(1), {
      serialization: 'advanced', // NaN stays NaN
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      execArgv: [...process.execArgv, ...helperFlags(env ?? process.env)],
      ...(env && { env }),
    });
  const run = async ({ trial, attempt, signal }: TrialTask): Promise<TrialEnd> => {
    const { id, point, budget, seed } = trial;
    const folder = prepareRunFolder(root, id, attempt);
    child ??= start();
    const { limits } = file;
    const end = await supervise(
      child,
      { kind: 'run', sweep, point, budget, seed, folder },
      { limits, signal, grace },
    );
    if (!child.connected || child.killed || child.exitCode !== null) child = undefined;
    if (end.kind === 'finished') removeEarlierRuns(root, id, attempt);
    return end;
  };
  return {
    run,
    close: () => {
      child?.kill('SIGKILL');
      child = undefined;
    },
  };
}

type Terms = { readonly limits: SweepFile['limits']; readonly signal: AbortSignal; readonly grace: number };

/** Sends a task and waits for its end, the child's, or that of a limit. */
function supervise(child: ChildProcess, task: ToChild, { limits, signal, grace }: Terms): Promise<TrialEnd> {
  return new Promise((resolve) => {
    const timers: NodeJS.Timeout[] = [];
    const finish = (end: TrialEnd, kill = false) => {
      timers.forEach(clearTimeout); // clears intervals too
      child.off('message', onMessage).off('exit', onExit).off('error', onError);
      signal.removeEventListener('abort', onStop);
      if (kill) child.kill('SIGKILL');
      resolve(end);
    };
    const onMessage = (message: unknown) => {
      const told = message as FromChild;
      if (told.kind === 'end') finish(told.end);
    };
    const onExit = (code: number | null, by: NodeJS.Signals | null) =>
      finish(
        signal.aborted
          ? { kind: 'interrupted' }
          : { kind: 'crashed', message: `its process ended by ${by ?? `exit code ${code}`}` },
      );
    const onError = (error: Error) => finish({ kind: 'crashed', message: error.message }, true);
    const onStop = () => {
      if (child.connected) child.send({ kind: 'stop' } satisfies ToChild, () => undefined);
      timers.push(setTimeout(() => finish({ kind: 'interrupted' }, true), grace));
    };
    const { seconds, memory } = limits;
    child.on('message', onMessage).on('exit', onExit).on('error', onError);
    if (signal.aborted) onStop();
    signal.addEventListener('abort', onStop);
    if (seconds !== undefined) {
      const message = `it took longer than its limit of ${seconds} s`;
      timers.push(setTimeout(() => finish({ kind: 'failed', message }, true), seconds * 1000));
    }
    if (memory !== undefined) {
      const look = () => {
        const held = residentMemory(child.pid ?? 0);
        const message = `its process held ${Math.round(held)} MB, more than its limit of ${memory} MB`;
        if (held > memory) finish({ kind: 'failed', message }, true);
      };
      timers.push(setInterval(look, LOOK));
    }
    child.send(task, (error) => error && onError(error));
  });
}
