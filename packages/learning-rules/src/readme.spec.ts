import * as core from '@goal-driven/core';
import { expect, it } from 'vitest';
import { runExample } from '../../../specs.shared.ts';
import * as learningRules from './index';

it('the README has an example that prints what it says', () => {
  const file = new URL('../README.md', import.meta.url);
  const { readme, example, printed } = runExample(file, { ...core, ...learningRules });
  expect(example.trim().split('\n').length).toBeLessThan(24);
  expect(readme).toContain(`It prints \`${printed}\`.`);
});
