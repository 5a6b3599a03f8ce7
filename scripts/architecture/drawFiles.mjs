import { escapeXml, palette } from './svg.mjs';

/** @typedef {import('./survey.mjs').SurveyedPackage} SurveyedPackage */

const left = 70;
const right = 190;
const top = 20;

/**
 * Every file of every package against every other: a mark in a row and a column says that the row's file imports
 * the column's. Both go from the backend and core to the tools, and within a package from what is imported to what
 * imports, so that a mark above the diagonal would be an import against the direction or in a circle; types alone
 * may lie there. At the left, how long each file is, in hundreds of lines.
 */
export function drawFiles(/** @type {SurveyedPackage[]} */ packages) {
  const files = packages.flatMap((each) => each.files);
  const places = new Map(files.map(({ path }, place) => [path, place]));
  const size = files.length;
  const marks = (/** @type {boolean} */ types) =>
    files.map(({ imports }, row) => {
      const targets = imports.filter(({ use }) => (use === 'types') === types);
      const columns = targets.flatMap(({ to }) => places.get(to) ?? []);
      return [...new Set(columns)]
        .sort((a, b) => a - b)
        .map((column) => `M${column} ${row}h0`)
        .join('');
    });
  const path = (/** @type {string} */ look, /** @type {string[]} */ lines) =>
    `<path class="${look}" d="${lines.filter((line) => line !== '').join('\n')}"/>`;
  let start = 0;
  const blocks = packages.map(({ name, files: own }) => {
    const from = start;
    start += own.length;
    return `<rect class="box" x="${from - 0.5}" y="${from - 0.5}" width="${own.length}" height="${own.length}"/><text class="small" x="${start + 8}" y="${from + 12}">${escapeXml(name)}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${left + size + right} ${size + 2 * top}" font-family="system-ui, sans-serif" role="img" aria-label="Which file imports which: all marks lie below the diagonal">`,
    '<!-- Written by scripts/architecture.mjs. -->',
    `<style>${palette}.values,.types{fill:none;stroke-linecap:square;stroke-width:1.8;stroke:var(--bar)}.types{stroke:#e69f00}.size{stroke:var(--soft);stroke-width:1}.small{font-size:15px}</style>`,
    '<rect width="100%" height="100%" class="page"/>',
    `<g transform="translate(${left} ${top})">`,
    ...blocks,
    path('values', marks(false)),
    path('types', marks(true)),
    path(
      'size',
      files.map(({ lines }, row) => `M-6 ${row}h${-12 * Math.ceil(lines / 100)}`),
    ),
    `<text class="small" x="${size - 160}" y="40" style="fill:var(--bar)">imports values</text>`,
    `<text class="small" x="${size - 160}" y="64" style="fill:#e69f00">imports types alone</text>`,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}
