import { createRequire } from 'node:module';
import util from 'node:util';
import type { DoubleProducts } from '../doubleProducts';
import { tf } from '../tf';

export type Started = {
  implementation: string;
  features: string[];
  /** What computes the metrics' large products where it is not their own kernels. */
  products?: DoubleProducts;
};

/** Loaded at run time if a user has installed it; the name is a value so that no bundler follows it. */
const load = (name: string): Promise<unknown> => import(/* @vite-ignore */ name);

/** Candidates for `tensorflow`, the best first. */
export const tensorflowPackages = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'] as const;

const torchPackage = '@goal-driven/tfjs-backend-torch';

/** Whether a package can be found from here, without loading it. */
function isInstalled(name: string): boolean {
  return versionOf(name) !== undefined;
}

/** The version of an installed package, or undefined. */
export function versionOf(name: string): string | undefined {
  try {
    return (createRequire(import.meta.url)(`${name}/package.json`) as { version: string }).version;
  } catch {
    return undefined;
  }
}

/**
 * Starts libtensorflow through tfjs-node, which registers itself with the engine we all share.
 *
 * @returns undefined when no candidate is installed
 * @throws what the package throws when it is installed and cannot load
 */
export async function startTensorflow(): Promise<Started | undefined> {
  const name = tensorflowPackages.find(isInstalled);
  if (name === undefined) return undefined;
  restoreIsNullOrUndefined();
  await load(name);
  await tf.setBackend('tensorflow');
  return {
    implementation: `${name} ${versionOf(name)}`,
    features: name.endsWith('gpu') ? ['GPU build'] : [],
  };
}

/** What we use of our own binding, which is loaded only by those who ask for it. */
type TorchPackage = {
  registerTorch(
    tensorFlow: typeof tf,
    options: TorchOptions,
  ): Promise<{
    libTorch: string;
    device: string;
    threads: number;
    deterministic: boolean;
    blas: string | undefined;
  }>;
  loadDoubleProducts(options: Pick<TorchOptions, 'threads'>): Promise<DoubleProducts>;
};
type TorchOptions = {
  device?: string;
  threads?: number;
  deterministic?: boolean;
  tf32?: boolean;
  memoryShare?: number;
};

/**
 * Starts LibTorch through our own binding, as GOAL_DRIVEN_DEVICE (`cpu`, `cuda`, `cuda:1`),
 * GOAL_DRIVEN_THREADS, GOAL_DRIVEN_DETERMINISTIC and GOAL_DRIVEN_TF32 (`1`), and GOAL_DRIVEN_MEMORY_SHARE (the share
 * of a GPU's memory, in (0, 1]) say. What they leave out stays as it is.
 *
 * @returns undefined when the package is not installed
 * @throws what the package throws, with the command that brings what is missing, when it cannot load
 */
export async function startTorch(): Promise<Started | undefined> {
  if (!isInstalled(torchPackage)) return undefined;
  const { registerTorch, loadDoubleProducts } = (await load(torchPackage)) as TorchPackage;
  const { libTorch, device, threads, deterministic, blas } = await registerTorch(tf, torchOptions());
  const products = await loadDoubleProducts({ threads });
  await tf.setBackend('torch');
  return {
    products,
    implementation: `${torchPackage} ${versionOf(torchPackage)}`,
    features: [
      `LibTorch ${libTorch}`,
      device,
      `${threads} thread${threads === 1 ? '' : 's'}`,
      ...(blas === undefined ? [] : [`BLAS ${blas}`]),
      ...(deterministic ? ['deterministic'] : []),
    ],
  };
}

/**
 * LibTorch's products of doubles without a backend for tensors, on GOAL_DRIVEN_THREADS threads.
 *
 * @returns undefined when the package is not installed
 * @throws what the package throws, with the command that brings what is missing, when it cannot load
 */
export async function startTorchProducts(): Promise<DoubleProducts | undefined> {
  if (!isInstalled(torchPackage)) return undefined;
  const { loadDoubleProducts } = (await load(torchPackage)) as TorchPackage;
  const { threads } = torchOptions();
  return loadDoubleProducts(threads === undefined ? {} : { threads });
}

function torchOptions(): TorchOptions {
  const { GOAL_DRIVEN_DEVICE: device, GOAL_DRIVEN_THREADS: threads } = process.env;
  const { GOAL_DRIVEN_DETERMINISTIC: deterministic, GOAL_DRIVEN_TF32: tf32 } = process.env;
  const { GOAL_DRIVEN_MEMORY_SHARE: memoryShare } = process.env;
  return {
    ...(device ? { device } : {}),
    ...(threads ? { threads: Number(threads) } : {}),
    ...(deterministic ? { deterministic: deterministic === '1' } : {}),
    ...(tf32 ? { tf32: tf32 === '1' } : {}),
    ...(memoryShare ? { memoryShare: Number(memoryShare) } : {}),
  };
}

type TorchEngine = {
  engineStatus(): Promise<{
    addon: string | undefined;
    libTorch: { version: string; foundBy: string } | undefined;
    kind: string | undefined;
    next: string | undefined;
  }>;
};

/** Whether LibTorch and the addon for it are here, without loading them, or what brings them. */
export async function torchState(): Promise<{ present: boolean; detail: string }> {
  if (!isInstalled(torchPackage)) return { present: false, detail: `npm install ${torchPackage}` };
  const { engineStatus } = (await load(`${torchPackage}/engine`)) as TorchEngine;
  const { addon, libTorch, kind, next } = await engineStatus();
  if (addon === undefined || libTorch === undefined) return { present: false, detail: next! };
  return {
    present: true,
    detail: `${torchPackage} ${versionOf(torchPackage)}, LibTorch ${libTorch.version} (${libTorch.foundBy}, ${kind})`,
  };
}

/** tfjs-node 4.22 calls a function that Node 23 removed. */
function restoreIsNullOrUndefined(): void {
  const old = util as { isNullOrUndefined?: (value: unknown) => boolean };
  old.isNullOrUndefined ??= (value) => value === null || value === undefined;
}
