import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ViteUserConfig } from 'vitest/config';

// Recordings and reference values too large for this repository, in a folder beside it. Where they are absent
// the tests that need them are skipped.
const data = process.env['GOAL_DRIVEN_SHARED'] ?? fileURLToPath(new URL('../shared', import.meta.url));

// `npm run fuzz:properties` puts this in its place, which tries many more examples of each.
const manyExamples = process.env['GOAL_DRIVEN_PROPERTIES']
  ? { 'fast-check': fileURLToPath(new URL('scripts/manyExamples.mjs', import.meta.url)) }
  : {};

type Testing = {
  /** Where tfjs is resolved from: '' in the package that depends on it, else the path there. */
  readonly owner: '' | `${string} > `;
  readonly backends?: readonly string[];
};

/** Packages are tested from source; tfjs is pre-bundled, because Node cannot load its ESM files. */
const testing = ({ owner, backends = ['cpu', 'wasm'] }: Testing): ViteUserConfig => ({
  resolve: { conditions: ['source'], alias: manyExamples },
  ssr: { resolve: { conditions: ['source', 'node', 'import', 'module', 'default'] } },
  test: {
    include: ['src/**/*.spec.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // Spec files share a process and its modules: to load them for each anew took a third of all time.
    isolate: false,
    setupFiles: [fileURLToPath(new URL('vitest.setup.ts', import.meta.url))],
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
export const shared = testing({ owner: '@goal-driven/core > ' });

export const sharedByCore = testing({ owner: '' });

/** For the backend that stands on tfjs alone. */
export const sharedByTorch = testing({ owner: '', backends: ['cpu'] });

/**
 * Gives some spec files a process and modules of their own: those that mock modules, or need an engine that
 * nobody has started.
 */
export function withAlone({ test = {}, ...config }: ViteUserConfig, alone: string[]): ViteUserConfig {
  const { include = [], ...common } = test; // a project's own would only be added to them
  const project = (name: string, files: ViteUserConfig['test']) => ({
    extends: true as const,
    test: { name, ...files },
  });
  const projects = [
    project('together', { include, exclude: alone }),
    project('alone', { include: alone, isolate: true }),
  ];
  return { ...config, test: { ...common, projects } };
}
