import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { root } from './setUp.mjs';

const copy = join(root, '.local', 'tutorial');

/** The blocks of CONTRIBUTING.md that name a file: whole ones, and lines to be put before another. */
const blocks = [
  ...readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8').matchAll(/^ *```(ts|diff) (\S+)\n(.*?)^ *```$/gms),
].map(([, kind, file, text]) => ({ kind, file: String(file), lines: String(text).replace(/^ {3}/gm, '') }));

/** A copy of core between links to what it stands on. */
function copyCore() {
  rmSync(copy, { recursive: true, force: true });
  mkdirSync(join(copy, 'packages'), { recursive: true });
  const core = join(root, 'packages', 'core');
  const left = ['node_modules', 'dist', '.vitest', '.turbo'].map((name) => join(core, name));
  cpSync(core, join(copy, 'packages', 'core'), { recursive: true, filter: (path) => !left.includes(path) });
  for (const name of ['vitest.shared.ts', 'vitest.setup.ts', 'specs.shared.ts', 'tsconfig.base.json'])
    cpSync(join(root, name), join(copy, name));
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  symlinkSync(join(core, 'node_modules'), join(copy, 'packages', 'core', 'node_modules'));
}

/** @param {{ file: string, lines: string }} block */
function insert({ file, lines }) {
  const path = join(copy, file);
  const text = readFileSync(path, 'utf8');
  const body = lines.split('\n').filter((line) => line !== '');
  const added = body.filter((line) => line.startsWith('+')).map((line) => `${line.slice(1)}\n`);
  const before = `${body.filter((line) => line.startsWith(' ')).map((line) => line.slice(1))}\n`;
  expect(text.split(before), `${file}: a place for ${added}`).toHaveLength(2);
  writeFileSync(path, text.replace(before, added.join('') + before));
}

/** @param {string} program @param {string[]} args */
function run(program, ...args) {
  const { status, stdout } = spawnSync(join(root, 'node_modules', '.bin', program), args, {
    cwd: join(copy, 'packages', 'core'),
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  expect(status, stdout).toBe(0);
  return stdout;
}

afterAll(() => rmSync(copy, { recursive: true, force: true }));

it('the walk-through of CONTRIBUTING.md gives a cell that has its types, its spec and the laws of all cells', () => {
  expect(blocks.map(({ kind }) => kind)).toEqual(['ts', 'diff', 'diff', 'ts']);
  copyCore();
  for (const block of blocks)
    if (block.kind === 'ts') writeFileSync(join(copy, block.file), block.lines);
    else insert(block);
  const files = [...new Set(blocks.map(({ file }) => join(copy, file)))];
  const style = ['--config', join(root, '.prettierrc.json'), '--ignore-path', join(copy, 'none')];
  run('prettier', '--check', ...style, ...files);
  run('tsc', '-p', 'tsconfig.json');
  const specs = ['src/cells/laws.spec.ts', 'src/cells/minimalGatedUnit.spec.ts'];
  const told = run('vitest', 'run', '--reporter=verbose', '--no-color', ...specs);
  expect(told).toMatch(/minimalGatedUnit .* > gradients through time reach every leaf/);
  expect(told).toMatch(/minimalGatedUnit.spec.ts > minimalGatedUnit > takes a step as by hand/);
}, 300_000);
