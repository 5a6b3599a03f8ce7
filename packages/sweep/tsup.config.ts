import { defineConfig } from 'tsup';

export default defineConfig({
  entry: ['src/index.ts', 'src/folder.ts'],
  format: 'esm',
  dts: true,
  target: 'es2022',
  platform: 'node',
});
