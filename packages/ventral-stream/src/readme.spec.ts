import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { runExample } from '../../../specs.shared.ts';
import * as ventralStream from './index';

it('the README has a graph by hand, and an example that prints what it says of it', () => {
  const file = new URL('../README.md', import.meta.url);
  const graph = /```json\n([^]*?)```/.exec(readFileSync(file, 'utf8'))![1]!;
  const known = { ...ventralStream, readFileSync: (path: string) => (path === 'graph.json' ? graph : '') };
  const { readme, printed } = runExample(file, known);
  expect(readme).toContain(`It prints \`${printed}\`.`);
});
