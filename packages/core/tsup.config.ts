import { defineConfig } from 'tsup';

// tfjs is bundled: its ESM files carry no "type": "module" and Node cannot load them, and its CommonJS
// files have no gradients. The banner gives the bundled CommonJS parts their `require`.
export default defineConfig({
  entry: ['src/index.ts', 'src/arrays.ts', 'src/files.ts'],
  format: 'esm',
  dts: true,
  target: 'es2022',
  platform: 'node',
  noExternal: [/@tensorflow/],
  esbuildOptions(options) {
    options.mainFields = ['module', 'main'];
  },
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
});
