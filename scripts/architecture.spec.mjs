import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generatedFiles } from './architecture.mjs';
import { acrossThePage, wrongImports } from './architecture/direction.mjs';
import { misnamed, sameButForCase } from './architecture/names.mjs';
import { withSection } from './architecture/pages.mjs';
import { readSources } from './architecture/readSources.mjs';
import { packageCircles, valueCircles } from './architecture/survey.mjs';
import { root } from './setUp.mjs';

const sources = readSources();
const page = readFileSync(join(root, 'docs/architecture.md'), 'utf8');

describe('the packages as they are', () => {
  it('are all read', () => {
    expect(sources.packages.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        '@goal-driven/core',
        '@goal-driven/metrics',
        '@goal-driven/mec',
        'goal-driven',
      ]),
    );
    const unresolved = sources.files.flatMap(({ path, imports }) =>
      imports
        .filter(({ from, to }) => from.startsWith('.') && !existsSync(join(root, to)))
        .map(({ from }) => [path, from]),
    );
    expect(unresolved).toEqual([]);
  });

  it('import one way: tools, studies, learning rules and metrics and sweeps, core', () => {
    expect(wrongImports(sources)).toEqual([]);
  });

  it('keep pages and what runs in Node apart', () => {
    expect(acrossThePage(sources)).toEqual([]);
  });

  // Of types nothing is left when the code runs, so no order of loading can break; they are drawn, not refused.
  it('have no files that import the values of each other in a circle', () => {
    expect(valueCircles(sources.files)).toEqual([]);
    expect(packageCircles(sources.files)).toEqual([]);
  });

  it('have files named like their exports, and apart on disks that know no capitals', () => {
    const entries = sources.packages.flatMap((each) => Object.values(each.entries));
    expect(misnamed(sources.files, entries)).toEqual([]);
    expect(sameButForCase(sources.files.map(({ path }) => path))).toEqual([]);
  });
});

describe('docs/architecture.md', () => {
  it.each(Object.entries(generatedFiles(sources)))('%s is what `npm run draw` writes', (file, text) => {
    const written = existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : '';
    expect(
      written === text,
      `${file} must be what the sources give; run \`npm run draw\` and commit it`,
    ).toBe(true);
  });

  it('links to files that are there', () => {
    const links = [...page.matchAll(/\]\(([^)#]+)\)/g)].map(([, link]) => link);
    expect(links.length).toBeGreaterThan(20);
    expect(links.filter((link) => !link.includes(':') && !existsSync(join(root, 'docs', link)))).toEqual([]);
  });

  it('keeps what lies outside the markers, and wants both', () => {
    const marked = [
      'before',
      '<!-- begin: written by scripts/architecture.mjs -->',
      'old',
      '<!-- end -->',
      'after',
    ];
    expect(withSection(marked.join('\n'), 'new').split('\n')).toEqual([
      ...marked.slice(0, 2),
      ...['', 'new', ''].slice(0, 2),
      ...marked.slice(3),
    ]);
    expect(() => withSection('no markers', 'new')).toThrow('the page must have the line <!-- begin');
  });
});
