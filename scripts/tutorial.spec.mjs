import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { root } from './setUp.mjs';

const copy = join(root, '.local', 'tutorial');

/** The blocks of CONTRIBUTING.md that name a file: whole ones, and lines to be put before another. */
const blocks = [
  ...readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8').matchAll(/^ *```(ts|diff) (\S+)\n(.*?)^ *```$/gms),
].map(([, kind, file, text]) => ({ kind, file: String(file), lines: String(text).replace(/^ {3}/gm, '') }));

/**
 * A copy of a package between links to what it stands on, with what the walk-through says of it.
 *
 * @param {string} name @returns {string[]} the files that it wrote or changed
 */
function follow(name) {
  const from = join(root, 'packages', name);
  const to = join(copy, 'packages', name);
  const left = ['node_modules', 'dist', '.vitest', '.turbo'].map((folder) => join(from, folder));
  cpSync(from, to, { recursive: true, filter: (path) => !left.includes(path) });
  symlinkSync(join(from, 'node_modules'), join(to, 'node_modules'));
  const own = blocks.filter(({ file }) => file.startsWith(`packages/${name}/`));
  for (const block of own)
    if (block.kind === 'ts') writeFileSync(join(copy, block.file), block.lines);
    else insert(block);
  return [...new Set(own.map(({ file }) => join(copy, file)))];
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

/** @param {string} name of the package @param {string} program @param {string[]} args */
function run(name, program, ...args) {
  const { status, stdout } = spawnSync(join(root, 'node_modules', '.bin', program), args, {
    cwd: join(copy, 'packages', name),
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  expect(status, stdout).toBe(0);
  return stdout;
}

/** @param {string} name of the package @param {string[]} files @param {string[]} specs */
function check(name, files, ...specs) {
  const style = ['--config', join(root, '.prettierrc.json'), '--ignore-path', join(copy, 'none')];
  run(name, 'prettier', '--check', ...style, ...files);
  run(name, 'tsc', '-p', 'tsconfig.json');
  return run(name, 'vitest', 'run', '--reporter=verbose', '--no-color', ...specs);
}

beforeAll(() => {
  rmSync(copy, { recursive: true, force: true });
  mkdirSync(join(copy, 'packages'), { recursive: true });
  for (const name of ['vitest.shared.ts', 'vitest.setup.ts', 'specs.shared.ts', 'tsconfig.base.json'])
    cpSync(join(root, name), join(copy, name));
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

it('has walk-throughs of core and metrics and of nothing else', () => {
  expect([...new Set(blocks.map(({ file }) => file.split('/')[1]))]).toEqual(['core', 'metrics']);
});

it('the walk-through of CONTRIBUTING.md gives a cell that has its types, its spec and the laws of all cells', () => {
  const files = follow('core');
  const told = check('core', files, 'src/cells/laws.spec.ts', 'src/cells/minimalGatedUnit.spec.ts');
  expect(told).toMatch(/minimalGatedUnit .* > gradients through time reach every leaf/);
  expect(told).toMatch(/minimalGatedUnit.spec.ts > minimalGatedUnit > takes a step as by hand/);
}, 600_000);

it('and a metric that has its types, its spec and the laws of all metrics', () => {
  const files = follow('metrics');
  const told = check('metrics', files, 'src/metrics.spec.ts', 'src/fanoFactor.spec.ts', '-t', 'fanoFactor');
  expect(told).toMatch(/metrics.spec.ts > fanoFactor > is NaN, never 0, where it is undefined/);
  expect(told).toMatch(/fanoFactor.spec.ts > fanoFactor > is the variance over the mean, as by hand/);
}, 600_000);
