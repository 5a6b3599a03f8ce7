import { defineConfig } from 'eslint/config';
import house from './eslint.config.js';

// For the whole workspace at once: one program of all files, where each package's own would read most of them again.
export default defineConfig(house, {
  files: ['**/*.ts'],
  languageOptions: { parserOptions: { projectService: false, project: 'tsconfig.json' } },
});
