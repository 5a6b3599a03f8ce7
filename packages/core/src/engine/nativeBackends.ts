import { createRequire } from 'node:module';
import util from 'node:util';
import { tf } from '../tf';

type Started = { implementation: string; features: string[] };

/** Loaded at run time if a user has installed it; the name is a value so that no bundler follows it. */
const load = (name: string): Promise<unknown> => import(/* @vite-ignore */ name);

/** Candidates for `tensorflow`, the best first. */
export const tensorflowPackages = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'] as const;

export const torchPackage = '@goal-driven/tfjs-backend-torch';

/** Whether a package can be found from here, without loading it. */
export function isInstalled(name: string): boolean {
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

/**
 * Starts LibTorch through our own binding.
 *
 * @returns undefined when it is not installed
 */
export async function startTorch(): Promise<Started | undefined> {
  if (!isInstalled(torchPackage)) return undefined;
  await load(torchPackage);
  await tf.setBackend('torch');
  return { implementation: `${torchPackage} ${versionOf(torchPackage)}`, features: [] };
}

/** tfjs-node 4.22 calls a function that Node 23 removed. */
function restoreIsNullOrUndefined(): void {
  const old = util as { isNullOrUndefined?: (value: unknown) => boolean };
  old.isNullOrUndefined ??= (value) => value === null || value === undefined;
}
