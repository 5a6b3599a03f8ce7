import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Handle } from './Addon';
import type { TorchBackend } from './TorchBackend';

// A kernel that is used at T timesteps has for its gradient a sum of T products left^T right, [K, M] and
// [K, N] each, which tfjs asks for one by one. They are kept until somebody looks, and then computed as one
// product of [T K, M] and [T K, N]: the same sum in another order, and a better use of the processor.

/** The product left^T right of [K, M] and [K, N], to be computed when somebody looks at it. */
export function deferProduct(backend: TorchBackend, left: TensorInfo, right: TensorInfo): TensorInfo {
  const shape = [left.shape[1]!, right.shape[1]!];
  const pending = { lefts: [alias(backend, left)], rights: [alias(backend, right)] };
  return backend.own(shape, 'float32', { pending });
}

/** The sum of two sums of products that nobody has looked at, itself to be computed later; else undefined. */
export function addPending(backend: TorchBackend, a: TensorInfo, b: TensorInfo): TensorInfo | undefined {
  const [first, second] = [backend.entryOf(a.dataId).pending, backend.entryOf(b.dataId).pending];
  if (first === undefined || second === undefined || String(a.shape) !== String(b.shape)) return undefined;
  const again = (handles: readonly Handle[]) =>
    handles.map((handle) => backend.ask('alias', handle) as Handle);
  const pending = {
    lefts: again([...first.lefts, ...second.lefts]),
    rights: again([...first.rights, ...second.rights]),
  };
  return backend.own(a.shape, 'float32', { pending });
}

/** A handle of our own on a tensor, which outlives the tensor's disposal. */
const alias = (backend: TorchBackend, info: TensorInfo): Handle =>
  backend.ask('alias', backend.handleOf(info)) as Handle;
