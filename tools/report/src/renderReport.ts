import { aggregateScores, labelsOf, sharedLabels, type Aggregate } from './aggregateScores';
import { claimSection } from './claimSection';
import { figureOf } from './figureOf';
import { flatten } from './flatten';
import { formatNumber } from './formatNumber';
import { safe, trusted, type Html } from './Html';
import { figurePairs, hasModels, modelsSection } from './modelsSection';
import { pageStyle } from './pageStyle';
import type { ReportCell, ReportRun } from './ReportRun';
import { scoresBySetting } from './scoresBySetting';

/**
 * One self-contained page of a run, or of several side by side: no scripts, nothing fetched. The only
 * links that leave the page are DOIs and the figures' data beside it.
 */
export function renderReport(runs: ReportRun | readonly ReportRun[]): string {
  const all: readonly ReportRun[] = 'study' in runs ? [runs] : runs;
  const studies = [...new Map(all.map(({ study }) => [study.name, study])).values()];
  const one = all.length === 1 && hasModels(all[0]!) ? all[0] : undefined;
  const shown = one === undefined ? all : [withoutModels(one)];
  const title = studies.map(({ name }) => name).join(', ');
  return safe`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; img-src data:; style-src 'unsafe-inline'"
        />
        <title>${title}</title>
        <style>
          ${pageStyle}
        </style>
      </head>
      <body class="${all.length > 1 || one !== undefined ? 'several' : 'single'}">
        <header>
          <h1>${title}</h1>
          ${studies.map(({ question }) => safe`<p class="question">${question}</p>`)} ${facts(all)}
        </header>
        <main>
          ${claimSection(all)} ${tables(all)} ${one === undefined ? [] : modelsSection(one)} ${scoresBySetting(all)}
          ${one === undefined || shown[0]!.scores.length > 0 ? folded('All scores', all, scores(shown)) : []}
          ${all.length > MANY ? pages(all) : figures(shown)}
          ${folded(
            'Configuration of each run',
            all,
            comparison('Configuration', all, ({ config }) => config),
          )}
          ${folded('Commands', all, commands(all))}
          ${folded(
            'Versions and machine',
            all,
            comparison('Versions and machine', all, ({ environment }) => environment),
          )}
          ${sources(all)}
        </main>
      </body>
    </html>`.markup;
}

/** What the section of models does not show already. */
function withoutModels(run: ReportRun): ReportRun {
  const paired = new Set(figurePairs(run.figures).flat());
  return {
    ...run,
    scores: run.scores.filter(({ labels }) => labels['model'] === undefined),
    figures: run.figures.filter((figure) => !paired.has(figure)),
  };
}

/** More runs than this are not shown side by side: what is long is folded, and figures are on each run's own page. */
const MANY = 6;

const folded = (summary: string, runs: readonly ReportRun[], content: Html): Html =>
  runs.length > MANY
    ? safe`<details>
        <summary>${summary}</summary>
        ${content}
      </details>`
    : content;

/** Links to the pages of single runs, which lie beside their figures. */
const pages = (runs: readonly ReportRun[]): Html =>
  safe`<section>
    <h2>Figures of each run</h2>
    <ul class="pages">
      ${runs.map(({ name, data, status }) => safe`<li><a href="${data}/../report.html">${name}</a> (${status})</li>`)}
    </ul>
  </section>`;

function facts(runs: readonly ReportRun[]): Html {
  const rows: [string, (run: ReportRun) => string][] = [
    ['Run', ({ name }) => name],
    ['Status', ({ status }) => status],
    ['Seed', ({ seed }) => String(seed ?? 'not recorded')],
    ['Backend', ({ backend }) => backend ?? 'not recorded'],
  ];
  if (runs.length > MANY) {
    const seeds = [...new Set(runs.map(({ seed }) => String(seed ?? 'not recorded')))];
    return safe`<p>${runs.length} runs, seeds ${seeds.join(', ')}</p>`;
  }
  const body = rows.map(
    ([name, value]) =>
      safe`<tr>
        <th scope="row">${name}</th>
        ${runs.map((run) => safe`<td>${value(run)}</td>`)}
      </tr>`,
  );
  return safe`<div class="scroll">
    <table>
      <tbody>
        ${body}
      </tbody>
    </table>
  </div>`;
}

function scores(runs: readonly ReportRun[]): Html {
  const shared = sharedLabels(runs.flatMap((run) => run.scores));
  const found = runs.flatMap((run) =>
    aggregateScores(run.scores, shared).map((aggregate) => ({ run, aggregate })),
  );
  if (found.length === 0 && runs.some((run) => run.tables !== undefined)) return trusted('');
  if (found.length === 0)
    return safe`<section>
      <h2>Scores</h2>
      <p>This run has no scores yet.</p>
    </section>`;
  const several = runs.length > 1;
  const everywhere = labelsOf({ labels: shared });
  const heading = ['n', 'undefined', 'median', 'mean'].map(
    (name) => safe`<th scope="col" class="number">${name}</th>`,
  );
  const body = several ? found.sort((a, b) => compare(a.aggregate, b.aggregate)) : found;
  return safe`<section>
    <h2>Scores</h2>
    ${everywhere === '' ? [] : safe`<p>${everywhere}</p>`}
    <div class="scroll">
      <table class="scores">
        <thead>
          <tr>
            <th scope="col">score</th>
            <th scope="col">of</th>
            ${several ? safe`<th scope="col">run</th>` : []}${heading}
            <th scope="col">unit</th>
          </tr>
        </thead>
        <tbody>
          ${body.map(({ run, aggregate }) => scoreRow(aggregate, several ? [run.name] : []))}
        </tbody>
      </table>
    </div>
  </section>`;
}

