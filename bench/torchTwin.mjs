import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/**
 * Starts the PyTorch twin of a network; `undefined` where there is no PyTorch (Debian: apt-get install
 * python3-torch). `PYTHON` names another interpreter.
 */
export const startTwin = (...args) => startScript('torchTwin.py', ...args);

/** The same of another script: what it times, the layout and the number of threads. */
export const startScript = (file, ...args) =>
  start(process.env.PYTHON ?? '/usr/bin/python3', [file, ...args], args[2]);

/** A script of ours in a process of its own. */
export const startNode = (file, args, threads) => start(process.execPath, [file, ...args], threads);

async function start(program, [file, ...args], threads) {
  const script = fileURLToPath(new URL(file, import.meta.url));
  const child = spawn(program, [script, ...args.map(String)], {
    stdio: ['pipe', 'pipe', process.env.BENCH_DEBUG === undefined ? 'ignore' : 'inherit'],
    env:
      threads === undefined
        ? process.env
        : {
            ...process.env,
            GOAL_DRIVEN_THREADS: String(threads),
            OPENBLAS_NUM_THREADS: String(threads),
            OMP_WAIT_POLICY: 'PASSIVE',
          },
  });
  child.on('error', () => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const read = async () => {
    const { value, done } = await lines.next();
    return done ? undefined : JSON.parse(value);
  };
  const hello = await read();
  if (hello === undefined) return undefined;
  return {
    ...hello,
    step: async () => {
      child.stdin.write('\n');
      return read();
    },
    stop: () => child.stdin.end(),
  };
}
