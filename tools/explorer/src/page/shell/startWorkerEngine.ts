import { registerKernels, tf } from '@goal-driven/core';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';

/**
 * Starts WebAssembly in a worker: small networks are quicker there than by a graphics engine, and the page stays free.
 *
 * @param base address of the site
 */
export async function startWorkerEngine(base: string): Promise<string> {
  setWasmPaths(new URL('wasm/', base).href);
  const started = await tf.setBackend('wasm').catch(() => false);
  if (!started) await tf.setBackend('cpu');
  else registerKernels(tf.backend() as unknown as Parameters<typeof registerKernels>[0]);
  return tf.getBackend();
}
