// The long job of hostile input: every reader of files reads 10,000 damaged ones (in the tests 500).
// `npm run fuzz`, or `GOAL_DRIVEN_FUZZ=2000 npm run fuzz -- src/data/mat` for some.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const env = { ...process.env, GOAL_DRIVEN_FUZZ: process.env.GOAL_DRIVEN_FUZZ ?? '10000' };
for (const name of ['core', 'stimuli', 'formats']) {
  const { status } = spawnSync(
    'npx',
    ['vitest', 'run', '-t', 'fuzz:', '--reporter=verbose', '--passWithNoTests', ...process.argv.slice(2)],
    { cwd: fileURLToPath(new URL(`../packages/${name}/`, import.meta.url)), env, stdio: 'inherit' },
  );
  if (status !== 0) process.exitCode = 1;
}
