// `npm run check:packages`: packs every publishable package and looks at the tarballs as a stranger would.
// 1. the files in it, publint and are-the-types-wrong on each; 2. all of them installed by npm, without
// install scripts, into an empty project outside the workspace and imported; 3. there a program on them and
// the examples of their READMEs, type-checked, bundled and run.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { exitUnlessZero, manifestOf, packageFolders, pnpm, root, run, setUp, turbo } from './setUp.mjs';
import { tarballFiles } from './tarballFiles.mjs';

/** @typedef {{ manifest: any, tarball: string, readme: string }} Packed */

const bin = (/** @type {string} */ name) => join(root, 'node_modules', '.bin', name);
const folder = mkdtempSync(join(tmpdir(), 'goal-driven-packages-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

setUp();
exitUnlessZero(turbo(['run', 'build', '--output-logs=errors-only']));
const packed = packageFolders.filter((each) => !manifestOf(each).private).map(pack);
for (const each of packed) await lint(each);
install(packed);
for (const each of packed) importAll(each);
const programs = writePrograms(packed);
typecheck(programs.filter((file) => file.endsWith('.ts')));
for (const program of programs) bundleAndRun(program);
await runConsumer();
console.log(`${packed.length} packages: packed, installed outside the workspace, imported and run`);

/** @returns {Packed} */
function pack(/** @type {string} */ each) {
  const { name, version } = manifestOf(each);
  exitUnlessZero(pnpm(['--dir', each, 'pack', '--pack-destination', folder], { quiet: true }));
  const tarball = join(folder, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`);
  const files = tarballFiles(readFileSync(tarball));
  const manifest = JSON.parse(String(files.get('package.json')));
  for (const file of ['README.md', 'LICENSE', 'dist/index.js', 'dist/index.d.ts']) {
    if (!files.has(file)) fail(`${name}: the tarball must hold ${file}, got ${[...files.keys()].join(', ')}`);
  }
  const stray = [...files.keys()].filter(
    (file) => /(\.spec\.|\.tsx?$|goldens\/)/.test(file) && !file.endsWith('.d.ts'),
  );
  if (name === '@goal-driven/explorer' && !(files.has('site/index.html') && files.has('site/worker.js')))
    fail(`${name}: the tarball must hold the built page, got ${[...files.keys()].join(', ')}`);
  if (stray.length > 0) fail(`${name}: the tarball must hold what is built alone, got ${stray.join(', ')}`);
  if (JSON.stringify(manifest).includes('workspace:'))
    fail(`${name}: no workspace: range may be left in package.json`);
  for (const [key, target] of Object.entries(manifest.exports)) {
    if (typeof target === 'object' && Object.keys(target)[0] !== 'types')
      fail(`${name}: types must come first in exports["${key}"]`);
    if (typeof target === 'object' && 'source' in target)
      fail(`${name}: exports["${key}"] must not point at the source`);
  }
  return { manifest, tarball, readme: String(files.get('README.md')) };
}

async function lint(/** @type {Packed} */ { manifest, tarball }) {
  const { buffer, byteOffset, byteLength } = readFileSync(tarball);
  const bytes = /** @type {ArrayBuffer} */ (buffer.slice(byteOffset, byteOffset + byteLength));
  const { messages } = await publint({ pack: { tarball: bytes }, strict: true });
  for (const message of messages) console.error(`${manifest.name}: ${formatMessage(message, manifest)}`);
  if (messages.length > 0)
    fail(`${manifest.name}: publint must find nothing, got ${messages.length} messages`);
  // Ours are ES modules alone: require() of them is not promised, nor is TypeScript's node10 resolution.
  exitUnlessZero(
    run(bin('attw'), [tarball, '--profile', 'esm-only', '--no-emoji', '--format', 'table-flipped'], {
      quiet: true,
    }),
  );
}

/** An empty project with all tarballs; the overrides keep npm from asking a registry for ours. */
function install(/** @type {Packed[]} */ all) {
  const tarballs = Object.fromEntries(all.map(({ manifest, tarball }) => [manifest.name, `file:${tarball}`]));
  const overrides = Object.fromEntries(all.map(({ manifest }) => [manifest.name, `$${manifest.name}`]));
  const project = { name: 'consumer', private: true, type: 'module', dependencies: tarballs, overrides };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(project));
  inConsumer('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel', 'error']);
  const lock = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8'));
  for (const name of Object.keys(tarballs)) {
    const copies = Object.entries(lock.packages).filter(([path]) => path.endsWith(`node_modules/${name}`));
    if (copies.length !== 1 || !String(copies[0]?.[1].resolved).startsWith('file:')) {
      fail(`${name}: npm must install the tarball and nothing else, got ${JSON.stringify(copies)}`);
    }
  }
  const native = Object.keys(lock.packages).filter((path) => /tfjs-node/.test(path));
  if (native.length > 0)
    fail(`tfjs-node is an optional peer that no default install may touch, got ${native.join(', ')}`);
}

/** Every entry of `exports` loads in plain Node and, but for data, exports something. */
function importAll(/** @type {Packed} */ { manifest }) {
  for (const [key, target] of Object.entries(manifest.exports)) {
    const specifier = key === '.' ? manifest.name : `${manifest.name}/${key.slice(2)}`;
    const code = key.endsWith('.json')
      ? `await import('${specifier}', { with: { type: 'json' } })`
      : `const it = await import('${specifier}'); if (Object.keys(it).length === 0) throw new Error('exports nothing')`;
    if (typeof target === 'string' || 'import' in /** @type {object} */ (target)) {
      console.log(`import ${specifier}`);
      inConsumer(process.execPath, ['--no-warnings', '--input-type=module', '--eval', code]);
    }
  }
}

/** @returns {string[]} the consumer and the examples of the READMEs (blocks of `ts` and `js`), as files of the project */
function writePrograms(/** @type {Packed[]} */ all) {
  cpSync(join(root, 'scripts', 'consumer'), folder, { recursive: true });
  const examples = all.flatMap(({ manifest, readme }) =>
    [...readme.matchAll(/^```(ts|js)\n(.*?)^```$/gms)].map(([, language, code], index) => {
      const file = `readme-${manifest.name.replaceAll(/[^a-z-]/g, '')}-${index}.${language}`;
      writeFileSync(join(folder, file), String(code));
      return file;
    }),
  );
  return ['consumer.ts', ...examples];
}

/** The declarations resolve and carry types in a strict project under Node's own resolution. */
function typecheck(/** @type {string[]} */ files) {
  const compilerOptions = {
    target: 'ES2022',
    module: 'NodeNext',
    moduleResolution: 'NodeNext',
    strict: true,
  };
  const options = { ...compilerOptions, noEmit: true, skipLibCheck: true, types: [], lib: ['ES2023', 'DOM'] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files }));
  console.log(`tsc ${files.join(' ')}`);
  inConsumer(bin('tsc'), ['-p', 'tsconfig.json']);
}

/** What a bundler drops of ours by `sideEffects` must not be needed: the bundled program still computes. */
function bundleAndRun(/** @type {string} */ file) {
  const { buildSync } = createRequire(createRequire(join(root, 'package.json')).resolve('tsup'))('esbuild');
  const bundled = file.replace(/[tj]s$/, 'mjs');
  buildSync({
    entryPoints: [join(folder, file)],
    outfile: join(folder, bundled),
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external: packed
      .flatMap(({ manifest }) => [
        ...Object.keys(manifest.dependencies ?? {}),
        ...Object.keys(manifest.peerDependencies ?? {}),
      ])
      .filter((name) => !packed.some(({ manifest }) => manifest.name === name)),
    logLevel: 'error',
  });
  console.log(`node ${bundled}`);
  inConsumer(process.execPath, [bundled], { quiet: true });
}

async function runConsumer() {
  const evaluation = ['run', 'mec/trained-network', '--preset', 'smoke', '--out', 'reference'];
  for (const args of [['--version'], ['--help'], ['studies'], ['doctor'], evaluation]) {
    console.log(`npx goal-driven ${args.join(' ')}`);
    inConsumer('npx', ['--no-install', 'goal-driven', ...args], { quiet: true });
  }
  await explore();
}

/** The page and the run from before are served, and SIGINT ends it with code 0. */
async function explore() {
  console.log('goal-driven explore reference');
  const bin = join(folder, 'node_modules', 'goal-driven', 'dist', 'bin.js');
  const child = spawn(process.execPath, [bin, 'explore', 'reference', '--json'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const said = await Promise.race([once(child.stdout, 'data'), ended.then(() => undefined)]);
  if (said === undefined) fail('explore: must go on');
  const address = new URL(JSON.parse(String(said[0])).address);
  const page = await (await fetch(address)).text();
  const headers = { authorization: `Bearer ${address.searchParams.get('token')}` };
  const answer = await fetch(new URL('/runs/index.json', address), { headers });
  const runs = /** @type {{ rows: number }} */ (await answer.json());
  if (!page.includes('<script') || runs.rows !== 1) fail(`explore: must show one run, got ${runs.rows}`);
  child.kill('SIGINT');
  const [code] = await ended;
  if (code !== 0) fail(`explore: SIGINT must end it with code 0, got ${code}`);
}

function inConsumer(
  /** @type {string} */ command,
  /** @type {string[]} */ args,
  /** @type {import('./setUp.mjs').RunOptions} */ options = {},
) {
  exitUnlessZero(run(command, args, { cwd: folder, ...options }));
}

/** @returns {never} */
function fail(/** @type {string} */ message) {
  console.error(message);
  process.exit(1);
}
