import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cudaHeaders } from './cudaHeaders';
import type { LibTorch } from './LibTorch';

/** The level of Node-API that the addon is written for; every Node that we support has it. */
const nodeApiLevel = 8;

/** The C++ sources, which are published beside the compiled JavaScript. */
export const nativeFolder = (): string => fileURLToPath(new URL('../native', import.meta.url));

/** Where built addons are kept: GOAL_DRIVEN_CACHE, else the user's folder for caches. */
export function cacheFolder(): string {
  const own = process.env['GOAL_DRIVEN_CACHE'];
  if (own !== undefined && own !== '') return join(own, 'torch');
  const base =
    process.env['XDG_CACHE_HOME'] ??
    (process.platform === 'darwin' ? join(homedir(), 'Library/Caches') : join(homedir(), '.cache'));
  return join(base, 'goal-driven', 'torch');
}

/** The addon for this LibTorch, this machine and these sources, built or not. */
export function addonPath(libTorch: LibTorch): string {
  return join(cacheFolder(), addonKey(libTorch), 'torch.node');
}

function addonKey(libTorch: LibTorch): string {
  const { version, cxx11Abi, libraries } = libTorch;
  const hash = createHash('sha256').update(libraries);
  for (const name of readdirSync(nativeFolder()).sort()) {
    hash.update(name).update(readFileSync(join(nativeFolder(), name)));
  }
  const parts = [
    `libtorch-${version}`,
    // What the addon can do, not LibTorch: without CUDA's headers it is built for the processor alone.
    cudaHeaders(libTorch).length > 0 ? 'cuda' : 'cpu',
    cxx11Abi ? 'cxx11' : 'precxx11',
    `napi${nodeApiLevel}`,
    `${process.platform}-${process.arch}`,
    hash.digest('hex').slice(0, 12),
  ];
  return parts.join('-');
}
