import type { Figure, Score } from '@goal-driven/core';
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { exampleRun } from './_exampleRun';
import { figurePairs, hasModels } from './modelsSection';
import { renderReport } from './renderReport';
import type { ReportRun } from './ReportRun';

const page = (...runs: Parameters<typeof renderReport>) => parseHTML(renderReport(...runs)).document;

const score = (metric: string, value: number, labels: Score['labels']): Score => ({
  metric,
  version: 1,
  labels: { layer: 'g', ...labels },
  value,
  ceiling: NaN,
  ceiled: NaN,
  n: 10,
  unit: 'cm',
});

const run = exampleRun();
const maps = run.figures.find(({ kind }) => kind === 'maps')!;
const theirs: Figure = { ...maps, name: 'theirs', title: 'Their maps', beside: maps.name };
const compared: ReportRun = {
  ...run,
  scores: [
    score('decodingError', 7.5, { model: 'this run', paths: 'held-out' }),
    score('grid', 1, { model: 'this run', paths: 'held-out', unit: 0 }),
    score('grid', 4, { model: 'this run', paths: 'held-out', unit: 1 }),
    score('decodingError', 6.25, { model: 'reference', paths: 'held-out' }),
    score('decodingError', 9, { model: 'reference', paths: 'longer' }),
    score('grid', 3, { model: 'reference', paths: 'held-out', unit: 0 }),
    score('speed', 12, {}),
  ],
  figures: [...run.figures, theirs],
};

describe('the section of models', () => {
  const document = page(compared);
  const rows = [...document.querySelectorAll('table.models tbody tr')].map((row) =>
    [...row.querySelectorAll('td')].map((cell) => cell.textContent),
  );

  it('gives each model a column, units by their median, and what a model lacks stays empty', () => {
    const heads = [...document.querySelectorAll('table.models th')].map(({ textContent }) => textContent);
    expect(heads).toEqual(['score', 'of', 'this run', 'reference', 'unit']);
    expect(rows).toEqual([
      ['decodingError', 'paths: held-out', '7.5', '6.25', 'cm'],
      ['grid', 'median of units, paths: held-out', '2.5', '3', 'cm'],
      ['decodingError', 'paths: longer', '', '9', 'cm'],
    ]);
  });

  it('stands first, with the figures in pairs that nothing below shows again', () => {
    const heads = [...document.querySelectorAll('main h2')].map(({ textContent }) => textContent);
    expect(heads.slice(0, 3)).toEqual(['Side by side: this run and reference', 'Scores', 'Figures']);
    const titles = [...document.querySelectorAll('h3')].map(({ textContent }) => textContent);
    expect(titles.slice(0, 2)).toEqual([`${maps.title}: this run`, 'Their maps: reference']);
    expect(titles.filter((title) => title!.startsWith(maps.title))).toHaveLength(1);
    expect(titles).toHaveLength(compared.figures.length);
    const pair = document.querySelector('.side')!;
    expect([...pair.querySelectorAll('a')].map((link) => link.getAttribute('href'))).toContain(
      'figures/theirs.csv',
    );
  });

  it('leaves the other scores to the table below, and that table out where there are none', () => {
    const below = [...document.querySelectorAll('table.scores:not(.models) tbody tr td:first-child')];
    expect(below.map(({ textContent }) => textContent)).toEqual(['speed']);
    const alone = page({ ...compared, scores: compared.scores.slice(0, -1) });
    expect([...alone.querySelectorAll('main h2')].map(({ textContent }) => textContent)).not.toContain(
      'Scores',
    );
  });

  it('is for one run with several models', () => {
    expect([hasModels(compared), hasModels(run)]).toEqual([true, false]);
    expect(page(run).querySelector('table.models')).toBeNull();
    const widths = [compared, run].map((each) => page(each).body.getAttribute('class'));
    expect(widths).toEqual(['several', 'single']);
    expect(page([compared, run]).querySelector('table.models')).toBeNull();
    expect(figurePairs(run.figures)).toEqual([]);
    expect(figurePairs(compared.figures)).toEqual([[maps, theirs]]);
  });
});
