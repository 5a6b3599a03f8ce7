import { existsSync, readdirSync, rmSync } from 'node:fs';
import { addonPath, cacheFolder } from './addonPath';
import { whileCleaning } from './engineLock';
import type { LibTorch } from './LibTorch';
import { libTorchCommand, locateLibTorch } from './locateLibTorch';

export type EngineStatus = {
  /** What was found on this machine. */
  readonly libTorch: LibTorch | undefined;
  /** The built addon for this LibTorch. */
  readonly addon: string | undefined;
  /** The command that brings what is missing; undefined where nothing is. */
  readonly next: string | undefined;
  /** Every addon in the cache, for whichever LibTorch. */
  readonly cached: readonly string[];
};

/** Says what there is of the engine, without loading it. */
export async function engineStatus(): Promise<EngineStatus> {
  const libTorch = await locateLibTorch();
  const path = libTorch && addonPath(libTorch);
  const addon = path !== undefined && existsSync(path) ? path : undefined;
  const cached = existsSync(cacheFolder()) ? readdirSync(cacheFolder()).sort() : [];
  const next =
    libTorch === undefined
      ? `${libTorchCommand} && goal-driven engine build`
      : addon === undefined
        ? 'goal-driven engine build'
        : undefined;
  return { libTorch, addon, next, cached };
}

/**
 * Removes every built addon; returns their names.
 *
 * @throws EngineError while a process builds one
 */
export function cleanEngine(): string[] {
  if (!existsSync(cacheFolder())) return [];
  return whileCleaning(() => {
    const names = readdirSync(cacheFolder()).sort();
    rmSync(cacheFolder(), { recursive: true, force: true });
    return names;
  });
}
