import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { exampleRun } from './_exampleRun';
import { renderReport } from './renderReport';

const page = (...runs: Parameters<typeof renderReport>) => parseHTML(renderReport(...runs)).document;
const hostile = `"><script>alert(1)</script><img src=x onerror='y'>&amp;`;

describe('renderReport', () => {
  const document = page(exampleRun());

  it('tells study, question, status, seed, backend, command and sources', () => {
    const text = document.body.textContent!;
    for (const part of [
      'example/synthetic',
      'Does the page',
      'done',
      '3',
      'cpu',
      '--seed 3',
      'Okabe and Ito',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).toContain('cell.units');
    expect(text).toContain('versions.core');
  });

  it('loads nothing and runs nothing: links lead to DOIs and to the data beside the page', () => {
    expect(document.querySelectorAll('script, link, iframe, object, embed').length).toBe(0);
    for (const node of document.querySelectorAll('[src]')) {
      expect(node.getAttribute('src')).toMatch(/^data:image\/png;base64,/);
    }
    for (const node of document.querySelectorAll('[href]')) {
      expect(node.getAttribute('href')).toMatch(/^(https:\/\/doi\.org\/|figures\/[\w-]+\.(csv|json)$)/);
    }
    expect(renderReport(exampleRun())).not.toMatch(/url\(|@import/);
  });

  it('gives every figure a caption, a description and its data', () => {
    const figures = [...document.querySelectorAll('figure')];
    expect(figures.length).toBe(8);
    for (const figure of figures) {
      expect(figure.querySelector('figcaption')!.textContent).not.toBe('');
      expect(figure.querySelectorAll('a').length).toBe(2);
      for (const image of figure.querySelectorAll('svg[role=img]'))
        expect(image.getAttribute('aria-label')).not.toBe('');
      for (const image of figure.querySelectorAll('img')) expect(image.getAttribute('alt')).not.toBe('');
    }
  });

  it('counts the scores without a value apart', () => {
    const row = [...document.querySelectorAll('tbody tr')].find((tr) =>
      tr.textContent!.trim().startsWith('gridScore'),
    )!;
    const cells = [...row.querySelectorAll('td')].map((cell) => cell.textContent);
    expect(cells.slice(0, 4)).toEqual(['gridScore', '', '21', '3']);
  });

  it('says once what all scores have in common', () => {
    expect(document.body.textContent).toContain('layer: g');
  });

  it('shortens a long cell of a table: whole under the pointer and where it is opened', () => {
    const rows = [
      [1, { short: 'a=1 and 1 more', whole: `a=1, b=${hostile}` }],
      [2, { short: 'a=2', whole: 'a=2' }],
    ];
    const table = { title: 'Best', columns: ['number', 'point'], rows };
    const [long, short] = page({ ...exampleRun(), tables: [table] }).querySelectorAll('td + td');
    const summary = long!.querySelector('summary')!;
    expect([summary.textContent, summary.getAttribute('title')]).toEqual([
      'a=1 and 1 more',
      `a=1, b=${hostile}`,
    ]);
    expect(long!.querySelector('details')!.textContent).toContain(`a=1, b=${hostile}`);
    expect([short!.textContent, short!.querySelector('details')]).toEqual(['a=2', null]);
  });

  it('escapes whatever comes from a file', () => {
    const run = exampleRun(3);
    const figures = run.figures.map((figure) => ({
      ...figure,
      title: hostile,
      caption: hostile,
      ...(figure.kind === 'maps' ? { unit: hostile } : { axes: { x: hostile, y: hostile } }),
      ...(figure.kind === 'lines'
        ? { lines: figure.lines.map((line) => ({ ...line, label: hostile })) }
        : {}),
      ...(figure.kind === 'graph'
        ? { nodes: [{ name: hostile, lines: [hostile], cell: hostile }], edges: [] }
        : {}),
      ...(figure.kind === 'bars' ? { bars: figure.bars.map((bar) => ({ ...bar, label: hostile })) } : {}),
      ...(figure.kind === 'parallel'
        ? {
            axes: figure.axes.map((axis) => ({
              ...axis,
              label: hostile,
              categories: [hostile, hostile, hostile],
            })),
            lines: figure.lines.map((line) => ({ ...line, label: hostile })),
          }
        : {}),
      ...(figure.kind === 'histogram' ? { references: [{ label: hostile, x: 0 }] } : {}),
      ...(figure.kind === 'maps' ? { maps: figure.maps.map((map) => ({ ...map, label: hostile })) } : {}),
    })) as typeof run.figures; // the same kinds with other texts
    const hurt = {
      ...run,
      figures,
      name: hostile,
      status: hostile,
      backend: hostile,
      command: hostile,
      study: { name: hostile, question: hostile, sources: [{ text: hostile, doi: hostile, bibtex: '' }] },
      config: { [hostile]: hostile },
      scores: run.scores.map((score) => ({
        ...score,
        metric: hostile,
        unit: hostile,
        labels: { [hostile]: hostile },
      })),
    };
    const harmed = page([hurt, hurt]);
    expect(harmed.querySelectorAll('script, [onerror], img:not([alt])').length).toBe(0);
    expect(harmed.querySelector('h1')!.textContent).toBe(hostile);
    expect(renderReport(hurt)).not.toContain('<script');
  });

  it('puts several runs side by side and marks what differs', () => {
    const other = {
      ...exampleRun(),
      name: 'other',
      config: { ...(exampleRun().config as object), steps: 7 },
    };
    const both = page([exampleRun(), other]);
    expect(both.querySelectorAll('figure').length).toBe(16);
    const differing = [...both.querySelectorAll('tr.differs th')].map((cell) => cell.textContent);
    expect(differing).toEqual(['steps']);
  });

  it('draws scores by the settings that differ: along the axis, as colours and as panels', () => {
    const grid = ['gru', 'lstm', 'rnn'].flatMap((cell) =>
      ['relu', 'tanh'].flatMap((activation) =>
        ['place', 'position'].map((task) => {
          const run = exampleRun(2);
          const value = cell.length + (task === 'place' ? 0 : 10);
          const floor = { ...run.scores[0]!, metric: 'floor', labels: {}, value: task.length };
          const scores = [{ ...floor, metric: 'error', unit: 'cm', value }, floor];
          return {
            ...run,
            name: `${cell}-${activation}-${task}`,
            scores,
            config: { cell, activation, task },
          };
        }),
      ),
    );
    const drawn = page(grid);
    const section = drawn.querySelector('.by-setting')!;
    const titles = [...section.querySelectorAll('h3')].map((title) => title.textContent);
    expect(titles).toEqual(['error (cm): place', 'error (cm): position']);
    expect(section.textContent).toContain('cell, activation, task.');
    const [first] = [...section.querySelectorAll('figure')];
    expect([...first!.querySelectorAll('.legend li')].map((item) => item.textContent!.trim())).toEqual([
      'relu',
      'tanh',
    ]);
    expect(first!.querySelectorAll('svg.plot circle, svg.plot g[fill-opacity] > path').length).toBe(6);
    // Twelve runs: what is long is folded away, and figures are on the pages of the runs.
    expect(drawn.querySelectorAll('details').length).toBe(4);
    expect(drawn.querySelector('.pages a')!.getAttribute('href')).toBe('figures/../report.html');
    expect(drawn.querySelectorAll('main img').length).toBe(0);
    expect(page(grid.slice(0, 2)).querySelector('.by-setting')).toBeNull();
  });

  it('draws scores by run where too much differs, or nothing', () => {
    const alike = [1, 2, 3].map((value) => {
      const run = exampleRun(2);
      return { ...run, name: `run ${value}`, scores: [{ ...run.scores[0]!, labels: {}, value }] };
    });
    expect(page(alike).querySelector('.by-setting svg.plot')!.textContent).toContain('run 3');
  });

  it('shows a run that has nothing yet', () => {
    expect(page({ ...exampleRun(), scores: [], figures: [] }).body.textContent).toContain('no scores yet');
  });

  it('stays small with a thousand maps', () => {
    expect(renderReport(exampleRun(200)).length).toBeLessThan(200 * 2_500 + 200_000);
  });

  it('puts the verdict of a claim first, with what was asked and what was found', () => {
    const criteria = [
      { statistic: 'gap', meaning: 'trained over untrained', unit: 'cm', above: 1 },
      { statistic: 'ratio', meaning: hostile, unit: '1', below: 0.5 },
    ];
    const finding = {
      statistic: 'gap',
      value: 2.5,
      interval: [1.5, 3.5] as const,
      level: 0.95,
      method: 'Student t over networks',
      n: 6,
      seeds: [0, 1],
      against: 'synthetic animals',
    };
    const claim = {
      statement: 'Training helps.',
      protocol: 'Train, then look.',
      criteria,
      findings: [finding],
      verdict: 'holds' as const,
    };
    const section = page({ ...exampleRun(), claim }).querySelector('main section')!;
    expect(section.querySelector('h2')!.textContent).toBe('Verdict: holds');
    expect(section.textContent).toContain('Training helps.');
    const rows = [...section.querySelectorAll('tbody tr')].map((row) =>
      [...row.querySelectorAll('td')].map((cell) => cell.textContent),
    );
    expect(rows).toEqual([
      [
        'trained over untrained',
        'above 1 cm',
        '2.5 cm, against synthetic animals',
        '1.5 to 3.5 (95 %, Student t over networks)',
        '6; seeds 0, 1',
        'holds',
      ],
      [hostile, 'below 0.5', '', '', '', 'not found yet'],
    ]);
  });
});
