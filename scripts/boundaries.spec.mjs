import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';
import { root } from './setUp.mjs';

const rule = '@typescript-eslint/no-restricted-imports';
// Without types, which the rule does not ask for and which take seconds.
const eslint = new ESLint({
  cwd: root,
  ruleFilter: ({ ruleId }) => ruleId === rule,
  overrideConfig: [{ files: ['**/*.ts'], languageOptions: { parserOptions: { projectService: false } } }],
});

/** What is said of a line in a file. */
async function complaints(/** @type {string} */ filePath, /** @type {string} */ line) {
  const [result] = await eslint.lintText(`${line}\n`, { filePath });
  return result?.messages.filter(({ ruleId }) => ruleId === rule).map(({ message }) => message) ?? [];
}

const torch = 'packages/tfjs-backend-torch/src/registerTorch.ts';
const torchSpec = 'packages/tfjs-backend-torch/src/TorchBackend.spec.ts';

/** @type {[file: string, line: string, message: RegExp][]} */
const forbidden = [
  [torch, "import { tf } from '@goal-driven/core';", /nothing of ours/],
  [torch, "import type { Optimizer } from '@goal-driven/core';", /nothing of ours/],
  [torch, "import { pls } from '@goal-driven/metrics';", /nothing of ours/],
  [torch, "import { run } from 'goal-driven';", /nothing of ours/],
  [torch, "import * as tf from '@tensorflow/tfjs-core';", /tfjs is the user's/],
  [torch, "import '@tensorflow/tfjs-backend-cpu';", /tfjs is the user's/],
  [torchSpec, "import { tf } from '@goal-driven/core';", /nothing of ours/],
  [
    'packages/core/src/rng.ts',
    "import { registerTorch } from '@goal-driven/tfjs-backend-torch';",
    /nothing of ours/,
  ],
  ['packages/core/src/rng.ts', "import { pls } from '@goal-driven/metrics';", /nothing of ours/],
  ['packages/metrics/src/pls.ts', "import { tf } from '@goal-driven/core';", /know no tensors/],
  ['packages/metrics/src/pls.ts', "import { run } from '@goal-driven/mec';", /core\/arrays alone/],
  [
    'packages/mec/src/index.ts',
    "import { registerTorch } from '@goal-driven/tfjs-backend-torch';",
    /`useBackend`/,
  ],
  [
    'packages/mec/src/index.ts',
    "import { build } from '@goal-driven/tfjs-backend-torch/engine';",
    /`useBackend`/,
  ],
  ['packages/mec/src/index.ts', "import { run } from 'goal-driven';", /neither tools nor each other/],
];

/** @type {[file: string, line: string][]} */
const allowed = [
  [torch, "import type { Tensor } from '@tensorflow/tfjs-core';"],
  [torch, "import { tf } from './tf';"],
  [torchSpec, "import * as tf from '@tensorflow/tfjs-core';"],
  ['packages/metrics/src/pls.ts', "import { ShapeError } from '@goal-driven/core/arrays';"],
  ['packages/mec/src/index.ts', "import { tf } from '@goal-driven/core';"],
  ['tools/cli/src/program.ts', "import { engineStatus } from '@goal-driven/tfjs-backend-torch/engine';"],
];

describe('imports point one way: tools, fields, learning rules and metrics, core', () => {
  it.each(forbidden)('%s must not have: %s', async (file, line, message) => {
    expect(await complaints(file, line)).toEqual([expect.stringMatching(message)]);
  });

  it.each(allowed)('%s may have: %s', async (file, line) => {
    expect(await complaints(file, line)).toEqual([]);
  });
});
