import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import os from 'node:os';
import { promisify } from 'node:util';
import { backendNames, installCommands, type BackendName } from './Backend';
import { tensorflowPackages, torchState, versionOf } from './nativeBackends';
import { fusedMultiplyAdd } from '../wasm/Kernels';

export type BackendState = {
  /** As `useBackend` takes it. */
  readonly name: BackendName;
  /** Whether it can be started here. */
  readonly present: boolean;
  /** Package and version where present, else the command that brings it. */
  readonly detail: string;
};

/** What is on this machine, for `goal-driven doctor` and a run's manifest. */
export type Environment = {
  readonly node: string;
  readonly os: string;
  readonly processor: {
    readonly model: string;
    readonly cores: number;
    readonly features: readonly string[];
  };
  /** In GB (2^30 bytes). */
  readonly memory: { readonly total: number; readonly free: number };
  readonly backends: readonly BackendState[];
  readonly wasm: { readonly simd: boolean; readonly fusedMultiplyAdd: boolean; readonly threads: number };
  /** One line per card, from nvidia-smi; empty where there is none. */
  readonly gpus: readonly string[];
  /** The library that `libblas.so.3` selects, which a native backend would use; undefined where it cannot be told. */
  readonly blas: string | undefined;
  readonly data: { readonly folder: string | undefined; readonly exists: boolean };
};

/** Looks at the machine without starting a backend; takes well under a second. */
export async function describeEnvironment(): Promise<Environment> {
  const cores = os.cpus();
  const folder = process.env['GOAL_DRIVEN_DATA'];
  const [gpus, blas] = await Promise.all([listGpus(), findBlas()]);
  return {
    node: process.versions.node,
    os: `${os.type()} ${os.release()} ${os.arch()}`,
    processor: {
      model: cores[0]?.model.trim() ?? 'unknown',
      cores: cores.length,
      features: processorFeatures(),
    },
    memory: { total: gigabytes(os.totalmem()), free: gigabytes(os.freemem()) },
    backends: await Promise.all(backendNames.map(stateOf)),
    wasm: { simd: true, fusedMultiplyAdd: fusedMultiplyAdd(), threads: 1 }, // Node 20 and later have SIMD
    gpus,
    blas,
    data: { folder, exists: folder !== undefined && existsSync(folder) },
  };
}

/** The packages that each backend may stand on; core itself carries `cpu`. */
const packages: Record<Exclude<BackendName, 'torch'>, readonly string[]> = {
  tensorflow: tensorflowPackages,
  wasm: ['@tensorflow/tfjs-backend-wasm'],
  cpu: ['@tensorflow/tfjs-backend-cpu'],
};

async function stateOf(name: BackendName): Promise<BackendState> {
  if (name === 'torch') return { name, ...(await torchState()) };
  const found = packages[name]
    .map((id) => ({ id, version: versionOf(id) }))
    .find(({ version }) => version !== undefined);
  if (found === undefined && name !== 'cpu') return { name, present: false, detail: installCommands[name] };
  return { name, present: true, detail: found === undefined ? 'bundled' : `${found.id} ${found.version}` };
}

/** The instruction sets that decide the speed of products. */
function processorFeatures(): string[] {
  const wanted = ['avx', 'fma', 'avx2', 'avx512f', 'amx_tile', 'asimd', 'sve'];
  try {
    const flags =
      /^(?:flags|Features)\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1]?.trim().split(' ') ??
      [];
    return wanted.filter((flag) => flags.includes(flag));
  } catch {
    return []; // not Linux
  }
}

const run = async (command: string, args: string[]): Promise<string | undefined> =>
  promisify(execFile)(command, args, { timeout: 800 }).then(
    ({ stdout }) => stdout.trim(),
    () => undefined,
  );

async function listGpus(): Promise<string[]> {
  const listing = await run('nvidia-smi', [
    '--query-gpu=name,memory.total,driver_version',
    '--format=csv,noheader',
  ]);
  return listing === undefined || listing === '' ? [] : listing.split('\n');
}

async function findBlas(): Promise<string | undefined> {
  const listing = (await run('ldconfig', ['-p'])) ?? (await run('/sbin/ldconfig', ['-p']));
  const path = /libblas\.so\.3 .*=> (\S+)/.exec(listing ?? '')?.[1];
  return path === undefined ? undefined : await run('readlink', ['-f', path]);
}

const gigabytes = (bytes: number): number => Math.round((bytes / 2 ** 30) * 10) / 10;
