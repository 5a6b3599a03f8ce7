import { expect, it } from 'vitest';
import { runExample } from '../../../specs.shared.ts';
import * as ventralStream from './index';

it('the README has a graph by hand, and an example that prints what it says of it', () => {
  const { readme, printed } = runExample(new URL('../README.md', import.meta.url), { ...ventralStream });
  expect(readme).toContain(`It prints \`${printed}\`.`);
});
