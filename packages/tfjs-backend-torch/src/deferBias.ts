import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Handle } from './Addon';
import type { KernelArgument, TorchBackend } from './TorchBackend';

type Fusible = {
  readonly shape: readonly number[];
  /** The operation without a bias, and its arguments after the two tensors. */
  readonly plain: readonly [operation: string, ...rest: KernelArgument[]];
  /** The operation with one, of which the bias, the activation and its parameters come last. */
  readonly fused: readonly [operation: string, ...rest: KernelArgument[]];
  readonly takes: (bias: TensorInfo) => boolean;
};

/**
 * A product or a convolution that waits to see whether a bias is added to it, as one mostly is: both then
 * take one pass. Whoever looks at it before, or again, gets it without.
 */
export function deferForBias(
  backend: TorchBackend,
  [x, kernel]: readonly [TensorInfo, TensorInfo],
  { shape, plain, fused, takes }: Fusible,
): TensorInfo {
  const holds = [backend.hold(x), backend.hold(kernel)] as const;
  const handles = holds.map(({ handle }) => handle);
  const [plainName, ...plainRest] = plain;
  const [fusedName, ...fusedRest] = fused;
  let asked = false;
  const pending = {
    holds,
    compute: () => backend.ask(plainName, ...handles, ...(plainRest as number[])) as Handle,
    plus: (bias: TensorInfo) => {
      if (asked || !takes(bias)) return undefined;
      asked = true;
      return backend.run(fusedName, ...handles, ...fusedRest, bias, 'linear', 0, undefined);
    },
  };
  return backend.own(shape, 'float32', { pending });
}

/** The sum in one pass with what one of the two is computed from; undefined where neither waits for it. */
export function addToPending(backend: TorchBackend, a: TensorInfo, b: TensorInfo): TensorInfo | undefined {
  const plus = (sum: TensorInfo, addend: TensorInfo): TensorInfo | undefined => {
    const { pending, refCount } = backend.entryOf(sum.dataId);
    return refCount === 1 && sum.dataId !== addend.dataId ? pending?.plus?.(addend) : undefined;
  };
  return plus(a, b) ?? plus(b, a);
}