function tables(runs: readonly ReportRun[]): Html[] {
  return runs
    .flatMap((run) => run.tables ?? [])
    .map(({ title, columns, rows }) => {
      const isNumber = columns.map((_, at) => rows.every((row) => typeof row[at] === 'number'));
      const cell = (value: ReportCell, at: number) =>
        isNumber[at]
          ? safe`<td class="number">${formatNumber(value as number)}</td>`
          : safe`<td>${cellText(value)}</td>`;
      return safe`<section>
        <h2>${title}</h2>
        <div class="scroll">
          <table class="scores">
            <thead>
              <tr>
                ${columns.map((name, at) =>
                  isNumber[at]
                    ? safe`<th scope="col" class="number">${name}</th>`
                    : safe`<th scope="col">${name}</th>`,
                )}
              </tr>
            </thead>
            <tbody>
              ${rows.map((row) => safe`<tr>${row.map(cell)}</tr>`)}
            </tbody>
          </table>
        </div>
      </section>`;
    });
}

/** A long text opens where it is clicked, and is shown whole under the pointer. */
function cellText(value: ReportCell): Html | string {
  if (typeof value !== 'object') return String(value);
  const { short, whole } = value;
  if (short === whole) return whole;
  return safe`<details class="long">
    <summary title="${whole}">${short}</summary>
    ${whole}
  </details>`;
}

const compare = (a: Aggregate, b: Aggregate): number =>
  a.metric.localeCompare(b.metric) || a.labels.localeCompare(b.labels);

function scoreRow(
  { metric, labels, unit, count, undefinedCount, median, mean }: Aggregate,
  run: readonly string[],
): Html {
  const numbers = [String(count), String(undefinedCount), formatNumber(median), formatNumber(mean)];
  return safe`<tr>
    <td>${metric}</td>
    <td>${labels}</td>
    ${run.map((name) => safe`<td>${name}</td>`)}${numbers.map(
      (text) => safe`<td class="number">${text}</td>`,
    )}
    <td>${unit === '1' ? '' : unit}</td>
  </tr>`;
}

function figures(runs: readonly ReportRun[]): Html {
  const names = [...new Set(runs.flatMap((run) => run.figures).map(({ name }) => name))];
  if (names.length === 0) return trusted('');
  return safe`<section>
    <h2>Figures</h2>
    ${names.map((name) => {
      const drawn = runs.flatMap((run) =>
        run.figures.filter((figure) => figure.name === name).map((figure) => ({ run, figure })),
      );
      const parts = drawn.map(({ run, figure }) =>
        figureOf(run, figure, runs.length > 1 ? run.name : undefined),
      );
      return runs.length > 1 ? safe`<div class="side">${parts}</div>` : parts;
    })}
  </section>`;
}

/** The leaves of some JSON of every run, one column per run; rows that differ stand out. */
function comparison(heading: string, runs: readonly ReportRun[], of: (run: ReportRun) => unknown): Html {
  const columns = runs.map((run) => new Map(flatten(of(run)).map(({ path, text }) => [path, text])));
  const paths = [...new Set(columns.flatMap((column) => [...column.keys()]))];
  if (paths.length === 0) return trusted('');
  const rows = paths.map((path) => {
    const values = columns.map((column) => column.get(path) ?? '');
    const differs = new Set(values).size > 1 ? ' class="differs"' : '';
    return safe`<tr${trusted(differs)}><th scope="row">${path}</th>${values.map((text) => safe`<td>${text}</td>`)}</tr>`;
  });
  const names =
    runs.length > 1
      ? safe`<thead>
          <tr>
            <td></td>
            ${runs.map(({ name }) => safe`<th scope="col">${name}</th>`)}
          </tr>
        </thead>`
      : [];
  return safe`<section>
    <h2>${heading}</h2>
    <div class="scroll">
      <table>
        ${names}
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
  </section>`;
}

function commands(runs: readonly ReportRun[]): Html {
  const known = runs.flatMap(({ command }) => (command === undefined ? [] : [command]));
  if (known.length === 0) return trusted('');
  return safe`<section>
    <h2>Make it again</h2>
    ${known.map((command) => safe`<pre>${command}</pre>`)}
  </section>`;
}

function sources(runs: readonly ReportRun[]): Html {
  const all = [
    ...new Map(runs.flatMap(({ study }) => study.sources).map((source) => [source.text, source])).values(),
  ];
  if (all.length === 0) return trusted('');
  const items = all.map(({ text, doi }) => {
    const link = doi === undefined ? [] : safe` <a href="https://doi.org/${encodeURI(doi)}">doi:${doi}</a>`;
    return safe`<li>${text}${link}</li>`;
  });
  return safe`<section>
    <h2>Sources</h2>
    <ul>
      ${items}
    </ul>
  </section>`;
}
