import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root, turbo } from './setUp.mjs';

/** The variable that stands in the key of turbo's cache for tests: those that use the engine skip without it. */
export const engineVariable = 'TORCH_ENGINE';

/**
 * What the tests of this checkout would find of the engine over LibTorch: the name of its build, of LibTorch's
 * version and the sources' hash, or `none`; and whether there is a GPU.
 */
export async function engineKey() {
  const filter = ['--filter=@goal-driven/tfjs-backend-torch', '--output-logs=errors-only'];
  const engine = join(root, 'packages/tfjs-backend-torch/dist/engine.js');
  // Where this build fails, so does that of the tests, which says why.
  if (turbo(['run', 'build', ...filter]) !== 0 || !existsSync(engine)) return 'none';
  const { engineStatus } = await import(pathToFileURL(engine).href);
  return keyOf(await engineStatus()) + (existsSync('/dev/nvidiactl') ? ', GPU' : '');
}

export const keyOf = (/** @type {{ addon: string | undefined }} */ { addon }) =>
  addon === undefined ? 'none' : basename(dirname(addon));
