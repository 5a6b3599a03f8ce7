import { circles } from './circles.mjs';
import { rounded } from './rounded.mjs';

/** @typedef {import('./survey.mjs').SurveyedPackage} SurveyedPackage */

const begin = '<!-- begin: written by scripts/architecture.mjs -->';
const end = '<!-- end -->';

/** A page with what lies between its markers replaced. */
export function withSection(/** @type {string} */ page, /** @type {string} */ section) {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from)
    throw new Error(`withSection: the page must have the line ${begin}, then ${end}`);
  return `${page.slice(0, from)}${begin}\n\n${section}\n${page.slice(to)}`;
}

/** Packages and folders with who imports whom, the files that are longest and those most others stand on. */
export function sizesSection(/** @type {SurveyedPackage[]} */ packages) {
  const fromTools = packages.toReversed();
  const files = packages.flatMap((each) => each.files);
  const targets = files.flatMap(({ imports, path }) =>
    [...new Set(imports.map(({ to }) => to))].filter((to) => to !== path),
  );
  const importers = (/** @type {string} */ path) => targets.filter((to) => to === path).length;
  const longest = files.toSorted((a, b) => rounded(b.lines) - rounded(a.lines) || (a.path < b.path ? -1 : 1));
  const most = files.toSorted((a, b) => importers(b.path) - importers(a.path) || (a.path < b.path ? -1 : 1));
  const typeCircles = circles(new Map(files.map(({ path, imports }) => [path, imports.map(({ to }) => to)])));
  return [
    ...table(
      ['package', 'files', 'lines', 'exports', 'imports'],
      fromTools.map(({ name, files: own, lines, exports, standsOn }) => [
        name,
        own.length,
        rounded(lines),
        new Set(exports.map((each) => each.name)).size,
        standsOn.toReversed().join(', ') || '-',
      ]),
    ),
    '',
    'Inside the packages that have folders; `src` is what lies beside them:',
    '',
    ...table(
      ['folder', 'files', 'lines', 'imports'],
      fromTools
        .filter(({ folders }) => folders.length > 1)
        .flatMap(({ name, folders }) =>
          folders.map((folder) => [
            `${shortName(name)}/${folderName(folder.name)}`,
            folder.files.length,
            rounded(folder.lines),
            folder.imports.map(folderName).join(', ') || '-',
          ]),
        ),
    ),
    '',
    `Folders that import each other, in a circle: ${folderCircles(fromTools).join('; ') || 'none'}.`,
    '',
    `Half of the ${files.length} files have fewer than ${quantile(files, 0.5)} lines, nine of ten fewer than ${quantile(files, 0.9)}. The longest: ` +
      `${longest
        .slice(0, 10)
        .map(({ path, lines }) => `\`${path}\` ${rounded(lines)}`)
        .join(', ')}.`,
    '',
    `Most others import: ${most
      .slice(0, 10)
      .map(({ path }) => `\`${path}\` (${rounded(importers(path))})`)
      .join(', ')}.`,
    '',
    `Files whose types alone name each other, ${typeCircles.length} circles:`,
    '',
    ...typeCircles.map((circle) => `- ${circle.map((path) => `\`${path}\``).join(', ')}`),
    '',
  ].join('\n');
}

/** What each package offers, by the file that declares it; types in italics. */
export function exportsPage(/** @type {SurveyedPackage[]} */ packages) {
  return [
    '# Public exports',
    '',
    'What can be imported of each package, by the file that declares it; types in italics. Written by `npm run draw`;',
    '`npm run docs` writes what they do.',
    ...packages
      .toReversed()
      .flatMap((each) => Object.keys(each.entries).flatMap((entry) => entrySection(each, entry))),
    '',
  ].join('\n');
}

function entrySection(/** @type {SurveyedPackage} */ each, /** @type {string} */ entry) {
  const own = each.exports.filter((one) => one.entry === entry);
  const files = [...new Set(own.map(({ file }) => file))].sort();
  const named = (/** @type {string} */ file) =>
    own
      .filter((one) => one.file === file)
      .map(({ name, type }) => (type ? `*${name}*` : `\`${name}\``))
      .join(', ');
  const place = (/** @type {string} */ file) => file.slice(`${each.folder}/src/`.length);
  return [
    '',
    `## ${entry} (${own.length})`,
    '',
    ...files.map((file) => `- [${place(file)}](../${file}): ${named(file)}`),
  ];
}

function table(/** @type {string[]} */ head, /** @type {(string | number)[][]} */ rows) {
  const line = (/** @type {(string | number)[]} */ cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}

function quantile(/** @type {{ lines: number }[]} */ files, /** @type {number} */ share) {
  const sorted = files.map(({ lines }) => lines).sort((a, b) => a - b);
  return Math.ceil((sorted[Math.floor(share * sorted.length)] ?? 0) / 10) * 10;
}

/** @returns {string[]} the folders of each circle that folders of one package make */
const folderCircles = (/** @type {SurveyedPackage[]} */ packages) =>
  packages.flatMap(({ name, folders }) =>
    circles(new Map(folders.map((folder) => [folder.name, folder.imports]))).map(
      (circle) => `${shortName(name)}: ${circle.map(folderName).join(', ')}`,
    ),
  );

const shortName = (/** @type {string} */ name) => name.replace('@goal-driven/', '');
const folderName = (/** @type {string} */ name) => (name === '.' ? 'src' : name);
