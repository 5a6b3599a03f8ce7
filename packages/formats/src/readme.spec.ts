import { readFileSync } from 'node:fs';
import { runInThisContext } from 'node:vm';
import { expect, it } from 'vitest';
import * as files from './files';
import * as index from './index';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

it('the README names every function', () => {
  for (const name of [...Object.keys(index), ...Object.keys(files)]) expect(readme).toContain(`\`${name}\``);
});

it('the README has an example that prints what it says', async () => {
  const example = /```js\n([^]*?)```/.exec(readme)![1]!;
  expect(example.trim().split('\n').length).toBeLessThan(20);
  let printed = '';
  const console = { log: (text: string) => void (printed = text) };
  const body = example.replaceAll(/^import .*$/gm, '');
  await runInThisContext(`(async (console, readTorch) => {${body}})`)(console, index.readTorch);
  expect(readme).toContain(`It prints \`${printed}\`.`);
});
