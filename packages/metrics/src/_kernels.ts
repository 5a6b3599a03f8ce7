import { webAssembly, type WasmMemory } from '@goal-driven/core/arrays';
import { fusedBinary, plainBinary } from './_binary.generated';
import { environmentVariable, nodeModule, nodeRelease } from './_nodeModules';
import { threadPool, type ThreadPool } from './_threadPool';

/** The jobs of `assembly/`: each takes the number of a chunk, then what describes the whole. */
export type Job =
  | 'correlate'
  | 'descendPath'
  | 'growTree'
  | 'multiplyPacked'
  | 'packPanels'
  | 'projectRows'
  | 'reflectRest'
  | 'ringSums'
  | 'rotateRows';
export type Jobs = Readonly<Record<Job, (chunk: number, ...args: number[]) => void>>;

export type Kernels = {
  /** Whether products are fused multiply-adds. */
  readonly fused: boolean;
  /** Doubles of the shared memory, at least `count`, which last until the next call. */
  doubles(count: number): Float64Array;
  /** Runs all chunks of a job, on helping threads too where `helped`; args are integers, addresses in bytes. */
  run(job: Job, args: readonly number[], work: { readonly chunks: number; readonly helped: boolean }): void;
};

const PAGE = 65536;
/** As the binary declares: 256 MB. Blocks of a few MB are what is held. */
const MOST_PAGES = 4096;

let known: { readonly kernels: Kernels | undefined } | undefined;

/**
 * The compiled kernels over a memory that threads share; `undefined` where the engine cannot run them, and with
 * `GOAL_DRIVEN_COMPILED=0`. Which thread computes a chunk changes no bit.
 *
 * Fused multiply-adds (relaxed SIMD) are used where the engine has them, on Node 20 behind a flag that is raised
 * here; `GOAL_DRIVEN_WASM_FMA=0` keeps to plain SIMD, whose bits are the same on every machine.
 */
export function kernels(): Kernels | undefined {
  known ??= { kernels: environmentVariable('GOAL_DRIVEN_COMPILED') === '0' ? undefined : tryToCreate() };
  return known.kernels;
}

/** A browser may lack shared memory or SIMD: plain loops then do the work. */
function tryToCreate(): Kernels | undefined {
  try {
    return create();
  } catch {
    return undefined;
  }
}

function create(): Kernels {
  const fused = canFuse();
  const module = new webAssembly.Module(bytesOf(fused ? fusedBinary : plainBinary));
  const memory = new webAssembly.Memory({ initial: 1, maximum: MOST_PAGES, shared: true });
  const jobs = new webAssembly.Instance(module, { env: { memory } }).exports as Jobs;
  const count = threads();
  let pool: ThreadPool | undefined;
  const run: Kernels['run'] = (job, args, { chunks, helped }) => {
    if (helped && chunks > 1 && count > 1) {
      pool ??= threadPool({ module, memory, jobs, helpers: count - 1 });
      pool.run(job, args, chunks);
    } else for (let chunk = 0; chunk < chunks; chunk++) jobs[job](chunk, ...args);
  };
  return { fused, doubles: (count) => doublesOf(memory, count), run };
}

function doublesOf(memory: WasmMemory<SharedArrayBuffer>, count: number): Float64Array {
  const missing = Math.ceil((count * 8 - memory.buffer.byteLength) / PAGE);
  if (missing > 0) memory.grow(missing);
  return new Float64Array(memory.buffer);
}

function canFuse(): boolean {
  if (environmentVariable('GOAL_DRIVEN_WASM_FMA') === '0') return false;
  const binary = bytesOf(fusedBinary);
  if (webAssembly.validate(binary)) return true;
  if (nodeRelease() !== '20') return false;
  nodeModule('node:v8')?.setFlagsFromString('--experimental-wasm-relaxed-simd');
  return webAssembly.validate(binary);
}

const bytesOf = (base64: string): Uint8Array =>
  Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

/**
 * How many threads compute: `GOAL_DRIVEN_THREADS`, by default the machine's cores, at most 8. One in a browser, whose
 * main thread may not wait for others.
 */
export function threads(): number {
  if (nodeModule('node:worker_threads') === undefined) return 1;
  const cores = Math.min(8, nodeModule('node:os')?.availableParallelism() ?? 1);
  const wanted = Number(environmentVariable('GOAL_DRIVEN_THREADS') ?? cores);
  return Number.isInteger(wanted) && wanted >= 1 ? wanted : 1;
}
