import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

/** Puts files of other packages, such as trained models, into the site under the names given. */
export const shippedFiles = (files: Readonly<Record<string, string>>): Plugin => ({
  name: 'shipped-files',
  generateBundle() {
    for (const [fileName, path] of Object.entries(files))
      this.emitFile({ type: 'asset', fileName, source: readFileSync(path) });
  },
});
