import { defineConfig } from 'eslint/config';
import house from './eslint.config.js';

// For the whole workspace at once: one program of all files, where each package's own would read most of them again;
// and one of those that run in a browser.
const page = 'tools/explorer/src/page';
const program = (project) => ({ parserOptions: { projectService: false, project } });

export default defineConfig(
  house,
  { files: ['**/*.ts'], ignores: [`${page}/**`], languageOptions: program('tsconfig.json') },
  { files: [`${page}/**/*.ts`], languageOptions: program(`${page}/tsconfig.json`) },
);
