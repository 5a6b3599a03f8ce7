// node tools/explorer/models/makeVentral.mjs [folder of runs]: trains the networks of the ventral-stream panel from the
// settings in models/ventral, runs the search for one core of @goal-driven/ventral-stream, and writes what the page
// ships beside them. What a folder has finished is taken as it is, what was stopped goes on. Needs a build (`npm run
// build`) and the engine `torch`.
import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { leaves, ndArray, readRun, useBackend, writeSafetensors } from '@goal-driven/core';
import { loadTrainedRun } from '@goal-driven/ventral-stream';
// The page itself needs no sweeps, so the explorer does not depend on them.
import { diskStore, readState, trialRows } from '../../../packages/sweep/dist/index.js';

const here = fileURLToPath(new URL('ventral/', import.meta.url));
const root = fileURLToPath(new URL('../../../', import.meta.url));
const cli = fileURLToPath(new URL('../../cli/dist/bin.js', import.meta.url));
const runs = process.argv[2] ?? 'runs/ventral';
const shown = 'tools/explorer/models/ventral';
const sweep = 'packages/ventral-stream/sweeps/recurrenceByEvolutionSmall.json';

const goalDriven = (/** @type {string[]} */ ...args) => {
  const { status } = spawnSync(process.execPath, [cli, ...args], { stdio: 'inherit' });
  const isResult = status === 0 || (args[0] === 'sweep' && status === 1); // a genome that diverges has failed
  if (!isResult) process.exit(status ?? 1);
};

await useBackend('cpu'); // to hold what is read
for (const name of ['forward', 'recurrent', 'feedback']) {
  const out = join(runs, name);
  const training = ['run', 'ventral-stream/categorisation', '--backend', 'torch', '--seed', '0'];
  if (!existsSync(join(out, 'results.json')))
    goalDriven(...training, '--config', `${here}${name}.json`, '--out', out, '--resume', 'auto');
  const { study, network } = await loadTrainedRun(out);
  const { scores } = readRun(out);
  const arrays = Object.fromEntries(
    leaves({ ...network.params, ...network.state }).map(({ path, tensor }) => [
      path,
      ndArray(Float32Array.from(tensor.dataSync()), tensor.shape),
    ]),
  );
  const bytes = writeSafetensors(
    arrays,
    {
      format: 'goal-driven-model',
      study: 'ventral-stream/categorisation',
      config: JSON.stringify(study),
      seed: '0',
      backend: 'torch',
      command: `goal-driven ${training.join(' ')} --config ${shown}/${name}.json`,
      accuracy: String(scores.find(({ metric }) => metric === 'accuracy').value),
    },
    { half: Object.keys(arrays) },
  );
  writeFileSync(`${here}${name}.safetensors`, bytes);
  console.log(`${name}.safetensors: ${bytes.length} bytes`);
}

const search = join(runs, 'search');
if (existsSync(join(search, 'sweep.json'))) goalDriven('sweep', 'resume', search, '--workers', '1');
else goalDriven('sweep', 'submit', join(root, sweep), '--out', search, '--workers', '1');
const { state } = readState(diskStore(search));
writeFileSync(
  `${here}search-trials.json`,
  JSON.stringify({
    command: `goal-driven sweep submit ${sweep}`,
    protocol: '160 updates of 32 images each, judged on 400 of four categories, chance 0.25',
    trials: trialRows(state).map((row) => ({ ...row, worker: '' })), // who computed it is nobody's business
  }),
);
