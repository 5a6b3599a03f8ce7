// `npm start`: set-up, build, then the quick preset of the first study,
// beside the reference model that comes along. Arguments go to `goal-driven run`:
// `npm start -- --seed 3`. GOAL_DRIVEN_OPEN=1 opens the report in a browser when done.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { exitUnlessZero, root, run, setUp, turbo } from './setUp.mjs';

const openers = { darwin: 'open', win32: 'explorer', linux: 'xdg-open' };

setUp();
exitUnlessZero(turbo(['run', 'build', '--filter=goal-driven...', '--output-logs=errors-only']));

const started = new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
const folder = join(root, 'runs', `path-integration-${started}`);
// ^C reaches the run too: it writes its checkpoint, and we wait for that.
process.on('SIGINT', () => undefined);
const child = spawn(
  process.execPath,
  [
    join(root, 'tools/cli/dist/bin.js'),
    'run',
    'mec/path-integration',
    '--preset',
    'quick',
    '--set',
    'evaluation.reference.share=0.25',
    '--out',
    folder,
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: 'inherit' },
);
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('exit', (status) => {
  const report = join(folder, 'report.html');
  if (status === 0 && existsSync(report)) {
    console.log(pathToFileURL(report).href);
    const opener = openers[/** @type {keyof typeof openers} */ (process.platform)];
    if (process.env.GOAL_DRIVEN_OPEN === '1' && process.stdout.isTTY && opener)
      run(opener, [report], { quiet: true });
  }
  process.exitCode = status ?? 1;
});
