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
  const hasRuntime = (folder: string): boolean => existsSync(join(folder, 'cuda_runtime_api.h'));
  // Those of the wheels are of the version that LibTorch was built with; a toolkit's may be of another.
  if (inWheels.some(hasRuntime)) return inWheels.filter((folder) => existsSync(folder));
  const toolkit = join(process.env['CUDA_HOME'] ?? '/usr/local/cuda', 'include');
  return hasRuntime(toolkit) ? [toolkit] : [];
}
