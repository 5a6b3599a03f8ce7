import type { WasmMemory } from '@goal-driven/core/arrays';
import type { Job, Jobs } from './_kernels';
import { nodeModule } from './_nodeModules';

export type ThreadPool = {
  /** Computes every chunk of a job, together with the helpers, and returns when the last is done. */
  run(job: Job, args: readonly number[], chunks: number): void;
};

export type ThreadPoolParts = {
  readonly module: object;
  readonly memory: WasmMemory<SharedArrayBuffer>;
  /** Those of the calling thread. */
  readonly jobs: Jobs;
  readonly helpers: number;
};

/*
 * The words that threads share. NEXT holds the generation of a job and its next chunk, or CLOSED. A chunk is claimed
 * by raising NEXT from the value under which the job's words were read, and these change only while NEXT is CLOSED:
 * a helper that comes late, with the words of a job that is over, finds NEXT changed and claims nothing.
 */
const [NEXT, DONE, CHUNKS, JOB, COUNT, ARGUMENTS] = [0, 1, 2, 3, 4, 5];
const MOST_ARGUMENTS = 16;
const CLOSED = -1;
/** Of NEXT: low bits count chunks, high ones generations, which come round after half a million jobs. */
const BITS = 12;
const GENERATIONS = 2 ** (31 - BITS);
const MASK = 2 ** BITS - 1;

/**
 * Threads that wait for jobs over a shared memory. They start with the first job, need nothing of the event loop, which
 * the caller blocks, and keep no process alive; one that fails to start is not missed.
 */
export function threadPool({ module, memory, jobs, helpers }: ThreadPoolParts): ThreadPool {
  const control = new Int32Array(new SharedArrayBuffer(4 * (ARGUMENTS + MOST_ARGUMENTS)));
  Atomics.store(control, NEXT, CLOSED);
  const names = Object.keys(jobs).filter((name) => typeof jobs[name as Job] === 'function') as Job[];
  for (let helper = 0; helper < helpers; helper++) startHelper({ module, memory, control, names });
  let generation = 0;
  const run: ThreadPool['run'] = (job, args, chunks) => {
    generation = (generation + 1) % GENERATIONS;
    publish(control, { job: names.indexOf(job), args, chunks, generation });
    for (let chunk = claim(control, chunks); chunk >= 0; chunk = claim(control, chunks)) {
      jobs[job](chunk, ...args);
      Atomics.add(control, DONE, 1);
    }
    for (let done = Atomics.load(control, DONE); done < chunks; done = Atomics.load(control, DONE))
      Atomics.wait(control, DONE, done);
    Atomics.store(control, NEXT, CLOSED);
  };
  return { run };
}

type Published = { job: number; args: readonly number[]; chunks: number; generation: number };

function publish(control: Int32Array, { job, args, chunks, generation }: Published): void {
  Atomics.store(control, DONE, 0);
  Atomics.store(control, CHUNKS, chunks);
  Atomics.store(control, JOB, job);
  Atomics.store(control, COUNT, args.length);
  args.forEach((value, index) => Atomics.store(control, ARGUMENTS + index, value));
  Atomics.store(control, NEXT, generation << BITS);
  Atomics.notify(control, NEXT);
}

/** The caller's claim; -1 when none is left. */
function claim(control: Int32Array, chunks: number): number {
  for (;;) {
    const next = Atomics.load(control, NEXT);
    if ((next & MASK) >= chunks) return -1;
    if (Atomics.compareExchange(control, NEXT, next, next + 1) === next) return next & MASK;
  }
}

/** The same claim; a helper sleeps while there is nothing to claim. */
const HELPER = `
const { module, memory, control, names } = require('node:worker_threads').workerData;
const { exports } = new WebAssembly.Instance(module, { env: { memory } });
for (;;) {
  const next = Atomics.load(control, ${NEXT});
  const chunk = next & ${MASK};
  if (next === ${CLOSED} || chunk >= Atomics.load(control, ${CHUNKS})) {
    Atomics.wait(control, ${NEXT}, next);
    continue;
  }
  const run = exports[names[Atomics.load(control, ${JOB})]];
  const count = Atomics.load(control, ${COUNT});
  const args = Array.from({ length: count }, (_, index) => Atomics.load(control, ${ARGUMENTS} + index));
  if (Atomics.compareExchange(control, ${NEXT}, next, next + 1) !== next) continue;
  run(chunk, ...args);
  Atomics.add(control, ${DONE}, 1);
  Atomics.notify(control, ${DONE});
}`;

type HelperData = {
  module: object;
  memory: WasmMemory<SharedArrayBuffer>;
  control: Int32Array;
  names: readonly Job[];
};

function startHelper(workerData: HelperData): void {
  const workers = nodeModule('node:worker_threads');
  if (workers === undefined) return;
  // Without the flags of the process: a loader or an inspector is none of a helper's business.
  const worker = new workers.Worker(HELPER, { eval: true, execArgv: [], workerData });
  worker.on('error', () => undefined);
  worker.unref();
}
