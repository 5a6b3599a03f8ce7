import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Linter } from 'eslint';
import tseslint from 'typescript-eslint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { house } from './house.mjs';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'house-'));
  mkdirSync(join(folder, 'src'));
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ exports: { '.': { source: './src/index.ts' } } }),
  );
  writeFileSync(
    join(folder, 'src/index.ts'),
    "export { score, type Score, Schema, renamed as other } from './score';\n",
  );
  writeFileSync(join(folder, 'src/score.ts'), '');
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What one rule says of a file of a package that offers `score`, `Score`, `Schema` and `renamed`. */
function said(rule, text, file = 'src/score.ts') {
  const config = {
    files: ['**/*.ts'],
    languageOptions: { parser: tseslint.parser },
    plugins: { house },
    rules: { [`house/${rule}`]: 'error' },
  };
  const messages = new Linter({ cwd: folder }).verify(text, config, { filename: join(folder, file) });
  return messages.map(({ message }) => message.split(':')[0]);
}

describe('house/documented', () => {
  it.each([
    'export function score() {}',
    'export const score = 1;',
    '// no doc comment\nexport const score = () => 1;',
    'export const renamed = 1;',
    'export type Score = number;',
    'export type Score = { a: number };',
    'export type Score = {\n  /** Said. */\n  a: number;\n  b: number;\n};',
    'function score() {}\nexport { score };',
    'export const Schema = z.strictObject({ a: z.number() });',
  ])('refuses %j', (text) => {
    expect(said('documented', text)).toEqual([
      expect.stringMatching(/^(score|renamed|Score|Schema) is public$/),
    ]);
  });

  it.each([
    '/** Said. */\nexport function score() {}',
    'export const hidden = 1;',
    'export type Score = {\n  /** Said. */\n  a: number;\n  b: Tensor /* [B] */;\n};',
    'export type Score = (typeof scores)[number];',
    "export const Schema = z.strictObject({}).meta({ title: 'A schema' });",
    '/** Said once. */\nexport const Score = 1;\nexport type Score = number;',
  ])('takes %j', (text) => {
    expect(said('documented', text)).toEqual([]);
  });

  it('asks nothing of what no entry passes on', () => {
    expect(said('documented', 'export function score() {}', 'src/inner.ts')).toEqual([]);
  });
});

describe('house/stated-errors', () => {
  const thrower = 'export function score() { if (a) throw new ShapeError(`score`); }';

  it.each([
    thrower,
    `/** Said. */\n${thrower}`,
    `/** @throws DataError for another reason */\n${thrower}`,
    `/** A ShapeError may come.\n * @throws DataError always */\n${thrower}`,
    'export const score = () => [1].map(() => { throw new ShapeError(`score`); });',
  ])('refuses %j', (text) => {
    expect(said('stated-errors', text)).toEqual(['score throws ShapeError']);
  });

  it.each([
    `/** @throws ShapeError for no axes */\n${thrower}`,
    `/** @throws DataError for this, ShapeError for that */\n${thrower}`,
    'export const score = () => ({\n  /** @throws ShapeError for no axes */\n  apply: () => { throw new ShapeError(`a`); },\n});',
    'export function score() { check(); }',
    'export function hidden() { throw new ShapeError(`hidden`); }',
  ])('takes %j', (text) => {
    expect(said('stated-errors', text)).toEqual([]);
  });

  it('names every error once', () => {
    const text =
      'export function score() { if (a) throw new AError(1); if (b) throw new AError(2); throw new BError(3); }';
    expect(said('stated-errors', text)).toEqual(['score throws AError', 'score throws BError']);
  });
});

describe('house/stated-axes', () => {
  it.each([
    'export function score(map: NdArray) {}',
    '/** Said. */\nexport function score(map: NdArray): number {}',
    '/** Said. */\nexport const score = (x: Tensor4D) => 1;',
    '/** Said. */\nexport function score(): Float64Array {}',
    '/** Said. */\nexport function score(values: readonly number[] = []) {}',
    '/** Said. */\nexport function score(...values: number[]) {}',
  ])('refuses %j', (text) => {
    expect(said('stated-axes', text)).toEqual(['score takes or returns arrays']);
  });

  it.each([
    '/** @param map [y, x], Hz */\nexport function score(map: NdArray) {}',
    '/** Arrays of any shape. */\nexport function score(map: NdArray) {}',
    'export function score(map: NdArray /* [y, x] */) {}',
    'export function score(bytes: Uint8Array) {}',
    'export function score(n: number, names: string[]) {}',
  ])('takes %j', (text) => {
    expect(said('stated-axes', text)).toEqual([]);
  });

  it('reads what lies before the body, not what lies in it', () => {
    expect(said('stated-axes', 'export function score(map: NdArray) { /* [y, x] */ }')).toHaveLength(1);
  });
});
