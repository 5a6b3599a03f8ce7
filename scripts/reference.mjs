// `npm run reference`: trains the network that @goal-driven/mec ships and puts it into packages/mec/models. The run is
// runs/reference, or the folder that is named; one that was stopped goes on, a finished one is taken as it is.
import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { exitUnlessZero, root, run, setUp, turbo } from './setUp.mjs';

const folder = process.argv[2] ?? join(root, 'runs', 'reference');
const model = join(root, 'packages', 'mec', 'models', 'reference.safetensors');
const training = ['run', 'mec/path-integration', '--preset', 'reference', '--seed', '0'];

setUp();
exitUnlessZero(turbo(['run', 'build', '--filter=goal-driven...', '--output-logs=errors-only']));
const where = ['--backend', 'torch', '--out', folder, '--resume', 'auto'];
exitUnlessZero(run(process.execPath, [join(root, 'tools/cli/dist/bin.js'), ...training, ...where]));

const built = (/** @type {string} */ name) =>
  import(pathToFileURL(join(root, 'packages', name, 'dist', 'index.js')).href);
const { readRun, useBackend } = await built('core');
const { loadTrainedRun, writeModel } = await built('mec');
await useBackend('torch');
const { manifest } = readRun(folder);
const { network, study } = await loadTrainedRun(folder);
const bytes = await writeModel(network.params, {
  study,
  seed: manifest.seed,
  backend: manifest.backend,
  command: manifest.command.join(' '),
});
writeFileSync(model, bytes);
console.log(`${relative('.', model)}: ${bytes.length} bytes`);
