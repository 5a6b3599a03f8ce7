import { fileURLToPath } from 'node:url';
import type { ViteUserConfig } from 'vitest/config';

/** Packages are tested from source; tfjs is pre-bundled, because Node cannot load its ESM files. */
export const shared: ViteUserConfig = {
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source', 'node', 'import', 'module', 'default'] } },
  test: {
    include: ['src/**/*.spec.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    env: { GOAL_DRIVEN_SHARED: fileURLToPath(new URL('../shared', import.meta.url)) },
    server: { deps: { inline: [/@goal-driven\//] } },
    deps: {
      optimizer: {
        ssr: {
          enabled: true,
          include: [
            '@tensorflow/tfjs-core',
            '@tensorflow/tfjs-core/dist/register_all_gradients',
            '@tensorflow/tfjs-backend-cpu',
            '@tensorflow/tfjs-backend-wasm',
          ],
        },
      },
    },
  },
};
