// Runs a sweep file one run after the other, each into a folder of its own, and writes one page of all:
//   node scripts/sweep.mjs packages/mec/sweeps/taskCellActivationSmall.json --out runs/grid --backend torch
// What is finished already is kept: a stopped sweep goes on where it was. `--only task=position` runs a part of the
// grid; parts can run at the same time, and the whole command then makes the page of all.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { expandSweep, readConfigFile, Sweep } from '../packages/core/dist/index.js';
import { main } from '../tools/cli/dist/index.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { out: { type: 'string' }, backend: { type: 'string' }, only: { type: 'string', multiple: true } },
});
const [file] = positionals;
if (file === undefined || values.out === undefined) {
  throw new Error(
    'usage: node scripts/sweep.mjs <sweep.json> --out <folder> [--backend <name>] [--only axis=value]...',
  );
}
const wanted = (values.only ?? []).map((text) => text.split('='));
const sweep = Sweep.parse(await readConfigFile(file));
const io = { stdout: { write: () => true }, stderr: process.stderr };
const folders = [];
mkdirSync(values.out, { recursive: true });
const runs = expandSweep(sweep).filter(({ labels }) =>
  wanted.every(([axis = '', value]) => labels[axis] === value),
);
if (runs.length === 0) throw new Error(`sweep: --only must leave a run, got ${values.only?.join(', ')}`);
for (const [index, { labels, config, seed }] of runs.entries()) {
  const name = [...Object.values(labels), seed].join('-');
  const folder = join(values.out, name);
  process.stderr.write(`${index + 1} of ${runs.length}: ${name}\n`);
  writeFileSync(`${folder}.json`, JSON.stringify(config, undefined, 2));
  const words = ['run', sweep.study, '--config', `${folder}.json`, '--seed', String(seed), '--out', folder];
  if (sweep.preset !== undefined) words.push('--preset', sweep.preset);
  if (values.backend !== undefined) words.push('--backend', values.backend);
  const code = await main([...words, '--resume', 'auto'], io);
  if (code !== 0) process.exit(code);
  folders.push(folder);
}
process.exit(await main(['report', ...folders, '--out', join(values.out, 'report.html')], process));
