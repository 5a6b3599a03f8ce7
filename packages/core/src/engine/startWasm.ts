import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import { setWasmPaths, version_wasm } from '@tensorflow/tfjs-backend-wasm';
import { EnvironmentError } from '../errors';
import { tf } from '../tf';
import { registerKernels } from '../wasm/registerKernels';
import type { WasmBackend } from '../wasm/WasmBackend';

/** The binaries are not bundled with us: they stay in the package that we depend on. */
const wasmFolder = (): string =>
  dirname(
    createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm'),
  ) + sep;

// tfjs would take `wasm` by itself at the first operation, and fail, for it starts asynchronously. Who has
// not called `useBackend` computes on `cpu`.
const createWasm = tf.findBackendFactory('wasm');
tf.removeBackend('wasm');
tf.registerBackend('wasm', createWasm, 0);

let fused: boolean | undefined;

/** Starts tfjs's `wasm` backend and puts our kernels in. */
export async function startWasm(): Promise<{ implementation: string; features: string[] }> {
  if (fused === undefined) {
    setWasmPaths(wasmFolder());
    const ready = await asCommonJs(() => tf.setBackend('wasm'));
    if (!ready) throw new EnvironmentError(`wasm: its binary must load from ${wasmFolder()}, got a failure`);
    fused = registerKernels(tf.backend() as unknown as WasmBackend).fused;
  } else {
    await tf.setBackend('wasm');
  }
  return {
    implementation: `@tensorflow/tfjs-backend-wasm ${version_wasm}`,
    features: ['SIMD', ...(fused ? ['fused multiply-add'] : []), '1 thread'],
  };
}

/**
 * Emscripten's loader asks for `__dirname` and `require` in Node, which ES modules do not have. It finds
 * them on the global object while it starts.
 */
async function asCommonJs<T>(start: () => Promise<T>): Promise<T> {
  const globals = globalThis as { __dirname?: string; require?: unknown };
  const before = {
    ...('__dirname' in globals && { __dirname: globals.__dirname }),
    ...('require' in globals && { require: globals.require }),
  };
  Object.assign(globals, { __dirname: wasmFolder(), require: createRequire(import.meta.url) });
  try {
    return await start();
  } finally {
    delete globals.__dirname;
    delete globals.require;
    Object.assign(globals, before);
  }
}
