/** Makes `../src/wasm/binary.generated.ts`. Run it after every change: `node assembly/build.mjs`. */
import { fileURLToPath } from 'node:url';
import { compileKernels } from './compile.mjs';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));

compileKernels({
  folder: at('.'),
  target: at('../src/wasm/binary.generated.ts'),
  options: ['--initialMemory', '0', '--memoryBase', '0'],
  features: ['simd'],
});
