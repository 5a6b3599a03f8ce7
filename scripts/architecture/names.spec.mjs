import { describe, expect, it } from 'vitest';
import { misnamed, sameButForCase } from './names.mjs';

const value = (name) => ({ name, type: false });
const type = (name) => ({ name, type: true });
const file = (path, ...exports) => ({
  path,
  package: 'a',
  lines: 1,
  test: path.endsWith('.spec.ts'),
  imports: [],
  exports,
});

describe('misnamed', () => {
  it.each([
    [file('src/pls.ts', value('pls'), type('Pls'))],
    [file('src/Pls.ts', value('pls'), type('Pls'))],
    [file('src/tree.ts', value('leaves'), value('mapTree'))],
    [file('src/Score.ts', type('Score'))],
    [file('src/figures.ts', type('Bars'), type('Lines'))],
    [file('src/studies/paths.ts', value('default'))],
    [file('src/_folds.ts', value('splitsOf'))],
    [file('src/pls.spec.ts')],
    [file('src/bin.ts')],
    [file('src/binary.generated.ts', value('bytes'))],
    [file('src/index.ts', value('pls'))],
  ])('$path may have its name', (each) => {
    expect(misnamed([each], ['src/index.ts'])).toEqual([]);
  });

  it('wants a file with one export to be named like it, types beside it or not', () => {
    expect(misnamed([file('src/regression.ts', value('pls'), type('Pls'))], [])).toEqual([
      'src/regression.ts: must be named like its only export, pls.ts',
    ]);
    expect(misnamed([file('src/row.ts', type('Score'))], [])).toEqual([
      'src/row.ts: must be named like its only export, Score.ts',
    ]);
  });

  it.each(['utils', '_helpers', 'misc'])('refuses %s', (name) => {
    expect(misnamed([file(`src/${name}.ts`, value(name))], [])).toEqual([
      `src/${name}.ts: must be named after its concept, got ${name}`,
    ]);
  });
});

describe('sameButForCase', () => {
  it('finds the second of two', () => {
    expect(sameButForCase(['a/Pls.ts', 'a/pca.ts', 'a/pls.ts', 'b/pls.ts'])).toEqual(['a/pls.ts']);
  });
});
