import { defineConfig } from 'tsup';

export default defineConfig({
  entry: ['src/index.ts'],
  format: 'esm',
  // Declarations of ours come from what was built, not from their sources anew.
  dts: { compilerOptions: { customConditions: [] } },
  target: 'es2022',
  platform: 'node',
});
