import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import * as core from '@goal-driven/core';
import { expect, it } from 'vitest';
import * as sweep from './index';

it('the README has an example that prints what it says', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const example = /```js\n([^]*?)```/.exec(readme)![1]!;
  expect(example.trim().split('\n').length).toBeLessThan(20);
  const names = [...example.matchAll(/^import \{ (.*) \}/gm)].flatMap((match) => match[1]!.split(', '));
  const known = { ...core, ...sweep } as { [name: string]: unknown };
  let printed = '';
  const console = { log: (...values: unknown[]) => void (printed = values.join(' ')) };
  runInNewContext(example.replaceAll(/^import .*$/gm, ''), {
    console,
    ...Object.fromEntries(names.map((name) => [name, known[name]])),
  });
  expect(readme).toContain(`It prints \`${printed}\`.`);
});
