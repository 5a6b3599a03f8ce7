import { defineConfig } from 'vitest/config';

export default defineConfig({ test: { include: ['{scripts,bench}/**/*.spec.mjs'], testTimeout: 60_000 } });
