import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { noNode } from './noNode.ts';
import { offline } from './offline.ts';
import { shippedFiles } from './shippedFiles.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const { resolve } = createRequire(import.meta.url);
const wasm = dirname(resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm'));

export default defineConfig({
  root: at('./src/page'),
  base: './',
  plugins: [
    noNode(),
    shippedFiles({
      'wasm/tfjs-backend-wasm.wasm': join(wasm, 'tfjs-backend-wasm.wasm'),
      'wasm/tfjs-backend-wasm-simd.wasm': join(wasm, 'tfjs-backend-wasm-simd.wasm'),
    }),
    offline(),
  ],
  worker: { format: 'es', plugins: () => [noNode()] },
  // What our packages ask of Node's process; a browser has flags of its own.
  define: { 'process.env': '{}', 'process.versions.node': '"22"' },
  resolve: { conditions: ['source', 'browser', 'module', 'import', 'default'] },
  build: {
    outDir: at('./site'),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: false,
  },
});
