// The long job of laws: every property of every package tries as many examples as eight seconds allow, of a new seed
// (in the tests a hundred, always the same). `npm run fuzz:properties`, for some packages
// `npm run fuzz:properties -- mec metrics`; `GOAL_DRIVEN_PROPERTIES=60000` for a minute each.
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { packageFolders, root } from './setUp.mjs';

const time = process.env.GOAL_DRIVEN_PROPERTIES ?? '8000';
const only = process.argv.slice(2);
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
    env: { ...process.env, GOAL_DRIVEN_PROPERTIES: time },
    stdio: 'inherit',
  });
  if (status !== 0) process.exitCode = 1;
}
