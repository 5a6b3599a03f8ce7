// The long job of hostile input: every reader of packages/formats reads 10,000 damaged files (in the tests 500).
// `npm run fuzz`, or `GOAL_DRIVEN_FUZZ=2000 npm run fuzz -- src/data/mat` for some.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const formats = fileURLToPath(new URL('../packages/formats/', import.meta.url));
const { status } = spawnSync(
  'npx',
  ['vitest', 'run', '-t', 'fuzz:', '--reporter=verbose', ...process.argv.slice(2)],
  {
    cwd: formats,
    env: { ...process.env, GOAL_DRIVEN_FUZZ: process.env.GOAL_DRIVEN_FUZZ ?? '10000' },
    stdio: 'inherit',
  },
);
process.exitCode = status ?? 1;
