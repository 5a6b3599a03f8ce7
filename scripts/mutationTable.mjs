/**
 * One file's mutants. `lines` is 'all' or the range that was mutated; `specs` those that had to find them.
 *
 * @typedef {{ file: string, lines: string, specs: string, mutants: number, killed: number, timeout: number,
 *   survived: number, fixed: number, commit: string }} Row
 * @typedef {{ config: { mutate: string[], testFiles?: string[] },
 *   files: Record<string, { mutants: { status: string }[] }> }} Report Stryker's, its JSON
 */

/** Rows with those of a report put in the place of older ones of the same file and lines. */
export function addReport(
  /** @type {Row[]} */ rows,
  /** @type {Report} */ report,
  /** @type {string} */ commit,
) {
  const { mutate, testFiles = [] } = report.config;
  const specs = testFiles.map((path) => nameOf(path).replace(/\.spec\.ts$/, '')).join(', ') || 'all';
  const added = Object.entries(report.files).map(([path, { mutants }]) => {
    const range = mutate.find((pattern) => pattern.startsWith(`${path}:`));
    return {
      file: nameOf(path),
      lines: range?.slice(path.length + 1) ?? 'all',
      specs,
      ...count(mutants.map(({ status }) => status)),
      commit,
    };
  });
  const isNew = (/** @type {Row} */ { file, lines }) =>
    added.some((row) => row.file === file && (row.lines === 'all' || row.lines === lines));
  return [...rows.filter((row) => !isNew(row)), ...added].sort((a, b) =>
    `${a.file} ${a.lines}` < `${b.file} ${b.lines}` ? -1 : 1,
  );
}

/** A mutant that no test reaches has survived; one that TypeScript or the loader refuses is none. */
function count(/** @type {string[]} */ statuses) {
  const of = (/** @type {string[]} */ ...names) => statuses.filter((status) => names.includes(status)).length;
  const [killed, timeout, survived] = [of('Killed'), of('Timeout'), of('Survived', 'NoCoverage')];
  return { mutants: killed + timeout + survived, killed, timeout, survived, fixed: of('Ignored') };
}

/** Stryker's score: mutants found, by a failing test or by running out of time, in percent. */
export const score = (
  /** @type {Pick<Row, 'mutants' | 'killed' | 'timeout'>} */ { mutants, killed, timeout },
) => (mutants === 0 ? '-' : ((100 * (killed + timeout)) / mutants).toFixed(1));

const nameOf = (/** @type {string} */ path) => path.split('/').at(-1) ?? path;

const columns = [
  'file',
  'lines',
  'specs',
  'mutants',
  'killed',
  'timeout',
  'survived',
  'static',
  'score',
  'commit',
];

/** @returns {Row[]} the rows that `markdown` wrote */
export function readRows(/** @type {string} */ text) {
  const cells = text
    .split('\n')
    .filter((line) => /^\| \S+\.ts \|/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()));
  return cells.map(([, file = '', lines = '', specs = '', ...rest]) => {
    const [mutants = 0, killed = 0, timeout = 0, survived = 0, fixed = 0] = rest.map(Number);
    return { file, lines, specs, mutants, killed, timeout, survived, fixed, commit: rest[6] ?? '' };
  });
}

/** The page: what was run, its score, each file, and the files that were not. */
export function markdown(/** @type {Row[]} */ rows, /** @type {string[]} */ sources) {
  const sum = (/** @type {'mutants' | 'killed' | 'timeout' | 'survived' | 'fixed'} */ key) =>
    rows.reduce((total, row) => total + row[key], 0);
  const all = { mutants: sum('mutants'), killed: sum('killed'), timeout: sum('timeout') };
  const missing = sources.filter((name) => !rows.some(({ file }) => file === name)).sort();
  const line = (/** @type {(string | number)[]} */ cells) => `| ${cells.join(' | ')} |`;
  return [
    '# Mutants',
    '',
    'What becomes of small faults put into the code on purpose: a test finds them (killed), they never end',
    '(timeout), or nobody notices (survived). `score` is the share of the first two. Mutants of module-level',
    'constants and schemas (static) are not run. Each file was put to the specs named beside it, so that its',
    'score is a lower bound of what all specs find. The commit is that of specs and source.',
    '',
    'Written by `scripts/mutants.mjs` from the reports of Stryker; CONTRIBUTING.md says how to run it.',
    '',
    `**${score(all)} %** of ${all.mutants} mutants in ${new Set(rows.map(({ file }) => file)).size} files: ` +
      `${all.killed} killed, ${all.timeout} timed out, ${sum('survived')} survived.`,
    '',
    line(columns),
    line(columns.map((name) => (['file', 'lines', 'specs', 'commit'].includes(name) ? '---' : '--:'))),
    ...rows.map((row) =>
      line([
        row.file,
        row.lines,
        row.specs,
        row.mutants,
        row.killed,
        row.timeout,
        row.survived,
        row.fixed,
        score(row),
        row.commit,
      ]),
    ),
    '',
    missing.length === 0 ? 'Every file was run.' : `Not yet run: ${missing.join(', ')}.`,
    '',
  ].join('\n');
}
