import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { noNode } from './noNode.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: at('./src/page'),
  base: './',
  plugins: [noNode()],
  resolve: { conditions: ['source', 'browser', 'module', 'import', 'default'] },
  build: { outDir: at('./site'), emptyOutDir: true, target: 'es2022', assetsInlineLimit: 0 },
});
