import type { KernelFunc } from '@tensorflow/tfjs-core';
import { tf, useTensorFlow, type TensorFlow } from './tf';
import type { Addon, NativeArgument } from './Addon';
import { defaultThreads } from './defaultThreads';
import { EngineError } from './EngineError';
import { registerGradients } from './gradients/registerGradients';
import { kernels } from './kernels/kernels';
import { loadedBlas } from './loadedBlas';
import { loadAddon } from './loadAddon';
import { settleCublas } from './settleCublas';
import { TorchBackend } from './TorchBackend';

export type TorchOptions = {
  /** `cpu`, `cuda` or `cuda:n`. */
  readonly device?: string;
  /** Threads of the processor; OMP_NUM_THREADS where left out, else all that this process may use. */
  readonly threads?: number;
  /** The same bits run after run; an operation that has no such form is an error. */
  readonly deterministic?: boolean;
  /** TensorFloat-32 products on GPUs: three digits, for up to eight times the speed. */
  readonly tf32?: boolean;
  /**
   * How images lie in memory: `channels last` is faster on GPUs and processors with AVX-512, `channels first`
   * on others; `auto` where left out. It changes the last bits of results.
   */
  readonly layout?: 'auto' | 'channels last' | 'channels first';
  /** The share of the GPU's memory that this process may take, in (0, 1]. */
  readonly memoryShare?: number;
};

/** What computes from now on. */
export type TorchReport = {
  readonly libTorch: string;
  readonly device: string;
  readonly threads: number;
  readonly deterministic: boolean;
  /** Whether there is a GPU that `device` may name. */
  readonly cuda: boolean;
  /** The library that multiplies matrices on the processor, where it can be told. */
  readonly blas: string | undefined;
};

type Settings = Required<Omit<TorchOptions, 'memoryShare'>> & { readonly memoryShare: number | undefined };

const defaults = (): Settings => ({
  device: 'cpu',
  threads: defaultThreads(),
  deterministic: false,
  tf32: false,
  layout: 'auto',
  memoryShare: undefined,
});

/** The addon and how it computes, once it does. */
let loaded: { readonly addon: Addon; settings: Settings } | undefined;

/**
 * Registers the backend `torch` and its kernels with the tfjs of this process, or changes those settings of the one
 * that is registered that `options` names. `await tf.setBackend('torch')` then makes it compute.
 *
 * @param tensorFlow the caller's tfjs, `import * as tf`, with whatever gradients it has registered
 * @throws EngineError naming the command that brings what is missing, for a device that is not there, or for an option
 * that there is none of
 */
export async function registerTorch(
  tensorFlow: TensorFlow,
  options: TorchOptions = {},
): Promise<TorchReport> {
  useTensorFlow(tensorFlow);
  const given = knownOptions(options);
  if (loaded !== undefined && tf.findBackendFactory('torch') !== null) {
    const settings = { ...loaded.settings, ...given };
    const report = settle(loaded.addon, settings);
    loaded.settings = settings;
    return report;
  }
  const settings = { ...defaults(), ...given };
  settleCublas(process.env, settings);
  const { addon } = await loadAddon();
  const report = settle(addon, settings);
  for (const [kernelName, kernelFunc] of Object.entries(kernels)) {
    if (tf.getKernel(kernelName, 'torch') !== undefined) tf.unregisterKernel(kernelName, 'torch');
    tf.registerKernel({
      kernelName,
      backendName: 'torch',
      kernelFunc: kernelFunc as unknown as KernelFunc,
    });
  }
  registerGradients();
  // Its priority is that of a backend which computes only for those who ask for it.
  tf.registerBackend('torch', () => new TorchBackend(addon), 0);
  loaded = { addon, settings };
  return report;
}

/** @throws EngineError when the backend is not registered, or is another than this package's */
export function torchBackend(): TorchBackend {
  const found: unknown = tf.findBackend('torch');
  if (found instanceof TorchBackend) return found;
  throw new EngineError('torchBackend: registerTorch must come first, got no backend');
}

/** The options that are given: those left undefined are not. */
function knownOptions(options: TorchOptions): Partial<Settings> {
  const names = Object.keys(defaults());
  const unknown = Object.keys(options).filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    throw new EngineError(`registerTorch: options must be of ${names.join(', ')}, got ${unknown.join(', ')}`);
  }
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

function settle(addon: Addon, settings: Settings): TorchReport {
  const ask = (operation: string, ...args: readonly NativeArgument[]): unknown => {
    try {
      return addon[operation]!(...args);
    } catch (error) {
      throw new EngineError(`registerTorch: ${(error as Error).message}`);
    }
  };
  const { device, threads, deterministic, tf32, memoryShare, layout } = settings;
  const { tensors } = ask('stats') as { tensors: number };
  if (tensors > 0 && withIndex(device) !== ask('device')) {
    throw new EngineError(
      `registerTorch: the device must be chosen before there are tensors, got ${device} after ${tensors} tensors`,
    );
  }
  settleCublas(process.env, settings);
  ask('setDevice', device);
  ask('setThreads', threads);
  ask('setDeterministic', deterministic);
  ask('setTf32', tf32);
  ask('setLayout', layout);
  if (memoryShare !== undefined) ask('setMemoryShare', memoryShare);
  return {
    libTorch: ask('version') as string,
    device: ask('device') as string,
    threads: ask('threads') as number,
    deterministic,
    cuda: ask('hasCuda') as boolean,
    blas: loadedBlas(),
  };
}

const withIndex = (device: string): string => (device === 'cuda' ? 'cuda:0' : device);
