import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { LibTorch } from './LibTorch';

/**
 * Folders with the headers of CUDA's runtime, which recording graphs and choosing devices need: those that
 * Python's wheels bring beside torch, or a toolkit. No compiler of CUDA is needed.
 *
 * @returns an empty list where there are none
 */
export function cudaHeaders({ libraries, cuda }: LibTorch): string[] {
  if (!cuda) return [];
  const wheels = join(dirname(dirname(libraries)), 'nvidia');
  const inWheels = existsSync(wheels) ? readdirSync(wheels).map((name) => join(wheels, name, 'include')) : [];
  const toolkits = [process.env['CUDA_HOME'], '/usr/local/cuda']
    .filter((folder) => folder !== undefined)
    .map((folder) => join(folder, 'include'));
  const candidates = [...inWheels, ...toolkits].filter((folder) => existsSync(folder));
  const hasRuntime = candidates.some((folder) => existsSync(join(folder, 'cuda_runtime_api.h')));
  return hasRuntime ? candidates : [];
}
