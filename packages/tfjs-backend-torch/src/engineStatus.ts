import { existsSync, readdirSync, rmSync } from 'node:fs';
import { addonPath, cacheFolder } from './addonPath';
import { cudaHeaders } from './cudaHeaders';
import { whileCleaning } from './engineLock';
import type { LibTorch } from './LibTorch';
import { libTorchCommand, locateLibTorch } from './locateLibTorch';

export type EngineStatus = {
  /** What was found on this machine. */
  readonly libTorch: LibTorch | undefined;
  /** What an addon for this LibTorch computes on and, where that is less than LibTorch could, why. */
  readonly kind: string | undefined;
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
  return { libTorch, kind: libTorch && kindOf(libTorch), addon, next, cached };
}

function kindOf(libTorch: LibTorch): string {
  if (!libTorch.cuda) return 'for the processor';
  if (cudaHeaders(libTorch).length > 0) return 'with CUDA';
  return "for the processor, since LibTorch has CUDA but the headers of CUDA's runtime are not here (the wheel nvidia-cuda-runtime, or a toolkit at CUDA_HOME)";
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
