// `node results/makeExample.mjs <folder> [--only-gather]`: makes the runs of exampleRuns.mjs in a folder, those that are
// not there, and gathers them into results/example.json. An hour on two cores. Needs `npm run build` before.
import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { exampleRuns } from './exampleRuns.mjs';
import { readRunsFile } from '../dist/index.js';

const at = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
const [folder, only] = process.argv.slice(2);
if (folder === undefined) throw new Error('makeExample: must be told a folder for the runs');
for (const [name, words] of only === '--only-gather' ? [] : exampleRuns) {
  const out = join(folder, name);
  if (existsSync(out)) continue;
  console.log(name);
  const { status } = spawnSync(process.execPath, [at('../../cli/dist/bin.js'), ...words, '--out', out], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new Error(`makeExample: ${name} must finish, got exit status ${status}`);
}
const note =
  'An example set: small real runs of goal-driven at its smoke size, which trains for a few updates to show how this panel works. Nothing follows from their numbers.';
writeFileSync(at('example.json'), await readRunsFile([folder], note));
