import './nodeVersion.mjs';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Folders of all packages, relative to the root: `packages/core`, `tools/cli`. */
export const packageFolders = ['packages', 'tools'].flatMap((group) =>
  readdirSync(join(root, group))
    .map((name) => `${group}/${name}`)
    .filter((folder) => existsSync(join(root, folder, 'package.json'))),
);

/** @returns {any} the package.json of a folder under the root */
export const manifestOf = (/** @type {string} */ folder) =>
  JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));

/**
 * Installs what the lockfile names, unless just that is installed already. Needs Node and npm only: npx
 * brings the pnpm that `packageManager` names into npm's cache, and nothing global is installed.
 */
export function setUp() {
  const stamp = join(root, 'node_modules', '.goal-driven-installed');
  const wanted = installFingerprint();
  const folders = ['.', ...packageFolders.filter((folder) => manifestOf(folder).dependencies)];
  const complete = folders.every((folder) => existsSync(join(root, folder, 'node_modules')));
  if (complete && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.log('Installing dependencies (once per change of the lockfile) ...');
  exitUnlessZero(pnpm(['install', '--frozen-lockfile', '--config.confirmModulesPurge=false']));
  writeFileSync(stamp, wanted);
}

// No telemetry, no advice to update. An outer npx (another Node, say) hands its own arguments down as
// `package` and `call`, which ours must not take for its own.
const quietTools = {
  TURBO_TELEMETRY_DISABLED: '1',
  TURBO_NO_UPDATE_NOTIFIER: '1',
  DO_NOT_TRACK: '1',
  npm_config_update_notifier: 'false',
  npm_config_package: undefined,
  npm_config_call: undefined,
};

/** @typedef {{ cwd?: string, quiet?: boolean }} RunOptions `quiet` shows the output of a failure only */

/** Runs pnpm in the root and returns its exit status. */
export function pnpm(/** @type {string[]} */ args, /** @type {RunOptions} */ options = {}) {
  return run('npx', ['-y', manifestOf('.').packageManager, ...args], options);
}

/** Runs turbo in the root, under npx so that it finds pnpm, and returns its exit status. */
export function turbo(/** @type {string[]} */ args) {
  return pnpm(['exec', 'turbo', ...args]);
}

/**
 * Runs a command with our streams and returns its exit status; 1 when a signal ended it.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} options
 */
export function run(command, args, { cwd = root, quiet = false } = {}) {
  const { error, status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    stdio: quiet ? 'pipe' : 'inherit',
    shell: process.platform === 'win32', // npx is a batch file there
    env: { ...process.env, ...quietTools },
  });
  if (error) console.error(`goal-driven: ${command} must start, got ${error.message}`);
  if (quiet && status !== 0)
    console.error(`${stdout}${stderr}\n${command} ${args.join(' ')}: exit status ${status}`);
  return status ?? 1;
}

export function exitUnlessZero(/** @type {number} */ status) {
  if (status !== 0) process.exit(status);
}

function installFingerprint() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}\n`);
  const files = [
    'pnpm-lock.yaml',
    'pnpm-workspace.yaml',
    ...['.', ...packageFolders].map((folder) => `${folder}/package.json`),
  ];
  for (const file of files) hash.update(file).update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) setUp();
