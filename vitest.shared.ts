import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ViteUserConfig } from 'vitest/config';

// Recordings and reference values too large for this repository, in a folder beside it. Where they are absent
// the tests that need them are skipped.
const data = process.env['GOAL_DRIVEN_SHARED'] ?? fileURLToPath(new URL('../shared', import.meta.url));

/**
 * Packages are tested from source; tfjs is pre-bundled, because Node cannot load its ESM files.
 *
 * @param owner where tfjs is resolved from: '' in the package that depends on it, else the path there
 */
const testing = (owner: '' | `${string} > `, backends = ['cpu', 'wasm']): ViteUserConfig => ({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source', 'node', 'import', 'module', 'default'] } },
  test: {
    include: ['src/**/*.spec.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    env: existsSync(data) ? { GOAL_DRIVEN_SHARED: data } : {},
    server: { deps: { inline: [/@goal-driven\//] } },
    deps: {
      optimizer: {
        ssr: {
          enabled: true,
          include: [
            `${owner}@tensorflow/tfjs-core`,
            `${owner}@tensorflow/tfjs-core/dist/register_all_gradients`,
            ...backends.map((backend) => `${owner}@tensorflow/tfjs-backend-${backend}`),
          ],
        },
      },
    },
  },
});

/** For every package that stands on core. */
export const shared = testing('@goal-driven/core > ');

export const sharedByCore = testing('');

/** For the backend that stands on tfjs alone. */
export const sharedByTorch = testing('', ['cpu']);
