import { registerKernels, tf } from '@goal-driven/core';

/** What may compute in a browser, the quickest first. */
const engineNames = ['webgpu', 'webgl', 'wasm', 'cpu'] as const;

export type EngineName = (typeof engineNames)[number];

let started: Promise<EngineName> | undefined;

/**
 * Starts what computes all tensors of the page: the engine named in the address's `?engine=` (before the fragment), else
 * the first that this browser has. A graphics engine that is a program on the processor is passed over where it is not
 * named: WebAssembly is quicker.
 */
export const startEngine = (): Promise<EngineName> => (started ??= start());

async function start(): Promise<EngineName> {
  const named = new URLSearchParams(location.search).get('engine');
  const wanted = engineNames.filter((each) => named === null || each === named);
  for (const name of wanted) {
    // An engine that a browser names and cannot start is passed over; naming it shows why.
    const ready = await engines[name](named !== null).catch((error: unknown) => {
      if (named !== null) throw error;
      return false;
    });
    if (ready) return name;
  }
  throw new Error(
    `engine: must be one of ${engineNames.join(', ')} that this browser has, got ${named ?? 'none'}`,
  );
}

/** Start it and say whether it is there; `named` takes one that is a program on the processor too. */
const engines: Record<EngineName, (named: boolean) => Promise<boolean>> = {
  async webgpu(named) {
    const gpu = (
      navigator as { gpu?: { requestAdapter(): Promise<{ info?: { isFallbackAdapter?: boolean } } | null> } }
    ).gpu;
    const adapter = await gpu?.requestAdapter();
    if (!adapter || (!named && adapter.info?.isFallbackAdapter === true)) return false;
    await import('@tensorflow/tfjs-backend-webgpu');
    return tf.setBackend('webgpu');
  },
  async webgl(named) {
    const context = document.createElement('canvas').getContext('webgl2');
    const extension = context?.getExtension('WEBGL_debug_renderer_info');
    const renderer = extension ? String(context!.getParameter(extension.UNMASKED_RENDERER_WEBGL)) : '';
    context?.getExtension('WEBGL_lose_context')?.loseContext();
    if (!context || (!named && /swiftshader|llvmpipe|software/i.test(renderer))) return false;
    await import('@tensorflow/tfjs-backend-webgl');
    return tf.setBackend('webgl');
  },
  async wasm() {
    const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
    setWasmPaths(new URL('wasm/', location.href).href);
    if (!(await tf.setBackend('wasm'))) return false;
    registerKernels(tf.backend() as unknown as Parameters<typeof registerKernels>[0]);
    return true;
  },
  cpu() {
    return tf.setBackend('cpu'); // core brings it
  },
};
