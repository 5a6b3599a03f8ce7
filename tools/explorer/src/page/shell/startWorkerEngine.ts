import { registerKernels, tf } from '@goal-driven/core';

/**
 * Starts what computes tensors in a worker, where the page's choice of graphics engines is not to be had: WebAssembly
 * with our kernels, or tfjs's reference in JavaScript.
 *
 * @param wasm address of the folder of tfjs's WebAssembly
 */
export async function startWorkerEngine(engine: 'wasm' | 'cpu', wasm: string): Promise<'wasm' | 'cpu'> {
  if (engine === 'wasm') {
    const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
    setWasmPaths(wasm);
    if (await tf.setBackend('wasm')) {
      registerKernels(tf.backend() as unknown as Parameters<typeof registerKernels>[0]);
      return 'wasm';
    }
  }
  await tf.setBackend('cpu');
  return 'cpu';
}
