/**
 * Runs tfjs-core's own published tests (its package ships them) against the backend `torch`, or another one:
 *
 * node conformance/run.mjs [--backend torch] [--only text] [--list] [--json file]
 *
 * tfjs-core, the tests and our sources are bundled together, so that there is one tfjs in the process.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { known } from './known.mjs';

const { values: options } = parseArgs({
  options: {
    backend: { type: 'string', default: 'torch' },
    only: { type: 'string', default: '' },
    list: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
});
const root = fileURLToPath(new URL('..', import.meta.url));
const require = createRequire(join(root, 'package.json'));
const { buildSync } = createRequire(createRequire(join(root, '../../package.json')).resolve('tsup'))(
  'esbuild',
);
const jasmineCore = createRequire(require.resolve('jasmine')).resolve(
  'jasmine-core/lib/jasmine-core/jasmine.js',
);
const tfjs = dirname(dirname(require.resolve('@tensorflow/tfjs-core')));

const folder = mkdtempSync(join(tmpdir(), 'goal-driven-conformance-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const entry = join(folder, 'entry.ts');
writeFileSync(
  entry,
  `
import { setTestEnvs } from '${tfjs}/dist/jasmine_util.js';
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { registerTorch } from '${root}/src/index.ts';
await registerTorch(tf, { threads: 1 });
if ('${options.backend}' === 'torch') {
  // The tests want a backend that is there from the start and is left alone.
  await tf.setBackend('torch');
}
setTestEnvs([{ name: '${options.backend}', backendName: '${options.backend}', isDataSync: true }]);
await import('${tfjs}/dist/tests.js');
`,
);
const bundle = join(folder, 'tests.mjs');
buildSync({
  entryPoints: [entry],
  outfile: bundle,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  // tfjs-core declares its tests to be without effect.
  ignoreAnnotations: true,
  mainFields: ['module', 'main'],
  nodePaths: [join(root, 'node_modules')],
  alias: { 'jasmine-core/lib/jasmine-core/jasmine.js': jasmineCore },
  external: ['node-api-headers', 'node-fetch'],
  define: { 'import.meta.url': JSON.stringify(pathToFileURL(join(root, 'src/x.js')).href) },
  banner: {
    js: `import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(${JSON.stringify(join(root, 'package.json'))});`,
  },
  logLevel: 'error',
});

const Jasmine = require('jasmine');
const jasmine = new Jasmine({});
jasmine.exitOnCompletion = false;
jasmine.randomizeTests(false);
const failed = [];
let passed = 0;
let skipped = 0;
jasmine.clearReporters();
jasmine.addReporter({
  specDone: ({ fullName, status, failedExpectations }) => {
    if (status === 'passed') passed += 1;
    else if (status === 'failed')
      failed.push({ name: fullName, reason: failedExpectations[0]?.message ?? '' });
    else skipped += 1;
  },
});
await import(pathToFileURL(bundle).href);
jasmine.addMatchingHelperFiles?.([]);
await jasmine.execute([], options.only === '' ? undefined : options.only);
console.log(`${options.backend}: ${passed} passed, ${failed.length} failed, ${skipped} not run`);
const reasonOf = (name) => (options.backend === 'torch' ? known[name] : undefined);
if (options.list) {
  for (const { name, reason } of failed) console.log(`- ${name}: ${reasonOf(name) ?? reason.split('\n')[0]}`);
}
if (options.json) writeFileSync(options.json, JSON.stringify({ passed, failed, skipped }, undefined, 1));
const surprises = failed.filter(({ name }) => reasonOf(name) === undefined);
for (const { name, reason } of surprises) console.error(`not known to fail: ${name}: ${reason}`);
process.exit(surprises.length === 0 && passed > 0 ? 0 : 1);
