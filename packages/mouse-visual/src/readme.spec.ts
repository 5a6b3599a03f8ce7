import * as core from '@goal-driven/core';
import { expect, it } from 'vitest';
import { runExample } from '../../../specs.shared';
import * as own from './index';

it('the README has an example that prints what it says', () => {
  const { readme, example, printed } = runExample(new URL('../README.md', import.meta.url), {
    ...core,
    ...own,
  });
  expect(example.trim().split('\n').length).toBeLessThan(20);
  expect(readme).toContain(`It prints \`${printed}\`.`);
});
