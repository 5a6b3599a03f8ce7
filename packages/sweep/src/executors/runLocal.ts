import { spawn, type ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';

export type LocalOptions = {
  /** Worker processes at a time. */
  readonly workers: number;
  /** The command line of one worker. */
  readonly command: readonly [program: string, ...args: string[]];
  /** Aborted when the workers are to keep what they have and stop. */
  readonly signal: AbortSignal;
  /** Whether there is work left: a worker that dies meanwhile is replaced. */
  readonly isUnfinished: () => boolean;
  readonly say: (message: string) => void;
  /** Threads of each worker; the cores shared out, where left out. */
  readonly threads?: number | undefined;
};

/** What the workers' processes ended with, once none is left. */
export type LocalEnd = { readonly codes: readonly (number | null)[]; readonly replaced: number };

/** A worker's exit codes that mean it knew what it did: done, or stopped. */
const IN_ORDER = new Set<number | null>([0, 75]);

/** How often in a row workers may die within a second of their birth before it is no use. */
const STILLBORN = 5;

/**
 * Runs workers as child processes on this machine, with the cores shared out among them, until each has ended
 * in order. One that dies is replaced.
 */
export async function runLocal(options: LocalOptions): Promise<LocalEnd> {
  const { workers, signal, isUnfinished, say } = options;
  const codes: (number | null)[] = [];
  let replaced = 0;
  let stillborn = 0;
  const keepOne = async () => {
    for (;;) {
      const began = performance.now();
      const { code, by } = await oneWorker(options);
      codes.push(code);
      if (IN_ORDER.has(code) || signal.aborted || !isUnfinished()) return;
      say(`a worker ended by ${by ?? `exit code ${code}`}; another takes its place`);
      stillborn = performance.now() - began < 1000 ? stillborn + 1 : 0;
      if (stillborn >= STILLBORN)
        return say(`${STILLBORN} workers in a row died at birth; none takes their place`);
      replaced += 1;
    }
  };
  await Promise.all(Array.from({ length: workers }, keepOne));
  return { codes, replaced };
}

type End = { readonly code: number | null; readonly by: NodeJS.Signals | null };

function oneWorker({ workers, command: [program, ...args], signal, threads }: LocalOptions): Promise<End> {
  if (signal.aborted) return Promise.resolve({ code: 75, by: null });
  const share = threads ?? Math.max(1, Math.floor(availableParallelism() / workers));
  const child: ChildProcess = spawn(program, args, {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'], // a worker whose channel closes stops: this process is gone
    detached: true, // the terminal's Ctrl-C is for this process, which passes it on
    env: { ...process.env, OMP_NUM_THREADS: String(share) },
  });
  const stop = () => child.kill('SIGTERM');
  signal.addEventListener('abort', stop);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, by) => {
      signal.removeEventListener('abort', stop);
      resolve({ code, by });
    });
  });
}
