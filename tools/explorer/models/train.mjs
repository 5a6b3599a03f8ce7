// Trains the networks of networks.json one after another: `node models/train.mjs` in tools/explorer, with the command
// line and the engine built. Runs are runs/explorer/<name> of the repository; one that was stopped goes on.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const at = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
const networks = JSON.parse(readFileSync(at('networks.json'), 'utf8'));
// Small enough to be fetched at once: 96 units and 256 place cells, 1,500 updates of 50 walks.
const common = {
  'network.units': 96,
  'placeCells.count': 256,
  'training.steps': 1500,
  'training.schedule.then.steps': 1450,
  'evaluation.batches': 5,
  'training.evaluateEvery': 500,
  'training.checkpointEvery': 500,
  'evaluation.longerPaths.batches': 2,
};

for (const [name, { cell, activation, loss }] of Object.entries(networks)) {
  const settings = { 'network.cell': cell, 'network.activation': activation, 'task.loss': loss, ...common };
  const set = Object.entries(settings).flatMap(([key, value]) => ['--set', `${key}=${value}`]);
  const study = ['run', 'mec/path-integration', '--preset', 'reference', '--seed', '0', '--backend', 'torch'];
  const where = ['--resume', 'auto', '--out', at(`../../../runs/explorer/${name}`)];
  const command = [at('../../cli/dist/bin.js'), ...study, ...where, ...set];
  const { status } = spawnSync(process.execPath, command, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
