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

const metrics = 'packages/metrics/src/pls.ts';

/** @type {[file: string, line: string, message: RegExp][]} */
const forbidden = [
  [torch, "import * as tf from '@tensorflow/tfjs-core';", /tfjs is the user's/],
  [torch, "import '@tensorflow/tfjs-backend-cpu';", /tfjs is the user's/],
  [metrics, "import * as tf from '@tensorflow/tfjs-core';", /`tf` of @goal-driven/],
  ['packages/core/src/Rng.ts', "import { tidy } from '@tensorflow/tfjs-core';", /`tf` of @goal-driven/],
];

/** @type {[file: string, line: string][]} */
const allowed = [
  [torch, "import type { Tensor } from '@tensorflow/tfjs-core';"],
  [torch, "import { tf } from './tf';"],
  [torchSpec, "import * as tf from '@tensorflow/tfjs-core';"],
  [metrics, "import type { Tensor } from '@tensorflow/tfjs-core';"],
  ['packages/core/src/tf.ts', "import * as tf from '@tensorflow/tfjs-core';"],
];

describe('tfjs comes in by few doors', () => {
  it.each(forbidden)('%s must not have: %s', async (file, line, message) => {
    expect(await complaints(file, line)).toEqual([expect.stringMatching(message)]);
  });

  it.each(allowed)('%s may have: %s', async (file, line) => {
    expect(await complaints(file, line)).toEqual([]);
  });
});
