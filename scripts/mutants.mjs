import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { addReport, markdown, readRows } from './mutationTable.mjs';

// Adds the mutants of Stryker's last run to the MUTATION.md of a package:
// in the package's folder, `node ../../scripts/mutants.mjs [report.json [commit]]`.

const [report = '.stryker/mutation.json', commit = headCommit()] = process.argv.slice(2);

function headCommit() {
  return execFileSync('git', ['log', '-1', '--format=%h'], { encoding: 'utf8' }).trim();
}

/** Whether one of the patterns, of stars alone, fits. */
const fits = (/** @type {string} */ path, /** @type {string[]} */ patterns) =>
  patterns.some((pattern) => {
    const [folders = '', name = pattern] = pattern.split('/**/');
    const stars = (/** @type {string} */ text) => text.replace(/[.]/g, '\\.').replace(/\*/g, '[^/]*');
    const regex = pattern.includes('/**/') ? `${stars(folders)}/(.*/)?${stars(name)}` : stars(pattern);
    return new RegExp(`^${regex}$`).test(path);
  });

const patterns = /** @type {string[]} */ (JSON.parse(readFileSync('stryker.config.json', 'utf8')).mutate);
const included = patterns.filter((pattern) => !pattern.startsWith('!'));
const excluded = patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1));
const sources = readdirSync('src').filter((n) => fits(`src/${n}`, included) && !fits(`src/${n}`, excluded));
const table = existsSync('MUTATION.md') ? readRows(readFileSync('MUTATION.md', 'utf8')) : [];
// A file that was renamed or taken out since has no mutants.
const before = table.filter(({ file }) => sources.includes(file));
writeFileSync(
  'MUTATION.md',
  markdown(addReport(before, JSON.parse(readFileSync(report, 'utf8')), commit), sources),
);
