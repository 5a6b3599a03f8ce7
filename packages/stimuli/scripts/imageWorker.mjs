/**
 * Makes `../src/_imageWorker.generated.ts`, the program of the threads that make images. Run it after every
 * change of what they run: `node scripts/imageWorker.mjs`; with `--check` it only says whether that was done.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const at = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
const target = at('../src/_imageWorker.generated.ts');
const require = createRequire(import.meta.url);
const { build } = createRequire(require.resolve('tsup'))('esbuild');

// What is bundled keeps the notices that its licences ask for.
const notice = (/** @type {string} */ name, /** @type {NodeJS.Require} */ from) => {
  const manifest = from.resolve(`${name}/package.json`);
  return `${name}\n${readFileSync(manifest.replace(/package\.json$/, 'LICENSE'), 'utf8').trim()}`;
};
const fromCore = createRequire(require.resolve('@goal-driven/core/package.json'));
const notices = [notice('jpeg-js', require), notice('pngjs', require), notice('pure-rand', fromCore)];

const { outputFiles } = await build({
  entryPoints: [at('../src/_imageWorker.ts')],
  absWorkingDir: at('..'),
  bundle: true,
  write: false,
  minify: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  conditions: ['source'],
  banner: { js: `/*! Contains\n${notices.join('\n\n')}\n*/` },
});
const program = `// Made by scripts/imageWorker.mjs from _imageWorker.ts; do not edit.\n// prettier-ignore\nexport const imageWorker = ${JSON.stringify(outputFiles[0].text)};\n`;

if (!process.argv.includes('--check')) writeFileSync(target, program);
else if (readFileSync(target, 'utf8') !== program) {
  console.error(
    '_imageWorker.generated.ts is out of date: run `node scripts/imageWorker.mjs` in packages/stimuli',
  );
  process.exitCode = 1;
}
