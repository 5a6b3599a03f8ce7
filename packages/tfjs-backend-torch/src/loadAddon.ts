import { constants } from 'node:os';
import type { Addon } from './Addon';
import { chooseBlasCore, processorFlags } from './chooseBlasCore';
import { EngineError } from './EngineError';
import { engineStatus } from './engineStatus';
import type { LibTorch } from './LibTorch';

export type Loaded = { readonly addon: Addon; readonly libTorch: LibTorch };

/**
 * Loads the built addon into this thread.
 *
 * @throws EngineError naming the command that brings what is missing
 */
export async function loadAddon(): Promise<Loaded> {
  const { addon: path, libTorch, next } = await engineStatus();
  if (path === undefined || libTorch === undefined) {
    const missing = libTorch === undefined ? 'LibTorch must be on this machine' : 'the engine must be built';
    throw new EngineError(`loadAddon: ${missing}, got none. To bring it: ${next}`);
  }
  // Waiting threads sleep. Spinning ones take milliseconds from each other where the machine has other work.
  process.env['OMP_WAIT_POLICY'] ??= 'PASSIVE';
  chooseBlasCore(process.env, processorFlags());
  const holder = { exports: {} };
  try {
    process.dlopen(holder as NodeJS.Module, path, constants.dlopen.RTLD_LAZY);
  } catch (error) {
    throw new EngineError(
      `loadAddon: ${path} must load, got ${String(error)}. To build it anew: goal-driven engine build --force`,
    );
  }
  return { addon: holder.exports as Addon, libTorch };
}
