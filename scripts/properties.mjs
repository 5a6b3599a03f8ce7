// The long job of laws: every property of every package tries as many examples as eight seconds allow, of a new seed
// (in the tests a hundred, always the same). `npm run fuzz:properties`, for some packages
// `npm run fuzz:properties -- mec metrics`; with `--time 60000` for a minute each, with `--seed 7` as once before.
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { packageFolders, root } from './setUp.mjs';

const { values, positionals: only } = parseArgs({
  options: {
    time: { type: 'string', default: '8000' },
    seed: { type: 'string', default: String(randomInt(2 ** 31)) },
  },
  allowPositionals: true,
});
for (const name of /** @type {const} */ (['time', 'seed'])) {
  if (!/^\d+$/.test(values[name]))
    throw new Error(`properties: ${name} must be a whole number, got ${values[name]}`);
}
const known = packageFolders.map((folder) => basename(folder));
const unknown = only.filter((name) => !known.includes(name));
if (unknown.length > 0)
  throw new Error(`properties: packages must be of ${known.join(', ')}, got ${unknown.join(', ')}`);
console.log(`Seed ${values.seed}`);
for (const folder of packageFolders.filter((each) => only.length === 0 || only.includes(basename(each)))) {
  const cwd = join(root, folder);
  const specs = readdirSync(join(cwd, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.spec.ts'))
    .map((file) => join('src', file))
    .filter((file) => readFileSync(join(cwd, file), 'utf8').includes("from 'fast-check'"));
  if (specs.length === 0) continue;
  console.log(`\n${folder}`);
  const { status } = spawnSync('npx', ['vitest', 'run', '--testTimeout=0', ...specs], {
    cwd,
    env: { ...process.env, GOAL_DRIVEN_PROPERTIES: `${values.seed},${values.time}` },
    stdio: 'inherit',
  });
  if (status !== 0) process.exitCode = 1;
}
