/** Makes `../src/_placeCode.generated.ts`. Run it after every change: `node assembly/build.mjs`. */
import { fileURLToPath } from 'node:url';
import { compileKernels } from '../../core/assembly/compile.mjs';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));

compileKernels({
  folder: at('.'),
  target: at('../src/_placeCode.generated.ts'),
  options: ['--initialMemory', '1'],
  features: ['simd'],
  fused: false,
});
