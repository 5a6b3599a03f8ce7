/**
 * Makes `../src/_binary.generated.ts`. Run it after every change, also of the tile that core's kernels share with these:
 * `node assembly/build.mjs`.
 */
import { fileURLToPath } from 'node:url';
import { compileKernels } from '../../core/assembly/compile.mjs';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));

compileKernels({
  folder: at('.'),
  target: at('../src/_binary.generated.ts'),
  shared: [at('../../core/assembly/tile.ts')],
  options: ['--sharedMemory', '--initialMemory', '1', '--maximumMemory', '4096'],
  features: ['simd', 'threads'],
});
