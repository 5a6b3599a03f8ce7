import { describe, expect, it } from 'vitest';
import { acrossThePage, wrongImports } from './direction.mjs';
import { importedFirst, packageCircles, valueCircles } from './survey.mjs';

/** Files of made-up packages; an import is written as it would be, with what it means. */
const file = (path, imports = [], exports = []) => ({
  path,
  package: path.split('/')[0],
  lines: 1,
  test: path.endsWith('.spec.ts'),
  imports: imports.map(([from, to, use = 'values']) => ({ from, to, use })),
  exports: exports.map((name) => ({ name, type: false })),
});
const packages = ['study', 'rival', 'base'].map((name) => ({
  name,
  folder: name,
  entries: { [name]: `${name}/src/index.ts`, ...(name === 'base' && { 'base/part': 'base/src/part.ts' }) },
}));
const rules = [
  { name: 'studies', packages: ['study', 'rival'], standsOn: ['base/part'] },
  { name: 'base', packages: ['base'], standsOn: [] },
];
const base = [file('base/src/index.ts'), file('base/src/part.ts'), file('base/src/inner.ts')];
const wrong = (...files) => wrongImports({ packages, files: [...base, ...files] }, rules);

describe('wrongImports', () => {
  it('lets a package import what its layer names, itself and what is not ours', () => {
    const imports = [
      ['base/part', 'base/src/part.ts'],
      ['./b', 'study/src/b.ts'],
      ['zod', 'zod'],
    ];
    expect(wrong(file('study/src/a.ts', imports), file('study/src/b.ts'))).toEqual([]);
  });

  it('says who may not import whom: upward, sideways, types too, and in specs', () => {
    const study = file('study/src/index.ts');
    expect(wrong(file('base/src/a.ts', [['study', 'study/src/index.ts', 'types']]), study)).toEqual([
      'base/src/a.ts: must import nothing of ours, got study',
    ]);
    expect(wrong(file('rival/src/a.spec.ts', [['study', 'study/src/index.ts']]), study)).toEqual([
      'rival/src/a.spec.ts: must import only base/part, got study',
    ]);
  });

  it('holds to entries: the one that is named, and no file behind them', () => {
    expect(wrong(file('study/src/a.ts', [['base', 'base/src/index.ts']]))).toEqual([
      'study/src/a.ts: must import only base/part, got base',
    ]);
    expect(wrong(file('study/src/a.ts', [['../../base/src/inner', 'base/src/inner.ts']]))).toEqual([
      'study/src/a.ts: must import base by an entry, got ../../base/src/inner',
    ]);
  });

  it('lets the list of studies alone import a study', () => {
    const study = file('study/src/studies/first.ts', [], ['default']);
    const imports = [['./first', study.path]];
    expect(wrong(study, file('study/src/studies.ts', imports))).toEqual([]);
    expect(wrong(study, file('study/src/studies/second.ts', imports))).toEqual([
      'study/src/studies/second.ts: must not import a study; what two need lies beside them, got ./first',
    ]);
  });

  it('wants a place for every package', () => {
    expect(wrong(file('new/src/a.ts'))).toEqual([
      'new/src/a.ts: new must be in scripts/architecture/direction.mjs, got no layer',
    ]);
  });
});

const circle = [
  file('base/src/a.ts', [['./b', 'base/src/b.ts']]),
  file('base/src/b.ts', [['./c', 'base/src/c.ts']]),
  file('base/src/c.ts', [['./a', 'base/src/a.ts']]),
];

describe('acrossThePage', () => {
  it('says what a page imports of Node, and the reverse, and lets both have what they share', () => {
    const files = [
      file('tool/src/page/a.ts', [
        ['./b', 'tool/src/page/b.ts'],
        ['../server', 'tool/src/server.ts'],
        ['../both/c', 'tool/src/both/c.ts'],
        ['base', 'base/src/index.ts'],
      ]),
      file('tool/src/server.ts', [['./page/b', 'tool/src/page/b.ts']]),
      file('tool/src/both/c.ts', [['../page/b', 'tool/src/page/b.ts']]),
      file('tool/src/page/a.spec.ts', [['../server', 'tool/src/server.ts']]),
    ];
    expect(acrossThePage({ packages, files }, ['tool/src/page/'], ['tool/src/both/'])).toEqual([
      'tool/src/page/a.ts: a page and what runs in Node must not import each other, got ../server',
      'tool/src/server.ts: a page and what runs in Node must not import each other, got ./page/b',
      'tool/src/both/c.ts: a page and what runs in Node must not import each other, got ../page/b',
    ]);
  });
});

describe('circles of files and of packages', () => {
  it('are found where values are imported, and not where types alone close them', () => {
    const open = [...circle.slice(0, 2), file('base/src/c.ts', [['./a', 'base/src/a.ts', 'types']])];
    expect(valueCircles(circle)).toEqual([['base/src/a.ts', 'base/src/b.ts', 'base/src/c.ts']]);
    expect(valueCircles(open)).toEqual([]);
  });

  it('are found between packages whatever is imported', () => {
    const there = file('study/src/a.ts', [['base', 'base/src/a.ts', 'types']]);
    const back = file('base/src/a.ts', [['study', 'study/src/a.ts', 'types']]);
    expect(packageCircles([there, back])).toEqual([['base', 'study']]);
    expect(packageCircles([there, file('base/src/a.ts')])).toEqual([]);
  });
});

describe('importedFirst', () => {
  it('puts a file below what it imports', () => {
    const row = [
      file('base/src/a.ts', [['./b', 'base/src/b.ts', 'types']]),
      file('base/src/b.ts', [['./c', 'base/src/c.ts']]),
      file('base/src/c.ts'),
    ];
    expect(importedFirst(row).map(({ path }) => path)).toEqual([
      'base/src/c.ts',
      'base/src/b.ts',
      'base/src/a.ts',
    ]);
  });

  it('goes by values alone in a circle that types close', () => {
    const loop = [
      file('base/src/a.ts', [['./b', 'base/src/b.ts']]),
      file('base/src/b.ts', [['./a', 'base/src/a.ts', 'types']]),
    ];
    expect(importedFirst(loop).map(({ path }) => path)).toEqual(['base/src/b.ts', 'base/src/a.ts']);
  });
});
