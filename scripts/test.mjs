// `npm test`: set-up, build, the tests of every package, and one line with the sum. Arguments go to turbo:
// `npm test -- --filter @goal-driven/core`, `npm test -- --force` (without the cache).
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { engineKey, engineVariable } from './engineKey.mjs';
import { manifestOf, packageFolders, root, setUp, turbo } from './setUp.mjs';
import { countTests, failures, summaryLine } from './testResults.mjs';

const folders = ['.', ...packageFolders];
const resultsOf = (/** @type {string} */ folder) => join(root, folder, '.vitest', 'results.json');

// Named in the environment, so that turbo does not replay tests that were skipped for want of data.
const data = join(root, '..', 'shared');
if (existsSync(data)) process.env.GOAL_DRIVEN_SHARED ??= data;

setUp();
process.env[engineVariable] = await engineKey();
for (const folder of folders) rmSync(resultsOf(folder), { force: true });
const status = turbo([
  'run',
  'test',
  'test:workspace',
  '--continue=dependencies-successful',
  '--output-logs=new-only',
  ...process.argv.slice(2),
]);

const finished = folders.filter((folder) => existsSync(resultsOf(folder)));
const reports = finished.map((folder) => JSON.parse(readFileSync(resultsOf(folder), 'utf8')));
const counts = countTests(reports);
for (const failure of failures(reports)) console.log(`\nFailed: ${failure}`);
if (status !== 0 && counts.failed === 0) {
  // A build that failed, a crash, an error outside all tests: no test says so, but nothing passed either.
  const missing = folders.filter((folder) => !finished.includes(folder));
  counts.failed = Math.max(1, missing.length);
  console.log(
    `\nTests did not run to their end: ${missing.map((folder) => manifestOf(folder).name).join(', ') || 'see above'}`,
  );
}
console.log(`\n${summaryLine(counts)}`);
if (counts.passed === 0 && counts.failed === 0)
  console.error('goal-driven: at least one test must run, got none');
process.exitCode = status === 0 && counts.failed === 0 && counts.passed > 0 ? 0 : 1;
