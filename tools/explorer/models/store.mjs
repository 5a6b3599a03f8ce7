// Makes what the page shows of the networks in models/: `node models/store.mjs [names]` in tools/explorer. From each
// run runs/explorer/<name> of the repository models/<name>.safetensors; then, from that file and from the
// reference model of packages/mec, <name>.units.safetensors and scores.json. The runs: models/README.md.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as mec from '@goal-driven/mec';
import { readRun, useBackend } from '@goal-driven/core';
import { build } from 'vite';

const at = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
const runs = at('../../../runs/explorer');
const all = ['reference', ...Object.keys(JSON.parse(readFileSync(at('networks.json'), 'utf8')))];
const names = process.argv.length > 2 ? process.argv.slice(2) : all;

// The page's own code, bundled for Node; the packages are those that are built.
const out = at('../node_modules/.cache/store');
/** @type {Record<string, string>} */
const inputs = { measureUnits: '', StoredUnits: '' };
for (const name of Object.keys(inputs)) inputs[name] = at(`../src/page/mec/${name}.ts`);
await build({
  configFile: false,
  logLevel: 'warn',
  build: {
    ssr: true,
    outDir: out,
    emptyOutDir: true,
    rollupOptions: { input: inputs, external: /^@goal-driven/ },
  },
});
const made = (/** @type {string} */ name) => import(pathToFileURL(join(out, `${name}.js`)).href);
const { measureUnits } = await made('measureUnits');
const { classesOf, writeUnits } = await made('StoredUnits');
await useBackend('torch');

const scores = existsSync(at('scores.json')) ? JSON.parse(readFileSync(at('scores.json'), 'utf8')) : {};
for (const name of names) {
  const file =
    name === 'reference'
      ? at('../../../packages/mec/models/reference.safetensors')
      : at(`${name}.safetensors`);
  const run = name !== 'reference' && existsSync(`${runs}/${name}`) ? readRun(`${runs}/${name}`) : undefined;
  if (run?.status.state === 'finished') {
    const { manifest } = run;
    const { network, study } = await mec.loadTrainedRun(`${runs}/${name}`);
    const { seed, backend, command } = manifest;
    // The command as it was, without the folder that it was called from.
    const words = command.map((/** @type {string} */ word) => word.replace(/^.*\/(node|bin\.js)$/, '$1'));
    writeFileSync(
      file,
      await mec.writeModel(network.params, { study, seed, backend, command: words.join(' ') }),
    );
  }
  if (!existsSync(file)) {
    console.log(`${name}: no run and no file, left out`);
    continue;
  }
  const model = mec.readModel(new Uint8Array(readFileSync(file)), name);
  const { study, network, parts } = model;
  const units = await measureUnits(model, { batches: 80, turn: async () => {} });
  const bytes = writeUnits(units);
  writeFileSync(at(`${name}.units.safetensors`), bytes);
  const stream = mec.heldOutStream({ ...parts.encoding, timesteps: study.timesteps, batchSize: 200 });
  const batches = (async function* () {
    for (let batch = 0; batch < 5; batch++) yield (await stream.read({ batch })).batch;
  })();
  const { loss } = study.task;
  const asked = { readout: parts.readout, loss, layer: 'g' };
  const { decodingError, noMotionError, decoderFloor } = await mec.evaluatePaths(network, batches, asked);
  const classes = classesOf(units.layers.g);
  const count = (/** @type {string} */ of) =>
    classes.filter((/** @type {string} */ each) => each === of).length;
  scores[name] = {
    cell: study.network.cell,
    activation: study.network.activation,
    loss,
    units: study.network.units,
    decodingError,
    noMotionError,
    decoderFloor,
    grid: count('grid'),
    border: count('border'),
    both: count('both'),
  };
  console.log(name, bytes.length, JSON.stringify(scores[name]));
}
const kept = all.filter((name) => name in scores).map((name) => [name, scores[name]]);
writeFileSync(at('scores.json'), `${JSON.stringify(Object.fromEntries(kept), undefined, 2)}\n`);
